//! The exit code is that of the verdict, whatever is written, and `--exit-zero` says what it changed.

use super::{check, workspace};
use crate::support::format_names::format_names;

#[test]
fn every_format_gives_the_same_exit_code() {
    for (score, code) in [(10.0, 0), (9.0, 1), (11.0, 3)] {
        for format in format_names() {
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
fn exit_zero_says_what_it_changed_and_nothing_where_it_changed_nothing() {
    let note = "verdict failed; exit 0 because of --exit-zero";
    let workspace = workspace(9.0);
    for format in ["human", "github", "markdown"] {
        let run = workspace.run(&check(&format!("-o {format} --exit-zero")));
        assert!(run.code == 0 && run.stdout.contains(note), "{format}: {}", run.seen());
    }
    let run = workspace.run(&check("-o sarif=x --exit-zero"));
    assert_eq!(run.stderr, format!("FAILED: a blocking rule failed ({note})\n"));
    let broken = workspace.run(&check("-o json=/dev/full --exit-zero"));
    assert!(broken.code == 6 && !broken.stderr.contains(note), "{}", broken.seen());
    let passed = self::workspace(10.0).run(&check("--exit-zero"));
    assert!(passed.stdout.contains("exit 0: every blocking rule passed") && !passed.stdout.contains("exit-zero"));
    let open = self::workspace(11.0).run(&check("--exit-zero"));
    assert!(open.stdout.contains("verdict inconclusive; exit 0 because of --exit-zero"), "{}", open.seen());
}
