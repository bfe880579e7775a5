//! Rules against regression on tenants of a few controls, with round figures that a reader can check in the head.

mod baseline;
mod controls;
mod hidden_losses;
mod laws;
mod parts;
mod past;
mod policies;
mod references;

use serde_json::Value;

use crate::support::tenant::policy;
use crate::support::workspace::{Run, Workspace};

pub(crate) use past::{Past, past};

/// The day of judgement, a day after the newest snapshot.
const NOW: &str = "2026-11-24T06:00:00Z";

/// Runs the program on a rule and a past.
fn run(past: &Past, expect: &str, more: &str) -> (Workspace, Run) {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(expect)).file("t.json", past.json());
    let run = workspace.run(&format!("check --policy p.yaml --from t.json --now {NOW} {more}"));
    (workspace, run)
}

/// The findings of the rule, one a line: `subject outcome: message`; the subject of a finding about the tenant is `-`.
fn findings(past: &Past, expect: &str) -> String {
    let (_workspace, run) = run(past, expect, "--output json");
    lines(&run)
}

fn lines(run: &Run) -> String {
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p");
    let line = |finding: &Value| {
        let subject = finding["subject"].as_str().unwrap_or("-");
        format!("{subject} {}: {}", finding["outcome"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    findings.map(line).collect::<Vec<_>>().join("\n")
}

/// Subjects and outcomes alone: `- passed`, `A failed`.
fn outcomes(findings: &str) -> String {
    let short = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    findings.lines().map(short).collect::<Vec<_>>().join(", ")
}

/// Judges each row `(what, past, rule, outcomes)`.
fn check(table: &[(&str, Past, &str, &str)]) {
    for (what, past, expect, outcome) in table {
        let found = findings(past, expect);
        assert_eq!(outcomes(&found), *outcome, "{what}:\n{found}");
    }
}
