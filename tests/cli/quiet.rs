//! `--quiet`: errors and the requested outputs only.

use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::Workspace;

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("score: { at-least: 50% }"))
        .file("t.json", tenant().control("A", 4.0, 10.0).json());
    workspace
}

#[test]
fn the_verdict_of_a_report_for_programs_is_the_exit_code_alone() {
    let workspace = workspace();
    let check = format!("check -p p.yaml -f t.json --now {NOW} -o json=r.json");
    assert!(workspace.run(&check).stderr.starts_with("FAILED: "));
    for quiet in [format!("{check} --quiet"), format!("{check} -q"), format!("-q {check}")] {
        let run = workspace.run(&quiet);
        assert_eq!((run.code, run.seen().as_str()), (1, "exit 1\n"), "{quiet}");
    }
    assert!(workspace.read("r.json").contains("\"failed\""));
}

#[test]
fn a_report_that_was_asked_for_stays() {
    let workspace = workspace();
    let check = format!("check -p p.yaml -f t.json --now {NOW}");
    assert_eq!(workspace.run(&format!("{check} -q")).seen(), workspace.run(&check).seen());
}

#[test]
fn the_summary_of_a_file_that_was_written_is_left_out() {
    let workspace = workspace();
    assert_eq!(workspace.run("baseline write --from t.json --out b.yaml -q").seen(), "exit 0\n");
    let stream = workspace.run("baseline write --from t.json --out - -q");
    assert_eq!((stream.stdout.as_str(), stream.stderr.as_str()), (workspace.read("b.yaml").as_str(), ""));
}

#[test]
fn errors_stay() {
    let workspace = workspace();
    let run = workspace.run("check -p p.yaml -f missing.json -q");
    assert_eq!((run.code, run.stdout.as_str()), (5, ""));
    assert!(run.stderr.starts_with("scoregate::evidence"), "{}", run.seen());
}

#[test]
fn a_run_is_quiet_or_verbose() {
    let run = workspace().run("check -p p.yaml -f t.json -q -v");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot be used with"), "{}", run.seen());
}
