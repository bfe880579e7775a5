//! When the files of a plugin are written, and which options are refused.

use crate::support::workspace::Workspace;

#[test]
fn a_file_with_other_content_is_replaced_only_where_it_is_asked_for() {
    let workspace = Workspace::new();
    let write = |more: &str| workspace.run(&format!("copilot plugin --format kql --out out{more}"));
    assert_eq!(write("").code, 0);
    insta::assert_snapshot!("written-again", write("").seen());
    workspace.file("out/scoregate-dcr.json", "mine\n");
    let refused = write(" --target defender");
    insta::assert_snapshot!("not-replaced", refused.seen());
    assert_eq!(workspace.read("out/scoregate-dcr.json"), "mine\n");
    assert!(workspace.read("out/scoregate-kql.yaml").contains("LogAnalytics"), "nothing is written");
    assert_eq!(write(" --target defender --force").code, 0);
    assert!(workspace.read("out/scoregate-kql.yaml").contains("Target: Defender"));
    assert!(workspace.read("out/scoregate-dcr.json").contains("streamDeclarations"));
}

#[test]
fn options_without_effect_and_unknown_names_are_usage_errors() {
    let workspace = Workspace::new();
    for (arguments, words) in [
        ("--format gpt --target sentinel --out out", "--target has no effect on the format gpt"),
        ("--format kql --endpoint https://gate.example.com --out out", "--endpoint has no effect on the format kql"),
        ("--format gpt --entra-scope api://gate/.default --out out", "--entra-scope has no effect on the format gpt"),
        ("--format api --out out", "the format api needs the address of the server"),
        ("--format api --endpoint http://gate.example.com --out out", "must be https and public"),
        ("--format mcp --endpoint https://localhost --out out", "is not a public address"),
        ("--format m365 --endpoint https://user@gate.example.com --out out", "contains a user or password"),
        ("--format m365 --endpoint https://gate.example.com/?a=b --out out", "has a query or a fragment"),
        ("--format mcp --endpoint https://gate.example.com:0 --out out", "the address has the port 0"),
        (
            "--format mcp --endpoint https://gate.example.com --entra-scope banana --out out",
            "a scope is the audience of the server, a slash and a permission",
        ),
        ("--format kusto --out out", "unknown format `kusto`"),
        ("--format kql --target kusto --out out", "unknown place `kusto`"),
        ("--format kql", "--out"),
    ] {
        let run = workspace.run(&format!("copilot plugin {arguments}"));
        assert_eq!(run.code, 2, "{arguments}: {}", run.seen());
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    assert!(!workspace.path("out").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_of_the_output() {
    let workspace = Workspace::new();
    workspace.file("out", "a file");
    let run = workspace.run("copilot plugin --format kql --out out");
    assert_eq!(run.code, 6, "{}", run.seen());
    assert!(run.stderr.contains("it is not a folder"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_named_as_one() {
    let workspace = Workspace::new();
    std::os::unix::fs::symlink("nowhere", workspace.path("out")).unwrap();
    let run = workspace.run("copilot plugin --format kql --out out");
    assert_eq!(run.code, 6, "{}", run.seen());
    assert!(run.stderr.contains("it is a link to a folder that does not exist"), "{}", run.stderr);
}

/// `/dev/zero` has no end, and a pipe waits for a writer.
#[cfg(unix)]
#[test]
fn devices_and_pipes_in_the_folder_are_neither_read_nor_written() {
    for to in ["/dev/zero", "/dev/full", "pipe"] {
        let workspace = Workspace::new();
        let path = workspace.file("out/readme", "").path("out/scoregate-dcr.json");
        let made = match to {
            "pipe" => std::process::Command::new("mkfifo").arg(&path).status().unwrap().success(),
            _ => std::os::unix::fs::symlink(to, &path).is_ok(),
        };
        assert!(made);
        for force in ["", " --force"] {
            let run = workspace.run(&format!("copilot plugin --format kql --out out{force}"));
            assert_eq!(run.code, 6, "{to}: {}", run.seen());
            assert!(run.stderr.contains("it is a pipe, a socket or a device, not a file"), "{}", run.stderr);
            assert!(!workspace.path("out/scoregate-kql.yaml").exists(), "nothing is written");
        }
    }
}
