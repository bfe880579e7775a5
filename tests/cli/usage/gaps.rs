//! The days that no source covers.

use insta::assert_snapshot;
use serde_json::Value;

use super::{HEADER, NOW, days};
use crate::support::workspace::{Run, Workspace};

/// A run on an export of October and one of the end of November.
fn run(arguments: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("oct.csv", format!("{HEADER}{}", days("Oct", 1..=24, "10")));
    workspace.file("nov.csv", format!("{HEADER}{}", days("Nov", 20..=23, "10")));
    workspace.run(&format!("copilot usage --from oct.csv nov.csv {NOW} {arguments}"))
}

#[test]
fn days_between_two_exports_are_unknown_and_pass_no_budget() {
    let codes = ["--budget 1000", "--budget 40", "--budget 39"].map(|budget| run(budget).code);
    assert_eq!(codes, [3, 3, 1]);
    assert_snapshot!(run("--budget 1000").stdout);
    let report: Value = serde_json::from_str(&run("-o json").stdout).unwrap();
    assert_eq!(report["coverage"]["gaps"].to_string(), r#"[{"since":"2026-10-25","until":"2026-11-19"}]"#);
    let covered: Vec<&Value> = report["months"].as_array().unwrap().iter().map(|month| &month["covered"]).collect();
    assert_eq!(covered, [false, false]);
    assert_eq!(report["provenance"]["inputs"][1]["since"], "2026-11-20");
}

#[test]
fn that_there_was_no_use_between_two_exports_can_be_stated() {
    // One end alone does not state it.
    assert_eq!(run("--budget 1000 --since 2026-10-01").code, 3);
    let stated = run("--budget 1000 --since 2026-10-01 --until 2026-11-23");
    assert_eq!(stated.code, 0, "{}", stated.seen());
    assert!(stated.stdout.contains("2026-10-25 to 2026-11-19: counted as days without use"), "{}", stated.seen());
}

#[test]
fn exports_that_follow_one_another_day_by_day_have_no_gap() {
    let workspace = Workspace::new();
    workspace.file("oct.csv", format!("{HEADER}{}", days("Oct", 1..=31, "2")));
    workspace.file("nov.csv", format!("{HEADER}{}", days("Nov", 1..=23, "2")));
    let run = workspace.run(&format!("copilot usage --from nov.csv oct.csv {NOW} --budget 60"));
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_gap_before_the_month_leaves_the_days_after_it_for_the_forecast() {
    let workspace = Workspace::new();
    workspace.file("sep.csv", format!("{HEADER}{}", days("Sep", 10..=30, "0")));
    workspace.file("oct.csv", format!("{HEADER}{}{}", days("Oct", 6..=31, "2"), days("Nov", 1..=23, "2")));
    let run = workspace.run(&format!("copilot usage --from sep.csv oct.csv {NOW} --budget 60 -o json"));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    // From 7 October on: the day after the gap begins with its first use.
    assert_eq!((run.code, &report["month"]["forecast"]["days"]), (0, &Value::from(47)));
    assert_eq!(report["month"]["forecast"]["total"].as_f64(), Some(60.0));
}

#[test]
fn an_unknown_forecast_names_its_cure() {
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{}", days("Nov", 2..=23, "2")));
    let run = |arguments: &str| workspace.run(&format!("copilot usage --from a.csv {NOW} {arguments}"));
    assert_snapshot!(
        run("")
            .stdout
            .lines()
            .filter(|line| line.contains("Forecast") || line.contains("note"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert_eq!(run("--budget 100 --since 2026-11-01").code, 0);
}
