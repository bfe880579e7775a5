//! States that are not known on a day, in rules on that day and on earlier ones.

use serde_json::{Value, json};

use super::{check, of_files};
use crate::support::history::history;
use crate::support::tenant::{Tenant, policy, tenant};

/// One control with all its points, whose state was set as the list says.
fn with(updates: Value) -> Tenant {
    tenant().control("AdminMFAV2", 10.0, 10.0).with("controlStateUpdates", updates)
}

fn update(state: &str, day: &str) -> Value {
    json!({ "state": state, "updatedDateTime": format!("{day}T10:00:00Z") })
}

const IMPLEMENTED: &str = "controls: { match: [AdminMFAV2], state: implemented }";
const OBSERVED: &str = "score: { at-least: 90%, points: observed }";
const NO_CLAIMS: &str = "claimed: { unwaived: fail }";
const FEW_CLAIMS: &str = "claimed: { at-most: 0% }";
const KNOWN: &str = "coverage: { at-least: 90% }";

#[test]
fn what_was_set_after_the_snapshot_says_nothing_of_the_day_before() {
    for state in ["ThirdParty", "Default"] {
        let later = || with(json!([update(state, "2026-11-24")]));
        for (expect, outcome) in [
            (IMPLEMENTED, "AdminMFAV2 unknown"),
            (OBSERVED, "- unknown"),
            (NO_CLAIMS, "AdminMFAV2 unknown"),
            (FEW_CLAIMS, "- unknown"),
            (KNOWN, "- failed"),
        ] {
            check(&[(state, later(), expect, outcome)]);
        }
    }
    // What stood before it is known.
    let before = || with(json!([{ "state": "Default" }, update("ThirdParty", "2026-11-24")]));
    let since = || with(json!([update("ThirdParty", "2026-11-01")]));
    check(&[
        ("never set before", before(), IMPLEMENTED, "AdminMFAV2 passed"),
        ("never set before", before(), OBSERVED, "- passed"),
        ("never set before", before(), NO_CLAIMS, "- passed"),
        ("never set before", before(), KNOWN, "- passed"),
        ("set long before", since(), IMPLEMENTED, "AdminMFAV2 failed"),
        ("set long before", since(), OBSERVED, "- failed"),
        ("set long before", since(), NO_CLAIMS, "AdminMFAV2 failed"),
    ]);
}

#[test]
fn an_update_of_the_day_itself_counts_where_it_is_a_claim() {
    let today = "2026-11-23";
    let set = || with(json!([update("Default", "2026-11-01"), update("ThirdParty", today)]));
    let withdrawn = || with(json!([update("ThirdParty", "2026-11-01"), update("Default", today)]));
    let again = || with(json!([update("Default", "2026-11-01"), update("Default", today)]));
    let alone = || with(json!([update("Default", today)]));
    check(&[
        ("set today", set(), IMPLEMENTED, "AdminMFAV2 failed"),
        ("withdrawn today: its points may still rest on it", withdrawn(), IMPLEMENTED, "AdminMFAV2 failed"),
        ("withdrawn today", withdrawn(), OBSERVED, "- failed"),
        ("saved again without a change", again(), IMPLEMENTED, "AdminMFAV2 passed"),
        ("what it was before is not known", alone(), IMPLEMENTED, "AdminMFAV2 unknown"),
        ("what it was before is not known", alone(), NO_CLAIMS, "AdminMFAV2 unknown"),
    ]);
}

#[test]
fn empty_and_unrecognised_states_are_neither_a_claim_nor_none() {
    for updates in [
        json!(null),
        json!([{ "state": null, "updatedDateTime": "2026-11-01T00:00:00Z" }]),
        json!([update("", "2026-11-01")]),
        json!([update("Planned", "2026-11-01")]),
        json!([{ "state": "ThirdParty" }, update("Default", "2026-11-01")]),
    ] {
        let what = updates.to_string();
        check(&[
            (&what, with(updates.clone()), IMPLEMENTED, "AdminMFAV2 unknown"),
            (&what, with(updates.clone()), OBSERVED, "- unknown"),
            (&what, with(updates.clone()), NO_CLAIMS, "AdminMFAV2 unknown"),
            (&what, with(updates.clone()), "score: { at-least: 90% }", "- passed"),
            (&what, with(updates), "controls: { match: [AdminMFAV2], state: third-party }", "AdminMFAV2 unknown"),
        ]);
    }
}

/// The outcome of a rule on regression where the control has the given points yesterday and today.
fn fell(points: (f64, f64), updates: Value, expect: &str) -> String {
    let days = history().control("AdminMFAV2", 10.0).with("controlStateUpdates", updates);
    let days = days.day("2026-11-22", &[("AdminMFAV2", points.0)]).day("2026-11-23", &[("AdminMFAV2", points.1)]);
    of_files(&policy(expect), &[("t.json", days.recording())])
}

#[test]
fn a_state_that_is_not_known_on_an_earlier_day_is_neither_a_fall_nor_none() {
    let score = "regression: { against: previous, score: { max-drop: 2pp } }";
    let each = "regression: { against: previous, controls: { max-drop: 5pp } }";
    let unchanged = (10.0, 10.0);
    let lost = (10.0, 4.0);
    let claimed_today = || json!([update("ThirdParty", "2026-11-23")]);
    assert_eq!(fell(unchanged, claimed_today(), score), "- unknown", "it may have been claimed yesterday too");
    assert_eq!(fell(unchanged, json!([{ "state": "Default" }, update("ThirdParty", "2026-11-23")]), score), "- failed");
    for unknown in [json!(null), json!([update("", "2026-11-01")]), json!([update("Planned", "2026-11-01")])] {
        assert_eq!(fell(lost, unknown.clone(), score), "- unknown", "{unknown}");
        assert_eq!(fell(lost, unknown, each), "AdminMFAV2 unknown");
    }
    assert_eq!(fell(lost, json!([]), score), "- failed");
    assert_eq!(fell(lost, json!([]), each), "AdminMFAV2 failed");
    assert_eq!(
        fell(lost, json!([update("ThirdParty", "2026-11-01")]), score),
        "- passed",
        "nothing of it was measured"
    );
}
