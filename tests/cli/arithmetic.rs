//! Points, states, and what does not add up: tables that a reader can check by hand.

mod category_or_service;
mod controls;
mod inconsistency;

use serde_json::Value;

use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::Workspace;

/// The findings of the rule on the tenant, one a line: `subject outcome: message`; the subject of a finding about the tenant is `-`.
pub(crate) fn findings(tenant: &Tenant, expect: &str) -> String {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(expect)).file("t.json", tenant.json());
    let run = workspace.run(&format!("check --policy p.yaml --from t.json --now {NOW} --output json"));
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p");
    let line = |finding: &Value| {
        let subject = finding["subject"].as_str().unwrap_or("-").to_owned();
        format!("{subject} {}: {}", finding["outcome"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    findings.map(line).collect::<Vec<_>>().join("\n")
}

/// Judges each row and compares `outcome` alone.
fn outcomes(table: &[(&str, Tenant, &str, &str)]) {
    for (what, tenant, expect, outcome) in table {
        let found = findings(tenant, expect);
        let found = found.lines().map(|line| line.split([' ', ':']).nth(1).unwrap()).collect::<Vec<_>>().join(" ");
        assert_eq!(found, *outcome, "{what}");
    }
}

#[test]
fn a_score_meets_its_minimum_to_the_point_and_no_earlier() {
    let of_hundred = |score: f64| tenant().control("A", score, 50.0).control("B", 0.0, 50.0);
    outcomes(&[
        ("57 of 100 meets 57%", tenant().control("A", 57.0, 100.0), "score: { at-least: 57% }", "passed"),
        ("50 of 100 meets 50%", of_hundred(50.0), "score: { at-least: 50% }", "passed"),
        ("49.999999 of 100 fails 50%", of_hundred(49.999_999), "score: { at-least: 50% }", "failed"),
        ("50 points", of_hundred(50.0), "score: { at-least: 50 points }", "passed"),
        ("49.9 points", of_hundred(49.9), "score: { at-least: 50 points }", "failed"),
        (
            "0.57 of 1 meets 57% in spite of binary fractions",
            tenant().control("A", 0.57, 1.0),
            "score: { at-least: 57% }",
            "passed",
        ),
    ]);
}

#[test]
fn a_failing_value_is_printed_with_enough_digits_to_tell_it_from_its_limit() {
    let close = tenant().control("A", 69.9996, 100.0);
    assert_eq!(
        findings(&close, "score: { at-least: 70% }"),
        "- failed: 69.9996% (69.9996 of 100 points); required: at least 70%."
    );
}

#[test]
fn claimed_points_count_as_reported_ones_and_not_as_observed_ones() {
    let claimed = |state| tenant().control("A", 5.0, 10.0).control("B", 4.0, 10.0).state(state);
    outcomes(&[
        ("reported", claimed("ThirdParty"), "score: { at-least: 45% }", "passed"),
        ("observed", claimed("ThirdParty"), "score: { at-least: 26%, points: observed }", "failed"),
        ("observed, what is left", claimed("ThirdParty"), "score: { at-least: 25%, points: observed }", "passed"),
        (
            "the case of letters does not count",
            claimed("thirdparty"),
            "score: { at-least: 26%, points: observed }",
            "failed",
        ),
        (
            "a state that this version does not know may be a claim or none",
            claimed("Planned"),
            "score: { at-least: 26%, points: observed }",
            "unknown",
        ),
        (
            "nor does it matter where it decides nothing",
            claimed("Planned"),
            "score: { at-least: 25%, points: observed }",
            "passed",
        ),
        ("either way too few", claimed("Planned"), "score: { at-least: 46%, points: observed }", "failed"),
        ("an empty state is not known", claimed(""), "score: { at-least: 26%, points: observed }", "unknown"),
        ("Reviewed is a claim", claimed("reviewed"), "score: { at-least: 26%, points: observed }", "failed"),
        ("Default is none", claimed("DEFAULT"), "score: { at-least: 45%, points: observed }", "passed"),
        ("a control, observed by default", claimed("ThirdParty"), "controls: { match: [B], at-least: 1% }", "failed"),
        (
            "a control, reported",
            claimed("ThirdParty"),
            "controls: { match: [B], at-least: 40%, points: reported }",
            "passed",
        ),
    ]);
}
