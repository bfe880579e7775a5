//! What a waiver covers: the instance that it names, as long as the figure that its rule evaluates is high enough.

use crate::support::history::{History, history};
use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::Workspace;

fn code(expect: &str, waiver: &str, evidence: &str) -> i32 {
    let workspace = Workspace::new();
    let waiver = format!("waivers:\n  - {{ rule: r, reason: r, approved-by: ciso, expires: 2026-12-31, {waiver} }}\n");
    workspace.file("p.yaml", policy(expect) + &waiver).file("t.json", evidence);
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}"));
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    run.code
}

/// Two instances of a connector that fail, or one of them.
fn instances(ids: &[&str]) -> String {
    let start: Tenant = tenant().control("AdminMFAV2", 10.0, 10.0);
    ids.iter().fold(start, |tenant, id| tenant.control(id, 0.0, 10.0)).json()
}

#[test]
fn a_waiver_of_one_instance_covers_no_other() {
    let expect = "controls: { match: [MDA_Google_EnableTwoFactorAuth], at-least: 50% }";
    let (bare, one, other) =
        ("MDA_Google_EnableTwoFactorAuth", "11770.MDA_Google_EnableTwoFactorAuth", "22.MDA_Google_EnableTwoFactorAuth");
    let of = |waived: &[&str], scored: &[&str]| {
        code(expect, &format!("controls: [{}]", waived.join(", ")), &instances(scored))
    };
    assert_eq!(of(&[one], &[bare, one]), 1, "the one without a number is not waived");
    assert_eq!(of(&[bare], &[bare, one]), 1, "nor does its waiver cover the one with a number");
    assert_eq!(of(&[one], &[one, other]), 1);
    assert_eq!(of(&[bare], &[one, other]), 1, "of several it names none");
    assert_eq!(of(&[one, other], &[one, other]), 0);
    assert_eq!(of(&[bare, one], &[bare, one]), 0);
    assert_eq!(of(&[bare], &[one]), 0, "of one only, the number does not count");
    assert_eq!(of(&[one], &[bare]), 0);
    assert_eq!(of(&[&one.to_lowercase()], &[one, other]), 1);
    assert_eq!(of(&[&one.to_lowercase(), other], &[one, other]), 0, "letter case does not count");
}

/// Reported 100% today and 90% before; the states of both controls are claims since the 20th.
fn claimed() -> History {
    let days = history();
    let days = days.control("AdminMFAV2", 50.0).state("ThirdParty", "2026-11-20T00:00:00Z");
    let days = days.control("MFARegistrationV2", 50.0).state("ThirdParty", "2026-11-20T00:00:00Z");
    let day = |points: f64| [("AdminMFAV2", points), ("MFARegistrationV2", 50.0)];
    days.day("2026-11-09", &day(40.0)).day("2026-11-16", &day(40.0)).day("2026-11-23", &day(50.0))
}

#[test]
fn while_at_least_is_compared_with_what_the_rule_evaluates() {
    let posture = "regression: { against: { best-of: 14d }, score: { max-drop: 1pp } }";
    assert_eq!(code(posture, "while-at-least: 80%", &claimed().recording()), 1, "nothing is observed");
    let days = || history().control("AdminMFAV2", 100.0);
    let fell = |today: f64| {
        days().day("2026-11-16", &[("AdminMFAV2", 95.0)]).day("2026-11-23", &[("AdminMFAV2", today)]).recording()
    };
    let week = "regression: { against: { days: 7 }, score: { max-drop: 1pp } }";
    assert_eq!(code(week, "while-at-least: 80%", &fell(90.0)), 0, "90% are observed");
    assert_eq!(code(week, "while-at-least: 80%", &fell(79.0)), 1);
    let reported = "regression: { against: { days: 7 }, judge: reported, score: { max-drop: 1pp } }";
    assert_eq!(code(reported, "while-at-least: 80%", &fell(90.0)), 0);
    let each = |judge: &str| {
        format!("regression: {{ against: {{ days: 7 }}, judge: {judge}, controls: {{ max-drop: 1pp }} }}")
    };
    let one = "controls: [AdminMFAV2], while-at-least: 80%";
    assert_eq!(code(&each("posture"), one, &fell(90.0)), 0);
    assert_eq!(code(&each("reported"), one, &fell(79.0)), 1);
}

#[test]
fn a_limit_of_a_waiver_survives_where_two_findings_on_the_tenant_become_one() {
    let both = "regression: { against: { days: 7 }, score: { max-drop: 1pp }, controls: { match: [MFARegistrationV2], max-drop: 5pp } }";
    let days = |today: f64| {
        let day = |points: f64| [("AdminMFAV2", points), ("MFARegistrationV2", 10.0), ("mdo_zapspam", 80.0)];
        let days =
            history().control("AdminMFAV2", 10.0).control("MFARegistrationV2", 10.0).control("mdo_zapspam", 80.0);
        days.day("2026-11-16", &day(10.0)).day("2026-11-23", &day(today)).recording()
    };
    assert_eq!(code(both, "while-at-least: 30%", &days(0.0)), 0, "90% are above 30%");
    assert_eq!(code(both, "while-at-least: 95%", &days(0.0)), 1);
}
