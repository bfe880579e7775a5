//! Rules over a set of controls: they hold only where the snapshot is shown to have them all.

use serde_json::json;

use super::check;
use crate::support::tenant::{Tenant, tenant};

/// Two controls that have all their points, and a maximum of the tenant that leaves some for others.
fn with_room(points: f64) -> Tenant {
    tenant().control("AdminMFAV2", 10.0, 10.0).control("MFARegistrationV2", 9.0, 9.0).max(19.0 + points)
}

const OVER_A_SET: [(&str, &str); 7] = [
    (
        "controls: { where: { category: [Identity] }, at-least: 50% }",
        "- unknown, AdminMFAV2 passed, MFARegistrationV2 passed",
    ),
    ("controls: { match: ['*MFA*'], at-least: 50% }", "- unknown, AdminMFAV2 passed, MFARegistrationV2 passed"),
    ("claimed: { unwaived: fail }", "- unknown"),
    ("claimed: { at-most: 10% }", "- unknown"),
    ("freshness: { last-synced: 14d }", "- unknown, AdminMFAV2 passed, MFARegistrationV2 passed"),
    (
        "freshness: { last-synced: 14d, controls: { where: { tier: [Core] } } }",
        "- unknown, AdminMFAV2 passed, MFARegistrationV2 passed",
    ),
    ("score: { category: Identity, at-least: 80% }", "- unknown"),
];

const OVER_NAMED: [&str; 5] = [
    "controls: { match: [AdminMFAV2, MFARegistrationV2], at-least: 50% }",
    "freshness: { last-synced: 14d, controls: { match: [AdminMFAV2] } }",
    "score: { at-least: 50% }",
    "score: { at-least: 50%, points: observed }",
    "coverage: { at-least: 50% }",
];

#[test]
fn a_set_of_which_controls_may_be_missing_passes_nothing() {
    for (expect, outcomes) in OVER_A_SET {
        check(&[("6 points belong to no control", with_room(6.0), expect, outcomes)]);
        let whole = outcomes.strip_prefix("- unknown, ").unwrap_or("- passed");
        check(&[("all points belong to controls", with_room(0.0), expect, whole)]);
        check(&[("half a point is rounding", with_room(0.5), expect, whole)]);
    }
    for expect in OVER_NAMED {
        let found = super::of_files(&crate::support::tenant::policy(expect), &[("t.json", with_room(6.0).json())]);
        assert!(found.contains("passed"), "{expect}: {found}");
        assert!(!found.contains("unknown") && !found.contains("failed"), "{expect}: {found}");
    }
}

#[test]
fn a_maximum_that_is_not_given_shows_no_set_to_be_whole() {
    for (expect, outcomes) in &OVER_A_SET[..6] {
        check(&[("no maxScore", with_room(0.0).snapshot("maxScore", json!(null)), expect, outcomes)]);
    }
}

#[test]
fn a_control_of_unknown_maximum_may_explain_what_is_left() {
    let explained = || with_room(6.0).orphan("RoleOverlap", "Apps", 0.0, 0.0);
    let named = "controls: { match: ['*MFA*'], at-least: 50% }";
    check(&[("explained", explained(), named, "AdminMFAV2 passed, MFARegistrationV2 passed")]);
    let workspace = crate::support::workspace::Workspace::new();
    workspace.file("p.yaml", crate::support::tenant::policy(named)).file("t.json", explained().json());
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {} -o json", crate::support::tenant::NOW));
    assert!(run.stdout.contains("Every finding was evaluated, on the assumption below."), "{}", run.stdout);
    assert!(run.stdout.contains("assumed: the remaining 6 points of maxScore are the maximum of RoleOverlap"));
}

#[test]
fn an_id_that_is_not_scored_is_not_applicable_only_in_a_snapshot_that_is_whole() {
    let unscored = json!({ "id": "RoleOverlap", "maxScore": 1, "title": "t", "controlStateUpdates": [] });
    let with = |points: f64| with_room(points).profile(unscored.clone());
    for (when, whole, gap) in [
        ("not-applicable", "RoleOverlap not-applicable", "RoleOverlap unknown"),
        ("fail", "RoleOverlap failed", "RoleOverlap failed"),
        ("unknown", "RoleOverlap unknown", "RoleOverlap unknown"),
    ] {
        let expect = format!("controls: {{ match: [RoleOverlap], at-least: 50%, when-missing: {when} }}");
        check(&[("whole", with(0.0), &expect, whole), ("with a gap", with(6.0), &expect, gap)]);
    }
}

#[test]
fn regression_over_controls_needs_a_whole_snapshot_to_pass_and_none_to_fail() {
    let days = |today: f64, maximum: f64| {
        let days = crate::support::history::history().control("AdminMFAV2", 10.0).control("RoleOverlap", 5.0);
        let both = |points: f64| [("AdminMFAV2", 10.0), ("RoleOverlap", points)];
        let days = days.day("2026-11-22", &both(5.0)).day("2026-11-23", &both(today));
        days.snapshot("maxScore", json!(maximum)).recording()
    };
    let rule = crate::support::tenant::policy("regression: { against: previous, controls: { max-drop: 5pp } }");
    let found = |today, maximum| super::of_files(&rule, &[("t.json", days(today, maximum))]);
    assert_eq!(found(5.0, 15.0), "- passed");
    assert_eq!(found(5.0, 21.0), "- unknown");
    assert_eq!(found(0.0, 21.0), "- unknown, RoleOverlap failed");
    let named = crate::support::tenant::policy(
        "regression: { against: previous, controls: { match: [AdminMFAV2], max-drop: 5pp } }",
    );
    assert_eq!(super::of_files(&named, &[("t.json", days(5.0, 21.0))]), "- passed", "a control that is named is there");
}
