//! What a run writes for the runner of GitHub Actions: annotations, step summaries, step outputs.

use super::{check, workspace};
use crate::support::workspace::outcome;

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
fn a_step_summary_begins_on_a_line_of_its_own_and_stays_below_the_limit() {
    let workspace = workspace(9.0);
    let run = |older: &str| {
        workspace.file("s.md", older);
        let mut command = workspace.command(&check("-o github"));
        command.env("GITHUB_STEP_SUMMARY", workspace.path("s.md"));
        assert_eq!(outcome(command).code, 1);
        workspace.read("s.md")
    };
    assert!(run("older").starts_with("older\n#"));
    assert!(run(&"x".repeat((1 << 20) - 200)).len() < 1 << 20);
    let mut command = workspace.command("check -p p.yaml -f missing.json -o github");
    command.env("GITHUB_STEP_SUMMARY", workspace.path("nowhere/s.md"));
    assert_eq!(outcome(command).code, 6, "it is noticed before the evidence is read");
}

#[test]
fn errors_are_annotations_in_github_actions_and_nothing_else_is_a_command() {
    let workspace = workspace(9.0);
    workspace.file("bad.yaml", workspace.read("p.yaml").replace("high", "'##vso[task.x]'"));
    let run = |args: &str| {
        let mut command = workspace.command(args);
        command.env("GITHUB_ACTIONS", "true");
        outcome(command)
    };
    let policy = run("check -p bad.yaml -f t.json");
    assert_eq!(policy.code, 4);
    assert!(policy.stdout.starts_with("::error file=bad.yaml,line="), "{}", policy.seen());
    assert!(!policy.stderr.contains("##vso["), "{}", policy.seen());
    let evidence = run("check -p p.yaml -f nowhere.json");
    assert!(evidence.stdout.starts_with("::error title=scoregate::"), "{}", evidence.seen());
    let quoted = run("check -p p.yaml -f ##[error]x");
    assert!(quoted.code == 5 && !quoted.seen().contains("##["), "{}", quoted.seen());
    let usage = run("check -p p.yaml -f t.json --output ##[error]x");
    assert_eq!((usage.code, usage.stdout.as_str()), (2, ""));
    assert!(!usage.stderr.contains("##["), "{}", usage.seen());
    assert_eq!(run("--version").code, 0);
}

/// The outputs of a step as GitHub reads them: `name<<DELIMITER`, lines, `DELIMITER`.
fn step_outputs(text: &str) -> Vec<(String, String)> {
    let (mut lines, mut outputs) = (text.lines(), Vec::new());
    while let Some(line) = lines.next() {
        let (name, delimiter) = line.split_once("<<").unwrap();
        let value: Vec<&str> = lines.by_ref().take_while(|line| *line != delimiter).collect();
        outputs.push((name.to_owned(), value.join("\n")));
    }
    outputs
}

#[test]
fn later_steps_of_a_workflow_read_verdict_exit_code_score_and_counts() {
    let read = |score: f64, rest: &str, code: i32| {
        let workspace = workspace(score);
        workspace.file("out", "older<<x\ny\nx\n");
        let mut command = workspace.command(&check(rest));
        command.env("GITHUB_OUTPUT", workspace.path("out"));
        assert_eq!(outcome(command).code, code);
        step_outputs(&workspace.read("out"))
    };
    let outputs = |score, rest, code| {
        let outputs = read(score, rest, code);
        assert_eq!(outputs[0], ("older".to_owned(), "y".to_owned()));
        let value = |name: &str| outputs.iter().find(|(known, _)| known == name).unwrap().1.clone();
        (value("verdict"), value("exit-code"), value("score"), value("counts"))
    };
    let (verdict, code, score, counts) = outputs(9.0, "-o github", 1);
    assert_eq!((verdict.as_str(), code.as_str(), score.as_str()), ("failed", "1", "90.00"));
    let counts: serde_json::Value = serde_json::from_str(&counts).unwrap();
    assert_eq!((&counts["rules"]["failed"], &counts["findings"]["failed"]), (&1.into(), &1.into()));
    // The code is that of the process, and the verdict is untouched.
    let (verdict, code, ..) = outputs(9.0, "-o github --exit-zero", 0);
    assert_eq!((verdict.as_str(), code.as_str()), ("failed", "0"));
    let (verdict, code, ..) = outputs(9.0, "-o github -o json=/dev/full", 6);
    assert_eq!((verdict.as_str(), code.as_str()), ("failed", "6"));
    assert_eq!(read(9.0, "-o json", 1).len(), 1, "without the format github nothing is written");
}

#[test]
fn a_run_without_a_verdict_writes_a_summary_and_its_exit_code_for_later_steps() {
    let workspace = workspace(9.0);
    workspace
        .file("bad.yaml", workspace.read("p.yaml").replace("severity: high", "severity: hihg # @team <img src=x>"));
    workspace.file("bad.json", "{");
    for (args, code) in [("check -p bad.yaml -f t.json", 4), ("check -p p.yaml -f bad.json", 5)] {
        workspace.file("s.md", "# Older\n").file("out", "");
        let mut command = workspace.command(args);
        command.env("GITHUB_ACTIONS", "true");
        command.env("GITHUB_STEP_SUMMARY", workspace.path("s.md")).env("GITHUB_OUTPUT", workspace.path("out"));
        assert_eq!(outcome(command).code, code);
        assert_eq!(step_outputs(&workspace.read("out")), [("exit-code".to_owned(), code.to_string())]);
        let summary = workspace.read("s.md");
        assert!(summary.starts_with("# Older\n## 🚫 Secure Score gate: no verdict\n"), "{summary}");
        assert!(!summary.contains("<img") && !summary.contains("@team"), "{summary}");
        insta::assert_snapshot!(format!("a_summary_of_exit_{code}"), summary);
    }
    // Without the format github nothing is written.
    workspace.file("s.md", "");
    let mut command = workspace.command("check -p p.yaml -f bad.json -o json=r.json");
    command.env("GITHUB_STEP_SUMMARY", workspace.path("s.md"));
    assert_eq!((outcome(command).code, workspace.read("s.md")), (5, String::new()));
}

#[test]
fn markdown_is_the_step_summary_and_is_added_to_it_once() {
    let workspace = workspace(9.0);
    let run = |rest: &str| {
        workspace.file("s.md", "# Older\n");
        let mut command = workspace.command(&check(rest));
        command.env("GITHUB_STEP_SUMMARY", workspace.path("s.md"));
        assert_eq!(outcome(command).code, 1);
        workspace.read("s.md")
    };
    let summary = run("-o github");
    assert_eq!(run("-o markdown=s.md"), summary);
    assert_eq!(run("-o markdown=./s.md -o github"), summary, "it is written once");
    assert_eq!(run("-o markdown=other.md"), "# Older\n");
    assert_eq!(format!("# Older\n{}", workspace.read("other.md")), summary);
    assert_eq!(workspace.run(&check("-o markdown")).stdout, workspace.read("other.md"));
    // Any other file is replaced.
    workspace.run(&check("-o markdown=other.md"));
    assert_eq!(format!("# Older\n{}", workspace.read("other.md")), summary);
}
