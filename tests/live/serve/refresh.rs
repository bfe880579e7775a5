//! The refresh in the background.

use std::fs;

use super::{arguments, example};
use crate::support::live::{Live, NOW, until};
use crate::support::serving::{Serving, command};
use crate::support::workspace::Workspace;

/// A server of a file in its folder, which refreshes each second.
fn refreshing() -> Serving {
    let root = env!("CARGO_MANIFEST_DIR");
    let workspace = Workspace::new();
    fs::copy(format!("{root}/examples/contoso.json"), workspace.path("tenant.json")).unwrap();
    fs::copy(format!("{root}/examples/first-policy.yaml"), workspace.path("p.yaml")).unwrap();
    let command = command(
        &workspace,
        "serve -p p.yaml -f tenant.json --now 2026-11-24T06:00:00Z --listen 127.0.0.1:0 --refresh 1s --rate-limit 1000",
    );
    Serving::start(workspace, command)
}

#[test]
fn a_failed_refresh_keeps_the_evidence_and_says_so_until_one_succeeds() {
    let server = refreshing();
    let posture = || server.get("/v1/posture").json();
    let first = posture();
    assert_eq!(first["evidence"]["refresh"], "ok");
    let tenant = fs::read(server.path("tenant.json")).unwrap();
    fs::write(server.path("tenant.json"), "{").unwrap();
    until("the refresh fails", || posture()["evidence"]["refresh"] == "failed");
    let kept = posture();
    assert_eq!((&kept["evidence"]["fault"], &kept["score"]), (&"malformed".into(), &first["score"]));
    assert_eq!(kept["verdict"], first["verdict"]);
    fs::write(server.path("tenant.json"), tenant).unwrap();
    until("the refresh succeeds", || posture()["evidence"]["refresh"] == "ok");
    let metrics = server.get("/metrics").body;
    assert!(metrics.contains("scoregate_refreshes_total{result=\"failed\"}"), "{metrics}");
}

#[test]
fn policies_are_read_again_and_invalid_ones_keep_the_last() {
    let server = refreshing();
    let text = fs::read_to_string(server.path("p.yaml")).unwrap();
    let policies = |id: &str| server.get(&format!("/v1/findings?policy={id}&outcome=all")).status;
    fs::write(server.path("p.yaml"), "scoregate: 1\npolicy: renamed\nrules: [").unwrap();
    until("the refresh fails", || server.get("/v1/posture").json()["evidence"]["fault"] == "policy");
    assert_eq!(policies("renamed"), 404);
    let old = text.lines().find_map(|line| line.strip_prefix("policy: ")).unwrap();
    fs::write(server.path("p.yaml"), text.replace(&format!("policy: {old}"), "policy: renamed")).unwrap();
    until("the new policy counts", || policies("renamed") == 200);
    assert_eq!(policies(old), 404);
}

#[test]
fn evidence_that_cannot_be_refreshed_grows_old() {
    let root = env!("CARGO_MANIFEST_DIR");
    let workspace = Workspace::new();
    fs::copy(format!("{root}/examples/contoso-history.json"), workspace.path("tenant.json")).unwrap();
    let args = arguments().replace(&format!("{root}/examples/contoso-history.json"), "tenant.json");
    let args = args.replace(" --now 2026-11-24T06:00:00Z", "");
    let command = command(&workspace, &format!("{args} --listen 127.0.0.1:0 --refresh 1s --rate-limit 1000"));
    let server = Serving::start(workspace, command);
    fs::remove_file(server.path("tenant.json")).unwrap();
    let evidence = || server.get("/v1/posture").json()["evidence"].take();
    until("the refresh fails", || evidence()["fault"] == "unreadable");
    until("the evidence is old", || evidence()["read_age_seconds"].as_i64().unwrap() >= 3);
    assert_eq!(evidence()["fault"], "unreadable");
}

/// A file in a folder, which becomes a pipe that nobody writes to.
#[cfg(unix)]
fn make_pipe(path: &std::path::Path) {
    fs::remove_file(path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_source_of_a_server() {
    let workspace = Workspace::new();
    workspace.file("pipe", "");
    make_pipe(&workspace.path("pipe"));
    let root = env!("CARGO_MANIFEST_DIR");
    for args in [format!("-p {root}/policies -f pipe"), format!("-p pipe -f {root}/examples/contoso.json")] {
        let run = workspace.run(&format!("serve {args} --listen 127.0.0.1:0"));
        assert_eq!((run.code, run.stdout.as_str()), (5, ""));
        assert!(run.stderr.contains("pipe is neither a file nor a folder"), "{}", run.stderr);
    }
    let server = refreshing();
    make_pipe(&server.path("tenant.json"));
    until("the refresh fails", || server.get("/v1/posture").json()["evidence"]["fault"] == "unreadable");
}

#[test]
fn a_refresh_of_nothing_new_changes_nothing() {
    let workspace = Workspace::new();
    let command = example(&workspace, "--refresh 1s --rate-limit 1000");
    let server = Serving::start(workspace, command);
    let answer = || {
        let mut answer = server.get("/v1/digest").json();
        answer["evidence"]["read"].take();
        answer["evidence"]["read_age_seconds"].take();
        answer
    };
    let first = answer();
    until("a refresh", || server.get("/metrics").body.contains("scoregate_refreshes_total{result=\"ok\"} 1"));
    assert_eq!(answer(), first);
}

#[test]
fn a_refresh_states_what_the_cache_saves() {
    let Live { workspace, server } = Live::new();
    let origin = server.origin();
    let mut command = command(
        &workspace,
        &format!(
            "serve -p p.yaml -f graph --now {NOW} --listen 127.0.0.1:0 --refresh 1s --history 1 --max-age 1h --cache-dir cache \
             --verbose --graph-host {origin} --login-host {origin}"
        ),
    );
    let id = "a1b2c3d4-0000-4000-8000-000000000001";
    command.env("SSL_CERT_FILE", workspace.path("ca.pem")).env("AZURE_TENANT_ID", id).env("AZURE_CLIENT_ID", id);
    command.env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in");
    let serving = Serving::start(workspace, command);
    until("a refresh from the cache", || serving.log().contains(", which saves 4 requests with "));
    assert!(serving.log().starts_with("the cache saves no request: it has no responses"), "{}", serving.log());
    assert_eq!(server.seen().len(), 4, "the start requests, and no refresh does");
}
