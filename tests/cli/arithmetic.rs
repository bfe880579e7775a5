//! Points, states, and what does not add up: tables that a reader can check by hand.

use serde_json::{Value, json};

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

#[test]
fn implemented_means_all_points_and_observed() {
    let all = tenant().control("A", 10.0, 10.0);
    let expect = "controls: { match: [A], state: implemented }";
    outcomes(&[
        ("all points", all.clone(), expect, "passed"),
        ("not all", tenant().control("A", 9.99, 10.0), expect, "failed"),
        ("all, claimed", all.clone().state("ThirdParty"), expect, "failed"),
        ("all, ignored", all.clone().state("Ignored"), expect, "failed"),
        (
            "all, state not known",
            tenant()
                .orphan("A", "Identity", 10.0, 100.0)
                .profile(json!({"id": "Z", "maxScore": 0}))
                .max(10.0)
                .incomplete(),
            expect,
            "unknown",
        ),
        (
            "all, no profile in a complete catalogue: its points may be claimed",
            tenant().orphan("A", "Identity", 10.0, 100.0).profile(json!({"id": "Z", "maxScore": 0})).max(10.0),
            expect,
            "unknown",
        ),
        (
            "no points, state not known: it fails either way",
            tenant()
                .orphan("A", "Identity", 0.0, 0.0)
                .profile(json!({"id": "Z", "maxScore": 0}))
                .max(10.0)
                .incomplete(),
            expect,
            "failed",
        ),
        (
            "a maximum of nothing measures nothing",
            tenant().control("A", 0.0, 0.0).control("B", 1.0, 1.0),
            expect,
            "unknown",
        ),
    ]);
}

#[test]
fn other_states_are_compared_as_they_are() {
    let in_state = |state| tenant().control("A", 10.0, 10.0).state(state);
    outcomes(&[
        ("third party", in_state("ThirdParty"), "controls: { match: [A], state: third-party }", "passed"),
        ("reviewed", in_state("ThirdParty"), "controls: { match: [A], state: reviewed }", "failed"),
        ("ignored", in_state("ignored"), "controls: { match: [A], state: ignored }", "passed"),
        ("default", in_state("Planned"), "controls: { match: [A], state: default }", "unknown"),
    ]);
}

/// A has 10 of 10, B 0 of an unknown maximum; the tenant's maximum is 30, so B's is 20 (R).
#[test]
fn a_part_is_judged_with_none_and_with_all_of_the_maximum_that_is_not_known() {
    let with_unknown = tenant().control("A", 10.0, 10.0).orphan("B", "Identity", 0.0, 0.0).max(30.0);
    outcomes(&[
        (
            "10 of 10 to 30 is 33 to 100%",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 33% }",
            "passed",
        ),
        ("between the two", with_unknown.clone(), "score: { category: Identity, at-least: 50% }", "unknown"),
        (
            "points need no maximum",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 10 points }",
            "passed",
        ),
        (
            "points need no maximum",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 11 points }",
            "failed",
        ),
        ("the tenant's own maximum is known", with_unknown, "score: { at-least: 34% }", "failed"),
        (
            "nothing says that a control of unknown maximum has all of it",
            tenant().control("A", 5.0, 10.0).orphan("B", "Apps", 0.0, 0.0).max(30.0),
            "score: { category: Identity, at-least: 50% }",
            "unknown",
        ),
        (
            "where every maximum is known, nothing says whose the rest is",
            tenant().control("A", 5.0, 10.0).max(30.0),
            "score: { category: Identity, at-least: 50% }",
            "unknown",
        ),
        (
            "known maxima above the tenant's own do not add up",
            tenant().control("A", 5.0, 10.0).max(8.0),
            "score: { category: Identity, at-least: 10% }",
            "unknown",
        ),
    ]);
}

/// A (AzureAD) has 8 of 10; B has no profile, so that its service is not known.
#[test]
fn a_service_is_judged_with_and_without_the_controls_that_may_belong_to_it() {
    let with = |score: f64, percentage: f64, max: f64| {
        tenant().control("A", 8.0, 10.0).orphan("B", "Apps", score, percentage).max(10.0 + max).incomplete()
    };
    let expect = "score: { service: AzureAD, at-least: 70% }";
    outcomes(&[
        ("80%, or 90% with B's 10 of 10", with(10.0, 100.0, 10.0), expect, "passed"),
        ("80%, or 45% with B's 1 of 10", with(1.0, 10.0, 10.0), expect, "unknown"),
        ("80%, or 18 of 30 with B's maximum unknown", with(0.0, 0.0, 10.0), expect, "unknown"),
        ("never", with(1.0, 10.0, 10.0), "score: { service: AzureAD, at-least: 81% }", "failed"),
        ("the name in other letters", with(10.0, 100.0, 10.0), "score: { service: azuread, at-least: 70% }", "passed"),
    ]);
}

#[test]
fn what_does_not_add_up_is_unknown_and_never_passes() {
    let sound = tenant().control("A", 10.0, 10.0).control("B", 5.0, 10.0);
    let a = "controls: { match: [A], at-least: 50% }";
    let overall = "score: { at-least: 10% }";
    let part = "score: { category: Identity, at-least: 10% }";
    outcomes(&[
        ("sound", sound.clone(), overall, "passed"),
        ("the sum is off by half a point", sound.clone().current(15.5), overall, "passed"),
        ("the sum is off by more", sound.clone().current(15.6), overall, "unknown"),
        ("the sum is off by more, below", sound.clone().current(14.4), part, "unknown"),
        ("a control named by its id does not rest on the sum", sound.clone().current(20.0), a, "passed"),
        (
            "a choice by pattern may lack a control",
            sound.clone().current(20.0),
            "controls: { match: ['A*'], at-least: 50% }",
            "unknown passed",
        ),
        (
            "points above the maximum",
            tenant().control("A", 11.0, 10.0).scored("scoreInPercentage", json!(100)),
            a,
            "unknown",
        ),
        (
            "points above the maximum, in a sum",
            tenant().control("A", 11.0, 10.0).scored("scoreInPercentage", json!(100)),
            part,
            "unknown",
        ),
        (
            "a percentage within a point",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(99.0)),
            a,
            "passed",
        ),
        (
            "a percentage off by more",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(98.9)),
            a,
            "unknown",
        ),
        (
            "a percentage beyond 100",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(101)),
            a,
            "unknown",
        ),
        ("no score", tenant().control("A", 10.0, 10.0).scored("score", json!(null)), a, "unknown"),
        ("a negative score", tenant().control("A", 10.0, 10.0).scored("score", json!(-1)), a, "unknown"),
        ("no maximum of the tenant", sound.clone().snapshot("maxScore", json!(null)), overall, "unknown"),
        ("a maximum of nothing", tenant().control("A", 0.0, 0.0), overall, "unknown"),
        ("no score of the tenant", sound.snapshot("currentScore", json!(null)), overall, "unknown"),
    ]);
}

#[test]
fn a_control_that_stands_twice_counts_once_if_its_values_agree_and_is_unknown_if_not() {
    let twice = |score: f64| tenant().control("A", 10.0, 10.0).orphan("a", "Identity", score, score * 10.0);
    let expect = "controls: { match: [A], at-least: 50% }";
    outcomes(&[
        ("the same", twice(10.0).current(10.0), expect, "passed"),
        ("different", twice(6.0).current(10.0), expect, "unknown"),
        ("the sum fits one of them", twice(6.0).current(10.0), "score: { at-least: 50% }", "passed"),
        ("the sum fits neither", twice(6.0).current(4.0), "score: { at-least: 10% }", "unknown"),
        (
            "two profiles",
            tenant().control("A", 10.0, 10.0).profile(json!({"id": "A", "maxScore": 20})).max(10.0),
            expect,
            "unknown",
        ),
    ]);
}

#[test]
fn ids_match_without_case_and_with_and_without_the_number_of_an_instance() {
    let google = tenant()
        .control("11770.MDA_Google_EnableTwoFactorAuth", 1.0, 3.0)
        .control("22.MDA_Google_EnableTwoFactorAuth", 3.0, 3.0)
        .control("AdminMFAV2", 10.0, 10.0);
    let expect = |id: &str| format!("controls: {{ match: ['{id}'], at-least: 50% }}");
    for (id, found) in [
        ("adminmfav2", "AdminMFAV2 passed"),
        (
            "MDA_Google_EnableTwoFactorAuth",
            "11770.MDA_Google_EnableTwoFactorAuth failed\n22.MDA_Google_EnableTwoFactorAuth passed",
        ),
        ("22.mda_google_enabletwofactorauth", "22.MDA_Google_EnableTwoFactorAuth passed"),
        ("33.MDA_Google_EnableTwoFactorAuth", "33.MDA_Google_EnableTwoFactorAuth unknown"),
        ("mda_google*", "11770.MDA_Google_EnableTwoFactorAuth failed\n22.MDA_Google_EnableTwoFactorAuth passed"),
        ("7.AdminMFAV2", "AdminMFAV2 passed"),
    ] {
        let lines = findings(&google, &expect(id));
        let lines: Vec<&str> = lines.lines().map(|line| line.split(": ").next().unwrap()).collect();
        assert_eq!(lines.join("\n"), found, "{id}");
    }
}

#[test]
fn a_profile_without_the_number_of_an_instance_serves_every_instance() {
    let profile = json!({ "id": "MDA_Zoom_X", "maxScore": 4, "title": "Zoom", "controlStateUpdates": [] });
    let zoom = tenant().orphan("7.MDA_Zoom_X", "Apps", 3.0, 75.0).profile(profile);
    assert_eq!(
        findings(&zoom, "controls: { match: [MDA_Zoom_X], at-least: 70% }"),
        "7.MDA_Zoom_X passed: 3 of 4 points (75.0%); required: at least 70%, measured by Microsoft."
    );
}

#[test]
fn a_percentage_gives_the_maximum_where_there_is_no_profile() {
    let orphan = tenant().orphan("A", "Apps", 3.0, 33.33).profile(json!({ "id": "Z", "maxScore": 0 })).max(9.0);
    outcomes(&[
        ("33.33%", orphan.clone(), "controls: { match: [A], at-least: 33%, points: reported }", "passed"),
        ("34%", orphan.clone(), "controls: { match: [A], at-least: 34%, points: reported }", "failed"),
        ("a third, rounded", orphan.clone(), "controls: { match: [A], at-least: 33.33%, points: reported }", "unknown"),
        ("no profile, so that it may be claimed", orphan, "controls: { match: [A], at-least: 33% }", "unknown"),
    ]);
}

#[test]
fn numbers_may_come_as_text() {
    let text = tenant().control("A", 8.0, 10.0).scored("score", json!("8.0")).scored("scoreInPercentage", json!("80"));
    let text = text.with("maxScore", json!("10")).current(8.0).max(10.0).snapshot("currentScore", json!("8"));
    outcomes(&[("text", text, "controls: { match: [A], at-least: 80% }", "passed")]);
}
