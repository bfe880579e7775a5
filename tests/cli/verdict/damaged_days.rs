//! What is damaged or missing beside figures that decide by themselves.

use serde_json::{Value, json};

use super::{check, of_files};
use crate::support::history::{History, history};
use crate::support::tenant::{policy, tenant};

fn found(expect: &str, days: &History) -> String {
    of_files(&policy(expect), &[("t.json", days.recording())])
}

#[test]
fn a_day_without_figures_neither_confirms_a_drop_nor_refutes_it() {
    let expect = "regression: { against: { days: 7 }, confirm: 2, score: { max-drop: 1pp } }";
    let days = |key: Option<&str>, between: f64| {
        let day = |days: History, date: &str, points: f64| days.day(date, &[("AdminMFAV2", points)]);
        let start = history().control("AdminMFAV2", 10.0);
        let days = day(day(start, "2026-11-16", 10.0), "2026-11-22", between);
        let days = key.into_iter().fold(days, |days, key| days.snapshot(key, json!(null)));
        day(days, "2026-11-23", 4.0)
    };
    assert_eq!(found(expect, &days(None, 4.0)), "- failed", "both days show it");
    assert_eq!(found(expect, &days(None, 10.0)), "- passed", "the day between refutes it");
    for key in ["currentScore", "maxScore", "controlScores"] {
        for between in [4.0, 10.0] {
            assert_eq!(found(expect, &days(Some(key), between)), "- unknown", "no {key}");
        }
    }
}

#[test]
fn a_control_may_have_been_scored_on_a_day_without_controls_and_then_is_not_new() {
    let days = |controls: Option<Value>| {
        let old = [("AdminMFAV2", 10.0)];
        let days = history().control("AdminMFAV2", 10.0).control("MFARegistrationV2", 9.0);
        let days = days.day("2026-10-20", &old).day("2026-11-12", &old);
        let days = controls.into_iter().fold(days, |days, controls| days.snapshot("controlScores", controls));
        ["2026-11-20", "2026-11-23"]
            .iter()
            .fold(days, |days, date| days.day(date, &[("AdminMFAV2", 10.0), ("MFARegistrationV2", 0.0)]))
    };
    let controls = "controls: { match: [AdminMFAV2, MFARegistrationV2], at-least: 100%, grace: 14d }";
    assert_eq!(found(controls, &days(None)), "AdminMFAV2 passed, MFARegistrationV2 not-applicable");
    assert_eq!(found(controls, &days(Some(json!(null)))), "AdminMFAV2 passed, MFARegistrationV2 unknown");
    let score = "score: { at-least: 100%, grace: 14d }";
    assert_eq!(found(score, &days(None)), "- passed");
    assert_eq!(found(score, &days(Some(json!(null)))), "- unknown");
}

#[test]
fn what_names_one_instance_of_a_control_that_is_gone_covers_no_other() {
    let (one, other) = ("11770.MDA_Google_EnableTwoFactorAuth", "22.MDA_Google_EnableTwoFactorAuth");
    let days = || {
        let start = history().control("AdminMFAV2", 10.0).control(one, 10.0).control(other, 10.0);
        let start = start.day("2026-11-22", &[("AdminMFAV2", 10.0), (one, 10.0), (other, 10.0)]);
        start.day("2026-11-23", &[("AdminMFAV2", 10.0)])
    };
    let rule = |except: &str| {
        format!(
            "regression: {{ against: previous, when-descoped: fail, controls: {{ match: ['MDA_*'], except: [{except}], max-drop: 1pp }} }}"
        )
    };
    let both = found(&rule("AdminMFAV2"), &days());
    assert!(both.contains(&format!("{one} failed")) && both.contains(&format!("{other} failed")), "{both}");
    for (except, kept) in [(one, other), (other, one)] {
        let found = found(&rule(except), &days());
        assert!(found.contains(&format!("{kept} failed")) && !found.contains(except), "{found}");
    }
}

#[test]
fn observed_points_are_not_known_without_controls() {
    let of = |current: f64| {
        tenant().control("AdminMFAV2", 10.0, 10.0).current(current).max(10.0).snapshot("controlScores", json!(null))
    };
    let rule = "score: { points: observed, at-least: 50% }";
    check(&[
        ("claims may be in the points", of(10.0), rule, "- unknown"),
        ("all reported points would be too few", of(4.0), rule, "- failed"),
        ("the reported score needs no controls", of(10.0), "score: { at-least: 50% }", "- passed"),
    ]);
}

#[test]
fn a_part_of_the_score_with_figures_that_contradict_each_other_is_decided_by_no_single_one() {
    let of = |percentage: f64, other: f64| {
        let odd = tenant().control("AdminMFAV2", 5.0, 10.0).scored("scoreInPercentage", json!(percentage));
        odd.control("MFARegistrationV2", other, 30.0)
    };
    let rule = "score: { service: AzureAD, at-least: 80% }";
    check(&[
        ("consistent", of(50.0, 30.0), rule, "- passed"),
        ("87.5% by points, 77.5% by the percentage", of(10.0, 30.0), rule, "- unknown"),
        ("too little by both", of(95.0, 9.0), rule, "- failed"),
    ]);
}

#[test]
fn a_control_that_stands_twice_with_different_points_may_have_all_of_the_maximum_that_is_left() {
    // 26 of 28 points of the maximum are known. Without a profile the control may be of EXO, with a maximum of 2 points.
    let of = |second: f64, known: bool| {
        let twice = |score: f64| json!({ "controlName": "AdminMFAV2", "controlCategory": "Identity", "score": score, "scoreInPercentage": 29.0 });
        let base = tenant()
            .control("mdo_zapspam", 7.7, 12.0)
            .with("service", json!("EXO"))
            .control("MFARegistrationV2", 9.0, 14.0)
            .score(twice(0.58))
            .score(twice(second))
            .current(17.28)
            .max(28.0);
        let profile = json!({ "id": "AdminMFAV2", "maxScore": 2.0, "service": "EXO", "title": "t", "tier": "Core" });
        if known { base.profile(profile) } else { base }
    };
    let rule = "score: { service: EXO, at-least: 50% }";
    check(&[
        ("twice the same", of(0.58, true), rule, "- passed"),
        ("twice with different points", of(0.29, true), rule, "- unknown"),
        ("and without a profile", of(0.29, false), rule, "- unknown"),
    ]);
}

#[test]
fn a_control_that_stands_twice_with_different_points_decides_no_more_where_it_only_may_belong_to_a_service() {
    // With 0 of 6 points the service would be met exactly: what the maximum of such a control is worth may not be counted on.
    let of = |second: f64, service: Value| {
        let twice = |score: f64| json!({ "controlName": "AdminMFAV2", "controlCategory": "Identity", "score": score, "scoreInPercentage": 0.5 });
        tenant()
            .control("MFARegistrationV2", 7.0, 8.0)
            .score(twice(0.03))
            .score(twice(second))
            .profile(json!({ "id": "AdminMFAV2", "maxScore": 6.0, "service": service, "title": "t", "tier": "Core" }))
            .current(7.03)
            .max(14.0)
    };
    let rule = "score: { service: AzureAD, at-least: 50% }";
    check(&[
        ("twice the same", of(0.03, json!("AzureAD")), rule, "- passed"),
        ("of the service", of(0.015, json!("AzureAD")), rule, "- unknown"),
        ("perhaps of the service", of(0.015, json!(null)), rule, "- unknown"),
        ("of another service", of(0.015, json!("EXO")), rule, "- passed"),
    ]);
}
