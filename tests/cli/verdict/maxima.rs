//! Maxima that are not given: the one that follows from a rounded percentage, the one of another day, and the part of maxScore that
//! belongs to no known control.

use serde_json::{Value, json};

use super::{check, of_files};
use crate::support::history::history;
use crate::support::tenant::{Tenant, policy, tenant};

/// Two of three points, which Graph gives as 66.67%.
fn two_thirds() -> Tenant {
    tenant().control("MFARegistrationV2", 2.0, 3.0).scored("scoreInPercentage", json!(66.67))
}

#[test]
fn a_maximum_that_follows_from_a_rounded_percentage_is_an_interval() {
    let without = || two_thirds().with("maxScore", json!(null)).max(3.0);
    let each = |limit: &str| format!("controls: {{ match: [MFARegistrationV2], points: reported, at-least: {limit} }}");
    let part = |limit: &str| format!("score: {{ category: Identity, at-least: {limit} }}");
    check(&[
        ("given, a hair below", two_thirds(), &each("66.67%"), "MFARegistrationV2 failed"),
        ("given, a hair above", two_thirds(), &each("66.66%"), "MFARegistrationV2 passed"),
        ("derived, at the limit", without(), &each("66.67%"), "MFARegistrationV2 unknown"),
        ("derived, below it", without(), &each("66.66%"), "MFARegistrationV2 passed"),
        ("derived, above it", without(), &each("66.68%"), "MFARegistrationV2 failed"),
        ("points need no maximum", without(), &each("2 points"), "MFARegistrationV2 passed"),
        ("given, of a category", two_thirds(), &part("66.67%"), "- failed"),
        ("derived, of a category", without(), &part("66.6667%"), "- unknown"),
        ("derived, of a category, below", without(), &part("66.6%"), "- passed"),
        (
            "all points, but rounded",
            tenant().control("A", 9.0, 9.0).with("maxScore", json!(null)).max(9.0),
            "controls: { match: [A], state: implemented }",
            "A unknown",
        ),
    ]);
}

#[test]
fn what_belongs_to_no_known_control_is_given_to_none() {
    let expect = "score: { category: Identity, at-least: 50% }";
    let identity = || tenant().control("AdminMFAV2", 6.0, 10.0);
    let apps = |max: Value| {
        identity().control("mdo_zapspam", 0.0, 2.0).scored("controlCategory", json!("Apps")).with("maxScore", max)
    };
    check(&[
        ("5 points belong to none", apps(json!(2.0)).max(17.0), expect, "- unknown"),
        ("7 points may be its own", apps(json!(null)).max(17.0), expect, "- unknown"),
        ("nothing is left", apps(json!(2.0)).max(12.0), expect, "- passed"),
        ("too little is left to matter", apps(json!(null)).max(11.0), expect, "- passed"),
        (
            "6 of 17 at the least",
            apps(json!(null)).max(17.0),
            "score: { category: Identity, at-least: 35% }",
            "- passed",
        ),
    ]);
}

const BEST: &str = "regression: { against: { best-of: 14d }, score: { max-drop: 1pp } }";

/// Two older days alike, and today: AdminMFAV2 lost 8 of 10 points, and a control that had none gained 10.
fn gained(older: f64, gone: bool) -> String {
    let days = history().control("AdminMFAV2", 10.0).control("mdo_zapphish", older).reweighted("2026-11-23", 10.0);
    let days = days.control("spo_legacy_auth", 20.0).control("aad_sspr", 10.0);
    let days = if gone { days.orphan() } else { days };
    let all = [("AdminMFAV2", 10.0), ("mdo_zapphish", 0.0), ("spo_legacy_auth", 20.0), ("aad_sspr", 0.0)];
    let today = [("AdminMFAV2", 2.0), ("mdo_zapphish", 10.0), ("spo_legacy_auth", 20.0), ("aad_sspr", 0.0)];
    let days = days.day("2026-11-09", &all).day("2026-11-16", &all);
    days.day("2026-11-23", if gone { &today[..3] } else { &today }).recording()
}

#[test]
fn the_maximum_of_a_control_without_points_is_assumed_only_where_the_sum_confirms_it() {
    let found = |text: String| of_files(&policy(BEST), &[("t.json", text)]);
    assert_eq!(found(gained(10.0, false)), "- passed", "its maximum was 10 then too: the sum leaves 20 for both");
    assert_eq!(found(gained(10.0, true)), "- unknown", "20 points may have been those of the one that is gone");
    assert_eq!(found(gained(1.0, false)), "- unknown", "11 points were those of both, and not 20");
    let one = history().control("AdminMFAV2", 10.0).control("mdo_zapphish", 1.0).reweighted("2026-11-23", 10.0);
    let day = |admin, zap| [("AdminMFAV2", admin), ("mdo_zapphish", zap)];
    let one =
        one.day("2026-11-09", &day(10.0, 0.0)).day("2026-11-16", &day(10.0, 0.0)).day("2026-11-23", &day(2.0, 10.0));
    assert_eq!(
        found(one.recording()),
        "- failed",
        "no more than 1 point can have been gained for the 8 that were lost"
    );
}

#[test]
fn an_assumption_is_shown_where_the_rule_passes() {
    let workspace = crate::support::workspace::Workspace::new();
    workspace.file("p.yaml", policy(BEST)).file("t.json", gained(10.0, false));
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {} -o json", crate::support::tenant::NOW));
    assert!(
        run.stdout.contains("Assumed: the maxima of 2 controls are known for only one of the two days"),
        "{}",
        run.stdout
    );
}
