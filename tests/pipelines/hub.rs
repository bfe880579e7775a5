//! The consumer of the hub: it evaluates nothing but a recording whose attestation it verified.

use serde_json::Value;

use crate::job::Job;
use crate::{read, repository, shell};

/// Runs the script of the workflow that downloads the recording `artifact`, then the step with the action as the workflow states it. Returns
/// the exit codes, that of the second only if it ran, and the log.
fn run(artifact: &str, verified: &str) -> (i32, Option<i32>, String) {
    let workflow: Value = serde_saphyr::from_str(&read("ci/hub/consume.yml")).unwrap();
    let steps = workflow["jobs"]["gate"]["steps"].as_array().unwrap();
    let job = Job::new();
    let path = |path: &str| job.path(path).to_str().unwrap().to_owned();
    let variables: Vec<(String, String)> = [
        ("HUB", workflow["jobs"]["gate"]["env"]["HUB"].as_str().unwrap().to_owned()),
        ("RUNNER_TEMP", path("temp")),
        ("GH_LOG", path("gh.log")),
        ("GH_ARTIFACT", artifact.to_owned()),
        ("GH_VERIFIED", verified.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let script = steps[1]["run"].as_str().unwrap();
    let bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"];
    let download = shell::run(&bash, script, &job.path("checkout"), &[job.path("tools").into()], &variables);
    let gh = std::fs::read_to_string(job.path("gh.log")).unwrap();
    assert!(
        gh.contains(
            "--repo contoso/secure-score-hub --signer-workflow contoso/secure-score-hub/.github/workflows/record.yml"
        ),
        "{gh}"
    );
    if download.code != 0 {
        assert!(!job.path("checkout/secure-score.json").exists());
        return (download.code, None, download.log);
    }
    let job = steps[2]["with"].as_object().unwrap().iter().filter(|(name, _)| *name != "version").fold(
        job,
        |job, (name, value)| {
            let value = value.as_str().unwrap();
            // The example data has a fixed date, and a tenant of its own.
            match name.as_str() {
                "arguments" => job.input(name, &format!("{value}\n--now=2026-11-24T06:00:00Z")),
                "tenant" => job.input(name, "a1b2c3d4-0000-4000-8000-c0ffee000001"),
                _ => job.input(name, value),
            }
        },
    );
    let done = job.run();
    (0, Some(done.code), done.log)
}

#[test]
fn a_consumer_evaluates_the_recording_whose_attestation_it_verified() {
    let recording = repository("examples/contoso.json");
    let (download, gate, log) = run(recording.to_str().unwrap(), "0");
    assert_eq!((download, gate), (0, Some(0)), "{log}");
    let (download, gate, log) = run(recording.to_str().unwrap(), "1");
    assert_eq!((download, gate), (1, None), "{log}");
}

#[test]
fn a_consumer_refuses_a_file_without_a_seal_although_it_is_attested() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("response.json");
    let recording: Value = serde_json::from_str(&read("examples/contoso.json")).unwrap();
    let mut unsealed = recording.as_object().unwrap().clone();
    assert!(unsealed.remove("seal").is_some(), "a recording has a seal: {:?}", recording.as_object().unwrap().keys());
    std::fs::write(&file, serde_json::to_string(&unsealed).unwrap()).unwrap();
    let (download, gate, log) = run(file.to_str().unwrap(), "0");
    assert_eq!((download, gate), (0, Some(5)), "{log}");
}
