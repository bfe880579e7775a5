//! Days that are compared with: damaged ones, what a guard against passing must not hide, and what the reported score needs.

use serde_json::json;

use super::of_files;
use crate::support::history::{History, history};
use crate::support::tenant::{NOW, policy};
use crate::support::workspace::Workspace;

/// AdminMFAV2 with these points of 10, on days of November.
fn days(points: &[(u8, f64)]) -> History {
    let start = history().control("AdminMFAV2", 10.0);
    points.iter().fold(start, |days, (day, points)| days.day(&format!("2026-11-{day:02}"), &[("AdminMFAV2", *points)]))
}

fn found(expect: &str, days: &History) -> String {
    of_files(&policy(expect), &[("t.json", days.recording())])
}

#[test]
fn a_damaged_day_is_not_skipped_by_a_reference_that_names_one_day() {
    let damage = |key: &str| days(&[(14, 4.0), (15, 10.0)]).snapshot(key, json!(null));
    let with = |days: History| days.day("2026-11-23", &[("AdminMFAV2", 4.0)]);
    for rule in ["previous", "{ days: 7 }"] {
        let expect =
            format!("regression: {{ against: {rule}, score: {{ max-drop: 2pp }}, controls: {{ max-drop: 5pp }} }}");
        assert_eq!(found(&expect, &days(&[(14, 4.0), (15, 10.0), (23, 4.0)])), "- failed, AdminMFAV2 failed", "{rule}");
        for key in ["currentScore", "maxScore"] {
            assert_eq!(found(&expect, &with(damage(key))), "- unknown", "{rule}: no {key}");
        }
    }
    // An older day that is damaged does not matter, nor one of a window that cannot have been better.
    let older =
        || with(days(&[(14, 4.0)]).snapshot("currentScore", json!(null)).day("2026-11-15", &[("AdminMFAV2", 4.0)]));
    assert_eq!(found("regression: { against: previous, score: { max-drop: 2pp } }", &older()), "- passed");
    let window = |damaged: f64| {
        let days = days(&[(15, 4.0), (16, damaged)]).snapshot("currentScore", json!(null));
        found(
            "regression: { against: { best-of: 8d }, score: { max-drop: 2pp }, controls: { max-drop: 5pp } }",
            &with(days.day("2026-11-17", &[("AdminMFAV2", 4.0)])),
        )
    };
    assert_eq!(window(4.0), "- passed");
    assert_eq!(window(9.0), "- unknown, AdminMFAV2 unknown", "it may have been the best");
    let later =
        || days(&[(14, 4.0), (15, 4.0)]).day("2026-11-20", &[("AdminMFAV2", 9.0)]).snapshot("maxScore", json!(null));
    assert_eq!(found("regression: { against: { days: 7 }, score: { max-drop: 2pp } }", &with(later())), "- passed");
}

#[test]
fn the_reported_score_needs_no_controls() {
    let reported = "regression: { against: previous, judge: reported, score: { max-drop: 5pp } }";
    let of = |today: f64, controls: serde_json::Value| {
        let days = days(&[(22, 10.0)]).snapshot("controlScores", controls.clone());
        days.day("2026-11-23", &[("AdminMFAV2", today)]).snapshot("controlScores", controls)
    };
    assert_eq!(found(reported, &of(4.0, json!(null))), "- failed");
    assert_eq!(found(reported, &of(10.0, json!(null))), "- passed");
    let posture = "regression: { against: previous, score: { max-drop: 5pp } }";
    assert_eq!(found(posture, &of(4.0, json!(null))), "- unknown");
    // An empty list contradicts the points, so that nothing holds by them; a failure stands.
    let emptied = |today: f64| days(&[(22, 10.0), (23, today)]).snapshot("controlScores", json!([]));
    assert_eq!(found(reported, &emptied(4.0)), "- failed");
    assert_eq!(found(reported, &emptied(10.0)), "- unknown");
    assert_eq!(found("score: { at-least: 70% }", &emptied(4.0)), "- failed");
    assert_eq!(found("score: { at-least: 30% }", &emptied(4.0)), "- unknown");
}

#[test]
fn a_baseline_that_says_too_little_prevents_a_pass_and_hides_no_failure() {
    let baseline = |days: &History, today: &History, expect: &str| {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(expect)).file("old.json", days.recording()).file("t.json", today.recording());
        assert_eq!(workspace.run("baseline write -f old.json --out b.yaml").code, 0);
        workspace.run(&format!("check -p p.yaml -f t.json --baseline b.yaml --now {NOW}")).code
    };
    let ids = ["AdminMFAV2", "BlockLegacyAuthentication", "mdo_zapspam", "spo_legacy_auth"];
    let all = || ids.iter().fold(history(), |days, id| days.control(id, 10.0));
    let agreed = |day: &str| all().day(day, &ids.map(|id| (id, 10.0)));
    let today = |points: f64, scored: usize| {
        let scores: Vec<(&str, f64)> = ids[..scored].iter().map(|id| (*id, points)).collect();
        ids[..scored].iter().fold(history(), |days, id| days.control(id, 10.0)).day("2026-11-23", &scores)
    };
    let score = "regression: { against: baseline, score: { max-drop: 5pp } }";
    let catalogue = "score: { catalogue: baseline, at-least: 60% }";
    for expect in [score, catalogue] {
        assert_eq!(baseline(&agreed("2026-11-01"), &today(10.0, 4), expect), 0, "{expect}");
        assert_eq!(baseline(&agreed("2026-11-01"), &today(10.0, 3), expect), 3, "{expect}: three quarters are scored");
        assert_eq!(baseline(&agreed("2026-11-01"), &today(2.0, 3), expect), 1, "{expect}: and they lost most");
        assert_eq!(baseline(&agreed("2026-03-01"), &today(10.0, 4), expect), 3, "{expect}: it is old");
        assert_eq!(baseline(&agreed("2026-03-01"), &today(2.0, 4), expect), 1, "{expect}: and most is lost");
    }
}

#[test]
fn a_control_is_lost_only_where_the_catalogue_is_shown_to_have_it() {
    let gone = |incomplete: bool| {
        let days = history().control("AdminMFAV2", 10.0).control("RoleOverlap", 10.0);
        let days = days.day("2026-11-22", &[("AdminMFAV2", 10.0), ("RoleOverlap", 10.0)]);
        let days = if incomplete { days.orphan().incomplete() } else { days };
        days.day("2026-11-23", &[("AdminMFAV2", 10.0)])
    };
    for limit in ["score: { max-drop: 5pp }", "controls: { max-drop: 5pp }"] {
        let expect = format!("regression: {{ against: previous, {limit}, when-descoped: fail }}");
        assert!(found(&expect, &gone(false)).contains("failed"), "{limit}");
        let open = found(&expect, &gone(true));
        assert!(open.contains("unknown") && !open.contains("failed"), "{limit}: {open}");
    }
}
