//! Properties that are missing: the rule may be about the control or not, unless `except` says.

use serde_json::{Value, json};

use super::check;
use crate::support::tenant::{Tenant, tenant};

/// A control that fails and of which a property is changed, beside one that passes.
fn with(key: &str, value: Value) -> Tenant {
    tenant()
        .control("MFARegistrationV2", 9.0, 9.0)
        .with("threats", json!(["Account breach"]))
        .control("AdminMFAV2", 0.0, 10.0)
        .with("threats", json!(["Account breach"]))
        .with(key, value)
}

#[test]
fn a_property_that_is_missing_may_match_and_one_that_differs_does_not() {
    for (key, selector, other) in [
        ("tier", "tier: [Core]", json!("Advanced")),
        ("service", "service: [AzureAD]", json!("EXO")),
        ("threats", "threat: ['Account breach']", json!(["Data spillage"])),
        ("threats", "threat: ['Account breach']", json!([])),
    ] {
        let expect = format!("controls: {{ where: {{ {selector} }}, at-least: 50% }}");
        let except = format!("controls: {{ where: {{ {selector} }}, except: [AdminMFAV2], at-least: 50% }}");
        let (missing, known) = ("AdminMFAV2 unknown, MFARegistrationV2 passed", "MFARegistrationV2 passed");
        check(&[
            ("null", with(key, json!(null)), &expect, missing),
            ("null, and left out", with(key, json!(null)), &except, known),
            ("another value", with(key, other.clone()), &expect, known),
        ]);
        let blank = if other.is_array() { json!([""]) } else { json!("") };
        check(&[("without text", with(key, blank), &expect, missing)]);
    }
    let expect = "controls: { where: { threat: ['Account breach'] }, at-least: 50% }";
    check(&[
        (
            "one that matches",
            with("threats", json!(["Account breach", null])),
            expect,
            "AdminMFAV2 failed, MFARegistrationV2 passed",
        ),
        (
            "one that does not",
            with("threats", json!(["Data spillage", null])),
            expect,
            "AdminMFAV2 unknown, MFARegistrationV2 passed",
        ),
        ("punctuation alone", with("threats", json!(["--"])), expect, "AdminMFAV2 unknown, MFARegistrationV2 passed"),
    ]);
    let category = |value: Value| with("title", json!("t")).scored("controlCategory", value);
    let expect = "controls: { where: { category: [Identity] }, at-least: 50% }";
    check(&[
        ("no category", category(json!(null)), expect, "AdminMFAV2 unknown, MFARegistrationV2 passed"),
        ("another category", category(json!("Apps")), expect, "MFARegistrationV2 passed"),
    ]);
}

#[test]
fn a_control_without_a_profile_may_match_however_complete_the_catalogue_is() {
    let orphan =
        || tenant().control("MFARegistrationV2", 9.0, 9.0).orphan("AdminMFAV2", "Identity", 0.0, 0.0).max(19.0);
    let expect = "controls: { where: { tier: [Core] }, at-least: 50% }";
    check(&[
        ("no profile", orphan(), expect, "AdminMFAV2 unknown, MFARegistrationV2 passed"),
        (
            "left out by a pattern",
            orphan(),
            "controls: { where: { tier: [Core] }, except: ['Admin*'], at-least: 50% }",
            "MFARegistrationV2 passed",
        ),
    ]);
}

#[test]
fn a_part_of_the_score_is_evaluated_with_and_without_what_may_belong_to_it() {
    let service = "score: { service: AzureAD, at-least: 60% }";
    check(&[
        ("9 of 9, or of 19", with("service", json!(null)), service, "- unknown"),
        (
            "left out",
            with("service", json!(null)),
            "score: { service: AzureAD, except: [AdminMFAV2], at-least: 60% }",
            "- passed",
        ),
        ("of another service", with("service", json!("EXO")), service, "- passed"),
        ("of this one", with("service", json!("AzureAD")), service, "- failed"),
        ("either way enough", with("service", json!(null)), "score: { service: AzureAD, at-least: 40% }", "- passed"),
        (
            "no category",
            with("title", json!("t")).scored("controlCategory", json!(null)),
            "score: { category: Identity, at-least: 60% }",
            "- unknown",
        ),
    ]);
}

#[test]
fn what_may_match_matters_for_regression_only_where_it_fell() {
    let days = |today: f64, tier: Value| {
        let days = crate::support::history::history()
            .control("MFARegistrationV2", 9.0)
            .control("AdminMFAV2", 10.0)
            .with("tier", tier);
        let both = |points: f64| [("MFARegistrationV2", 9.0), ("AdminMFAV2", points)];
        days.day("2026-11-22", &both(10.0)).day("2026-11-23", &both(today)).recording()
    };
    let rule = |more: &str| {
        crate::support::tenant::policy(&format!(
            "regression: {{ against: previous, controls: {{ where: {{ tier: [Core] }}, {more}max-drop: 5pp }} }}"
        ))
    };
    let found = |today, tier, more: &str| super::of_files(&rule(more), &[("t.json", days(today, tier))]);
    assert_eq!(found(0.0, json!(null), ""), "AdminMFAV2 unknown");
    assert_eq!(found(0.0, json!("Core"), ""), "AdminMFAV2 failed");
    assert_eq!(found(0.0, json!("Advanced"), ""), "- passed");
    assert_eq!(found(10.0, json!(null), ""), "- passed");
    assert_eq!(found(0.0, json!(null), "except: [AdminMFAV2], "), "- passed");
}
