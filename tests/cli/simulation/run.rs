//! Every day through the real program, once.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use super::tenant::date;
use super::{BASELINES, LAST, recording};
use crate::support::faketime;

const POLICY: &str = "\
scoregate: 1
policy: simulation
rules:
  - id: posture
    severity: high
    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp } } }
  - id: confirmed
    severity: high
    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp }, confirm: 2 } }
  - id: reported
    severity: high
    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp }, judge: reported } }
  - id: baseline
    severity: high
    expect: { regression: { against: baseline, score: { max-drop: 1pp } } }
";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    Unknown,
}

/// The reports of all days, the first first.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("policy.yaml"), POLICY).unwrap();
    for day in BASELINES {
        std::fs::write(folder.path().join(format!("{day}.json")), recording::captured(day)).unwrap();
        let written = program(folder.path(), &format!("baseline write --from {day}.json --out {day}.yaml"));
        assert_eq!(written.0, 0, "{written:?}");
    }
    let middle = LAST / 2;
    std::thread::scope(|scope| {
        let (first, second) = (scope.spawn(|| check(folder.path(), 1, middle)), check(folder.path(), middle + 1, LAST));
        first.join().unwrap().into_iter().chain(second).collect()
    })
});

/// Judges the days, each by the baseline that holds for it.
fn check(folder: &Path, first: i64, last: i64) -> Vec<Value> {
    let mut reports = Vec::new();
    for day in first..=last {
        let baseline = BASELINES.iter().rev().find(|agreed| **agreed < day).unwrap();
        std::fs::write(folder.join(format!("{day}.json")), recording::captured(day)).unwrap();
        let now = format!("{}T06:00:00Z", date(day));
        let said = program(
            folder,
            &format!(
                "check --policy policy.yaml --from {day}.json --baseline {baseline}.yaml --now {now} --output json"
            ),
        );
        assert!(matches!(said.0, 0 | 1 | 3), "day {day}: {said:?}");
        reports.push(serde_json::from_str(&said.1).unwrap());
    }
    reports
}

fn program(folder: &Path, arguments: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scoregate"));
    command.current_dir(folder).args(arguments.split_whitespace()).env_clear().env("NO_COLOR", "1");
    command.envs(faketime::date_variables());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What a rule says on a day, and with which words.
pub(crate) fn judged(day: i64, rule: &str) -> (Outcome, String) {
    let report = &REPORTS[usize::try_from(day - 1).unwrap()];
    let mut findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    let finding = findings.next().unwrap();
    assert!(findings.next().is_none(), "a rule on the score has one finding");
    let outcome = match finding["outcome"].as_str().unwrap() {
        "passed" => Outcome::Passed,
        "failed" => Outcome::Failed,
        "unknown" => Outcome::Unknown,
        other => panic!("day {day}, {rule}: {other}"),
    };
    (outcome, finding["message"].as_str().unwrap().to_owned())
}
