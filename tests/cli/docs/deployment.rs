//! The recipes of docs are complete: the server starts with the options of the shown container, and the shown script sends every
//! record within the limit of a request.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::CONTOSO;
use super::page::{Page, repository};
use crate::support::workspace::{Workspace, outcome};

/// The largest request of the Logs Ingestion API, in bytes.
const LARGEST_REQUEST: u64 = 1_000_000;

#[test]
fn the_server_starts_with_the_options_of_the_shown_container() {
    let page = Page::read("docs/deploy.md");
    let app: Value = serde_saphyr::from_str(&page.blocks("yaml")[0].text).unwrap();
    let template = &app["properties"]["template"];
    let container = &template["containers"][0];
    let arguments: Vec<&str> =
        container["args"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let port = app["properties"]["configuration"]["ingress"]["targetPort"].as_u64().unwrap();
    assert!(arguments.contains(&format!("--listen=0.0.0.0:{port}").as_str()), "{arguments:?}");
    for probe in container["probes"].as_array().unwrap() {
        assert_eq!(probe["httpGet"]["port"], port);
        assert!(["/healthz", "/readyz"].contains(&probe["httpGet"]["path"].as_str().unwrap()), "{probe}");
    }
    assert_eq!((&template["scale"]["minReplicas"], &template["scale"]["maxReplicas"]), (&1.into(), &1.into()));
    let variables: Vec<&str> =
        container["env"].as_array().unwrap().iter().map(|variable| variable["name"].as_str().unwrap()).collect();
    assert_eq!(variables, ["SCOREGATE_API_KEY", "AZURE_CLIENT_ID"]);

    // Every option is valid, also with the others: the sign-in, which has no header of an identity here, is what fails.
    let workspace = Workspace::new();
    let mut command = workspace.command("");
    command.args(arguments.iter().map(|text| text.replace("/etc/scoregate/policies", &shipped_policies())));
    command.env("SCOREGATE_API_KEY", "0".repeat(64)).env("AZURE_CLIENT_ID", CONTOSO);
    command.env("IDENTITY_ENDPOINT", "http://localhost:42356/msi/token");
    let run = outcome(command);
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(run.stderr.contains("IDENTITY_HEADER is not"), "{}", run.stderr);
}

fn shipped_policies() -> String {
    repository("policies").display().to_string()
}

#[cfg(unix)]
#[test]
fn the_shown_script_sends_every_record_within_the_limit_of_a_request() {
    let is_there =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success());
    if !["bash", "jq", "split"].into_iter().all(is_there) {
        return;
    }
    let page = Page::read("docs/copilot.md");
    let script = page.blocks("text").into_iter().find(|block| block.text.starts_with("#!/usr/bin/env bash")).unwrap();
    let workspace = Workspace::new();
    // Short values have the most overhead for each byte.
    let lines: String = (0..30_000)
        .map(|number| format!("{{\"a\":1,\"b\":\"\u{e9}\",\"n\":{number},\"c\":\"{}\"}}\n", "x".repeat(number % 90)))
        .collect();
    workspace.file("gate.jsonl", &lines).file("send.sh", &script.text);
    program(&workspace, "az", "echo secret-token");
    // Keeps the body, and requires that the token is in no argument.
    program(
        &workspace,
        "curl",
        "case \"$*\" in *secret-token*) exit 9;; esac\n\
         read -r header; [ \"$header\" = 'Authorization: Bearer secret-token' ] || exit 8\n\
         for argument; do case \"$argument\" in @*part*) cp \"${argument#@}\" \"sent-$(basename \"$argument\")\";; esac; done",
    );
    let mut command = Command::new("bash");
    let path = format!("{}:{}", workspace.path("bin").display(), std::env::var("PATH").unwrap());
    command.args(["send.sh", "gate.jsonl"]).current_dir(workspace.path("")).env("PATH", path);
    let run = command.env("RULE_ID", "dcr-1").env("ENDPOINT", "https://example.com").output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let mut numbers = Vec::new();
    for entry in fs::read_dir(workspace.path("")).unwrap().map(Result::unwrap) {
        if !entry.file_name().to_str().unwrap().starts_with("sent-") {
            continue;
        }
        assert!(entry.metadata().unwrap().len() <= LARGEST_REQUEST, "{:?}", entry.metadata());
        let records: Vec<Value> = serde_json::from_slice(&fs::read(entry.path()).unwrap()).unwrap();
        numbers.extend(records.iter().map(|record| record["n"].as_u64().unwrap()));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..30_000).collect::<Vec<u64>>());
}

/// A program in the folder `bin` that runs lines of the shell.
#[cfg(unix)]
fn program(workspace: &Workspace, name: &str, lines: &str) {
    use std::os::unix::fs::PermissionsExt;
    workspace.file(&format!("bin/{name}"), format!("#!/bin/sh\n{lines}\n"));
    let path = workspace.path(&format!("bin/{name}"));
    fs::set_permissions(Path::new(&path), fs::Permissions::from_mode(0o755)).unwrap();
}
