//! The installation: a program that is not the one of the release is never installed.

use std::fs;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::job::{Done, Job};
use crate::release::{Release, VERSION, archive, executable};
use crate::{repository, shell};

/// Asserts that nothing was installed, and that nothing ran after it.
fn assert_refused(job: &Job, done: &Done, reason: &str) {
    assert_eq!((done.code, done.steps.join("\n")), (1, "Install scoregate: exit 1".to_owned()), "{}", done.log);
    assert!(done.log.contains(reason), "{reason}: {}", done.log);
    assert_eq!(fs::read_dir(job.path("temp")).unwrap().count(), 0, "the folder of the job is empty: {}", done.log);
    assert!(done.outputs.values().all(String::is_empty), "{:?}", done.outputs);
}

#[test]
fn an_archive_with_another_checksum_is_not_installed() {
    let job = Job::new();
    job.release.sums(&format!("{}  {}\n", "0".repeat(64), archive()));
    assert_refused(&job, &job.run(), "and SHA256SUMS states 000000");
    job.release.sums(&format!("{}0  {}\n", job.release.digest(), archive()));
    assert_refused(&job, &job.run(), "nothing was installed");
    // Of two checksums none counts.
    job.release.sums(&format!("{}  {}\n{}  {}\n", job.release.digest(), archive(), "0".repeat(64), archive()));
    assert_refused(&job, &job.run(), "nothing was installed");
}

#[test]
fn an_archive_without_a_checksum_is_not_installed() {
    let job = Job::new();
    job.release.sums(&format!("{}  scoregate-{VERSION}-another-system.tar.gz\n", job.release.digest()));
    assert_refused(&job, &job.run(), &format!("has no checksum for {}; nothing was installed", archive()));
    job.release.remove("SHA256SUMS");
    assert_refused(&job, &job.run(), "SHA256SUMS could not be read");
    let job = Job::new();
    job.release.remove(&archive());
    assert_refused(&job, &job.run(), "tar.gz could not be read");
}

#[test]
fn an_archive_with_another_checksum_than_the_pinned_one_is_not_installed() {
    let job = Job::new().input("sha256", &"0".repeat(64));
    assert_refused(&job, &job.run(), "SCOREGATE_SHA256 pins 000000");
    let job = Job::new();
    let digest = job.release.digest().to_uppercase();
    assert_eq!(job.input("sha256", &digest).run().code, 0);
}

#[test]
fn a_program_of_another_version_is_not_installed() {
    let job = Job::new();
    Release::of(job.path("").as_path(), "#!/bin/sh\necho scoregate 9.9.9\n");
    assert_refused(&job, &job.run(), "contains scoregate 9.9.9; nothing was installed");
    Release::of(job.path("").as_path(), "#!/bin/sh\nexit 3\n");
    assert_refused(&job, &job.run(), "does not run on this machine; nothing was installed");
}

#[test]
fn a_version_is_stated_and_is_no_path_and_no_command() {
    for (version, reason) in
        [("", "not set: SCOREGATE_VERSION"), ("../0.1.0", "not a version"), ("$(touch x)", "not a version")]
    {
        let job = Job::new().input("version", version);
        assert_refused(&job, &job.run(), reason);
    }
    let job = Job::new().input("releases", "http://example.com/releases");
    assert_refused(&job, &job.run(), "SCOREGATE_RELEASES is neither an https address nor a folder");
}

#[test]
fn the_script_names_every_variable_that_is_missing() {
    let folder = tempfile::TempDir::new().unwrap();
    let script = format!("exec sh '{}'", repository("ci/install.sh").to_str().unwrap());
    let ran = shell::run(&["sh"], &script, folder.path(), &[], &[]);
    assert_eq!(ran.code, 1);
    let missing = "install scoregate: not set: SCOREGATE_VERSION (the version that you reviewed, such as 0.1.0); \
                   SCOREGATE_RELEASES (an https address or a folder); SCOREGATE_BIN (the folder for the program)\n";
    assert_eq!(ran.log, missing);
    let job = Job::new().input("repository", "");
    assert_refused(&job, &job.run(), "not set: SCOREGATE_REPOSITORY");
}

#[test]
fn the_attestation_is_verified_where_it_can_be() {
    let job = Job::new();
    let done = job.run();
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(done.log.contains("as in the release; attestation verified"), "{}", done.log);
    let verified = format!("--repo scoregate/scoregate --source-ref refs/tags/v{VERSION} --deny-self-hosted-runners");
    assert!(done.gh.starts_with("gh attestation verify ") && done.gh.contains(&verified), "{}", done.gh);

    let job = Job::new().variable("GH_VERIFIED", "1");
    assert_refused(&job, &job.run(), "could not be verified; nothing was installed");
    let off = Job::new().variable("GH_VERIFIED", "1").input("attestation", "off").run();
    assert_eq!((off.code, off.gh.as_str()), (0, ""), "{}", off.log);
    assert!(off.log.contains("attestation not verified (off)"), "{}", off.log);
}

#[test]
fn without_gh_or_a_token_the_log_states_that_the_attestation_is_not_verified() {
    let without = Job::new().input("token", "").run();
    assert_eq!(without.code, 0, "{}", without.log);
    assert!(without.log.contains("attestation not verified (gh or GH_TOKEN is missing)"), "{}", without.log);
    let job = Job::new().input("token", "").input("attestation", "require");
    assert_refused(&job, &job.run(), "SCOREGATE_ATTESTATION requires the attestation");
    let job = Job::new().input("attestation", "maybe");
    assert_refused(&job, &job.run(), "unknown SCOREGATE_ATTESTATION: maybe");
}

/// A `curl` that notes its arguments and answers from a folder, or fails as for a missing page.
const CURL: &str = r#"#!/bin/sh
echo "$@" >>"$RUNNER_TEMP/../curl.log"
for address; do :; done
while [ "$1" != --output ]; do shift; done
cp "$RUNNER_TEMP/../release/${address#https://releases.example.com/}" "$2" 2>/dev/null || exit 22
"#;

#[test]
fn a_release_is_downloaded_from_its_https_address_and_never_in_plain_text() {
    let job = Job::new().input("releases", "https://releases.example.com");
    executable(&job.path("tools/curl"), CURL);
    let done = job.run();
    assert_eq!((done.code, done.outputs["verdict"].as_str()), (0, "passed"), "{}", done.log);
    let calls = fs::read_to_string(job.path("curl.log")).unwrap();
    assert_eq!(calls.lines().count(), 2, "{calls}");
    for (call, file) in calls.lines().zip(["SHA256SUMS", &archive()]) {
        assert!(call.contains("--fail ") && call.contains("--proto =https --proto-redir =https --tlsv1.2 "), "{call}");
        assert!(call.ends_with(&format!(" https://releases.example.com/v{VERSION}/{file}")), "{call}");
    }
    let job = Job::new().input("releases", "https://releases.example.com");
    executable(&job.path("tools/curl"), CURL);
    job.release.remove("SHA256SUMS");
    assert_refused(
        &job,
        &job.run(),
        &format!("https://releases.example.com/v{VERSION}/SHA256SUMS could not be downloaded"),
    );
}

#[test]
fn the_program_under_test_itself_is_installed_from_an_archive() {
    let job = Job::new();
    let plain = job.path("plain.tar");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_scoregate"));
    let packed = std::process::Command::new("tar")
        .arg("-cf")
        .arg(&plain)
        .arg("-C")
        .arg(program.parent().unwrap())
        .arg(program.file_name().unwrap())
        .status();
    assert!(packed.unwrap().success());
    // Compression would take longer than all other tests.
    let mut archive_file = GzEncoder::new(fs::File::create(job.release.archive()).unwrap(), Compression::none());
    std::io::copy(&mut fs::File::open(&plain).unwrap(), &mut archive_file).unwrap();
    archive_file.finish().unwrap();
    job.release.sums(&format!("{} *{}\n", job.release.digest(), archive()));
    let done = job.run();
    assert_eq!((done.code, done.outputs["verdict"].as_str()), (0, "passed"), "{}", done.log);
    let installed = fs::metadata(job.path(&format!("temp/scoregate-{VERSION}/scoregate"))).unwrap();
    assert_eq!(installed.len(), fs::metadata(program).unwrap().len());
}
