//! Waivers: what they cover, and when they end.

use serde_json::{Value, json};

use crate::support::tenant::{Tenant, tenant};
use crate::support::workspace::{Run, Workspace};

const POLICY: &str = "\
scoregate: 1
policy: p
LIMITS
rules:
  - id: controls
    severity: high
    expect:
      controls: { match: [A, B], state: implemented }
  - id: score
    severity: high
    expect:
      score: { at-least: 10% }
waivers:
";

/// A fails, B passes, the score passes.
fn sample() -> Tenant {
    tenant().control("A", 6.0, 10.0).control("B", 10.0, 10.0)
}

fn check_on(day: &str, tenant: &Tenant, limits: &str, waivers: &str) -> (Run, Value) {
    let workspace = Workspace::new();
    workspace.file("p.yaml", POLICY.replace("LIMITS", limits) + waivers).file("t.json", tenant.json());
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {day} -o human -o json=r.json"));
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    let report = serde_json::from_str(&workspace.read("r.json")).unwrap();
    (run, report)
}

fn waiver(controls: &str, rest: &str) -> String {
    format!(
        "  - rule: controls\n    controls: [{controls}]\n    reason: r\n    approved-by: ciso@contoso.example\n    {rest}\n"
    )
}

/// Judges each row on a day and compares exit code and status of the only waiver.
fn statuses(limits: &str, table: &[(&str, &str, &str, i32, &str)]) {
    for (day, controls, rest, code, status) in table {
        let (run, report) = check_on(day, &sample(), limits, &waiver(controls, rest));
        let found = report["waivers"][0]["status"].as_str().unwrap();
        assert_eq!((run.code, found), (*code, *status), "{day} [{controls}] {rest}: {}", run.seen());
    }
}

#[test]
fn a_waiver_holds_to_the_end_of_its_last_day_in_utc() {
    statuses(
        "",
        &[
            ("2026-11-24T06:00:00Z", "A", "expires: 2026-11-24", 0, "active"),
            ("2026-11-24T23:59:59Z", "A", "expires: 2026-11-24", 0, "active"),
            ("2026-11-25T00:00:00Z", "A", "expires: 2026-11-24", 1, "expired"),
            ("2026-11-24T20:00:00-05:00", "A", "expires: 2026-11-24", 1, "expired"),
            ("2026-11-24", "a", "expires: 2026-11-24", 0, "active"),
            ("2026-11-24", "B", "expires: 2026-11-24", 1, "unused"),
        ],
    );
}

#[test]
fn a_waiver_that_is_granted_later_does_not_hold_yet() {
    statuses(
        "",
        &[
            ("2026-11-24", "A", "granted: 2026-11-24\n    expires: 2026-12-24", 0, "active"),
            ("2026-11-23", "A", "granted: 2026-11-24\n    expires: 2026-12-24", 1, "not-yet"),
        ],
    );
}

#[test]
fn a_waiver_with_a_longer_life_than_the_policy_allows_does_not_hold() {
    statuses(
        "waiver-limits: { longest-life: 30d }",
        &[
            ("2026-11-24", "A", "granted: 2026-11-24\n    expires: 2026-12-24", 0, "active"),
            ("2026-11-24", "A", "granted: 2026-11-24\n    expires: 2026-12-25", 1, "too-long"),
            ("2026-11-24", "A", "granted: 2026-11-01\n    expires: 2026-12-01", 0, "active"),
            ("2026-11-24", "A", "granted: 2026-11-01\n    expires: 2026-12-02", 1, "too-long"),
        ],
    );
}

#[test]
fn a_waiver_ends_when_things_get_worse_than_it_says() {
    statuses(
        "",
        &[
            ("2026-11-24", "A", "expires: 2026-12-24\n    while-at-least: 60%", 0, "active"),
            ("2026-11-24", "A", "expires: 2026-12-24\n    while-at-least: 6 points", 0, "active"),
            ("2026-11-24", "A", "expires: 2026-12-24\n    while-at-least: 60.1%", 1, "condition-unmet"),
            ("2026-11-24", "A", "expires: 2026-12-24\n    while-at-least: 7 points", 1, "condition-unmet"),
        ],
    );
    // What cannot be measured is not shown to be good enough.
    let odd = sample().scored("score", json!(11)).current(17.0);
    let (run, report) =
        check_on("2026-11-24", &odd, "", &waiver("A, B", "expires: 2026-12-24\n    while-at-least: 50%"));
    assert_eq!((run.code, report["waivers"][0]["covers"].as_u64()), (3, Some(1)), "{}", run.seen());
}

#[test]
fn a_waiver_covers_what_is_unknown_too() {
    let odd = tenant().control("A", 6.0, 10.0).control("B", 11.0, 10.0);
    let (run, report) = check_on("2026-11-24", &odd, "", &waiver("A, B", "expires: 2026-12-24"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let outcomes: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["rule"] == "controls")
        .map(|f| f["instead-of"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["failed", "unknown"]);
}

#[test]
fn the_end_of_a_waiver_is_announced() {
    let (run, _) =
        check_on("2026-11-24", &sample(), "waiver-limits: { warn-before: 30d }", &waiver("A", "expires: 2026-12-20"));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn an_expired_waiver_is_reported_with_the_failure_that_it_no_longer_covers() {
    let (run, _) = check_on("2026-11-24", &sample(), "", &waiver("A", "expires: 2026-11-01"));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_waiver_of_a_disabled_rule_waives_nothing() {
    let policy = "scoregate: 1\npolicy: p\nrules:\n  - id: r\n    severity: low\n    enforcement: disabled\n    expect: { controls: { match: [A], state: implemented } }\n  - id: s\n    severity: low\n    expect: { score: { at-least: 10% } }\nwaivers:\n  - { rule: r, controls: [A], reason: x, approved-by: y, expires: 2027-01-01 }\n";
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy).file("t.json", sample().json());
    let run = workspace.run("check -p p.yaml -f t.json --now 2026-11-24");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_file_of_waivers_serves_the_policies_that_are_loaded_and_a_waiver_of_another_is_reported() {
    let file = "scoregate: 1\nwaivers:\n  - { rule: p/controls, controls: [A], reason: x, approved-by: y, expires: 2027-01-01 }\n  - { rule: elsewhere/rule, reason: x, approved-by: y, expires: 2027-01-01 }\n";
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", POLICY.replace("LIMITS\n", "").replace("waivers:\n", ""))
        .file("w.yaml", file)
        .file("t.json", sample().json());
    let run = workspace.run("check -p p.yaml w.yaml -f t.json --now 2026-11-24");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_waiver_that_lasts_longest_covers_and_the_older_one_is_reported_as_not_needed() {
    let both = waiver("A", "expires: 2026-11-25") + &waiver("A", "expires: 2027-01-31");
    let (run, report) = check_on("2026-11-24", &sample(), "", &both);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(
        (&report["waivers"][0]["status"], &report["waivers"][1]["status"]),
        (&json!("unused"), &json!("active"))
    );
    assert!(run.stdout.contains("is unused: another waiver covers the same findings"), "{}", run.seen());
}

/// A claim keeps no waiver alive: what the rule does not count does not count for the waiver.
#[test]
fn while_at_least_counts_the_points_that_the_rule_counts() {
    let claimed = tenant().control("B", 10.0, 10.0).control("A", 10.0, 10.0).state("ThirdParty");
    let waiver = waiver("A", "expires: 2026-12-24\n    while-at-least: 80%");
    let (run, report) = check_on("2026-11-24", &claimed, "", &waiver);
    assert_eq!((run.code, &report["waivers"][0]["status"]), (1, &json!("condition-unmet")), "{}", run.seen());
}

#[test]
fn built_in_rules_cannot_be_waived() {
    let file =
        "scoregate: 1\nwaivers:\n  - { rule: scoregate/fresh, reason: x, approved-by: y, expires: 2027-01-01 }\n";
    let workspace = Workspace::new();
    workspace.file("p.yaml", POLICY.replace("LIMITS\n", "").replace("waivers:\n", "")).file("w.yaml", file);
    insta::assert_snapshot!(workspace.run("policy validate p.yaml w.yaml").seen());
}
