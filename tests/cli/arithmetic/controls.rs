//! The points and the state of single controls.

use serde_json::json;

use super::{findings, outcomes};
use crate::support::tenant::tenant;

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
