//! Where reports go, and that no output changes the verdict.

use std::fs;

use crate::common::{Workspace, outcome};
use crate::tenant::{NOW, policy, tenant};

fn workspace(score: f64) -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("controls: { match: [A], state: implemented }"))
        .file("t.json", tenant().control("A", score, 10.0).json());
    workspace
}

fn check(rest: &str) -> String {
    format!("check --policy p.yaml --from t.json --now {NOW} {rest}")
}

#[test]
fn every_format_gives_the_same_exit_code() {
    for (score, code) in [(10.0, 0), (9.0, 1), (11.0, 3)] {
        for format in ["human", "junit", "sarif", "github", "json", "digest"] {
            let workspace = workspace(score);
            let run = workspace.run(&check(&format!("--output {format}")));
            assert_eq!(run.code, code, "{format}: {}", run.seen());
            assert!(!run.stdout.is_empty(), "{format}");
            let run = workspace.run(&check(&format!("--output {format} --exit-zero")));
            assert_eq!(run.code, 0, "{format}");
        }
    }
}

#[test]
fn exit_zero_hides_no_error() {
    let workspace = workspace(10.0);
    workspace.file("bad.yaml", "scoregate: 1\n").file("bad.json", "{");
    let code = |args: &str| workspace.run(args).code;
    assert_eq!(code("check --exit-zero --policy bad.yaml --from t.json"), 4);
    assert_eq!(code("check --exit-zero --policy p.yaml --from bad.json"), 5);
    assert_eq!(code("check --exit-zero --policy p.yaml --from t.json -o json=nowhere/r.json"), 6);
    assert_eq!(code("check --exit-zero --policy p.yaml"), 2);
}

#[test]
fn one_run_writes_many_reports() {
    let workspace = workspace(9.0);
    let run = workspace.run(&check(
        "-o human -o junit=r.xml -o sarif=r.sarif -o json=r.json -o digest=r.md -o github=g.txt -o human=h.txt",
    ));
    assert_eq!(run.code, 1, "{}", run.seen());
    assert_eq!(workspace.names(), ["g.txt", "h.txt", "p.yaml", "r.json", "r.md", "r.sarif", "r.xml", "t.json"]);
    assert_eq!(workspace.read("h.txt"), run.stdout);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let workspace = workspace(9.0);
    for format in ["human", "junit", "sarif", "github", "json", "digest"] {
        let [first, second] = [1, 2].map(|_| workspace.run(&check(&format!("-o {format}"))).stdout);
        assert_eq!(first, second, "{format}");
    }
}

#[test]
fn an_unknown_format_is_a_usage_error_that_lists_the_formats() {
    insta::assert_snapshot!(workspace(10.0).run(&check("--output yaml")).seen());
}

#[test]
fn two_machine_readable_reports_on_standard_output_are_a_usage_error() {
    insta::assert_snapshot!(workspace(10.0).run(&check("-o json -o sarif")).seen());
    assert_eq!(workspace(10.0).run(&check("-o json=a -o sarif=a")).code, 2);
}

#[test]
fn a_path_that_cannot_be_written_is_noticed_before_the_evidence_is_read() {
    let workspace = workspace(10.0);
    workspace.file("folder/x", "");
    insta::assert_snapshot!(workspace.run("check -p p.yaml -f missing.json -o json=folder").seen());
    let run = workspace.run("check -p p.yaml -f missing.json -o json=nowhere/r.json");
    assert_eq!(run.code, 6, "{}", run.seen());
}

#[test]
fn a_run_that_fails_leaves_older_reports_as_they_were() {
    let workspace = workspace(10.0);
    workspace.file("r.json", "older").file("bad.json", "{");
    assert_eq!(workspace.run("check -p p.yaml -f bad.json -o json=r.json").code, 5);
    assert_eq!(workspace.read("r.json"), "older");
    assert_eq!(workspace.names(), ["bad.json", "p.yaml", "r.json", "t.json"]);
}

#[test]
fn in_github_actions_annotations_and_a_summary_come_by_themselves() {
    let workspace = workspace(9.0);
    workspace.file("summary.md", "# Older\n");
    let mut command = workspace.command(&check(""));
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", workspace.path("summary.md"));
    let run = outcome(command);
    assert_eq!(run.code, 1);
    let summary = workspace.read("summary.md");
    assert!(summary.starts_with("# Older\n"), "{summary}");
    insta::assert_snapshot!(format!("{}--- summary\n{summary}", run.seen()));
}

#[test]
fn the_repository_is_known_from_the_environment_of_ci() {
    let workspace = workspace(10.0);
    let mut command = workspace.command(&check("-o json"));
    command
        .env("BUILD_REPOSITORY_URI", "https://user:secret@dev.azure.example/p/_git/r")
        .env("BUILD_SOURCEVERSION", "abc");
    let run = outcome(command);
    assert!(run.stdout.contains("https://dev.azure.example/p/_git/r"), "{}", run.stdout);
    assert!(!run.stdout.contains("secret"), "{}", run.stdout);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let workspace = workspace(9.0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_scoregate"))
        .current_dir(workspace.path(""))
        .args(check("-o json").split_whitespace())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn reports_in_files_hold_no_terminal_styles_and_can_be_read_by_others() {
    let workspace = workspace(9.0);
    let mut command = workspace.command(&check("-o human=h.txt"));
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    outcome(command);
    assert!(!workspace.read("h.txt").contains('\u{1b}'));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(workspace.path("h.txt")).unwrap().permissions().mode() & 0o777, 0o644);
    }
}

#[test]
fn redaction_hides_the_tenant_in_the_digest() {
    let run = workspace(9.0).run(&check("-o digest --redact"));
    assert!(!run.stdout.contains(crate::tenant::TENANT), "{}", run.stdout);
    assert!(run.stdout.contains("tenant-"), "{}", run.stdout);
}
