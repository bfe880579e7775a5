#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

/// The newest state on a day, and whether points are claimed: on that day, and for a comparison with it.
type Found = (Option<&'static str>, Claim, Claim);

/// The state found on 2026-11-23. Each update is a state and its date.
fn on(updates: &[(&str, &str)]) -> Found {
    let update = |(state, updated): &(&str, &str)| StateUpdate {
        state: Some((*state).to_owned()),
        updated: (!updated.is_empty()).then(|| updated.parse().unwrap()),
        by: None,
        comment: None,
    };
    let updates: Vec<StateUpdate> = updates.iter().map(update).collect();
    let state = State::on(&updates, "2026-11-23".parse().unwrap());
    (state.name(), state.claim(), state.certain_claim())
}

#[test]
fn the_newest_update_up_to_the_day_counts() {
    use Claim::{Maybe, No, Yes};
    let (early, later) = ("2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z");
    let (today, tonight, tomorrow) = ("2026-11-23T09:00:00Z", "2026-11-23T23:59:59Z", "2026-11-24T00:00:00Z");
    let table: [(&[(&str, &str)], Found); 25] = [
        (&[], (Some("Default"), No, No)),
        (&[("Default", "")], (Some("Default"), No, No)),
        (&[("default", early)], (Some("Default"), No, No)),
        (&[("Default", ""), ("thirdparty", early)], (Some("ThirdParty"), Yes, Yes)),
        // The order of the response does not count, the dates do.
        (&[("Reviewed", later), ("Ignored", early)], (Some("Reviewed"), Yes, Yes)),
        // Ties: the last counts.
        (&[("Ignored", early), ("Reviewed", early)], (Some("Reviewed"), Yes, Yes)),
        (&[("ThirdParty", early), ("Default", later)], (Some("Default"), No, No)),
        // Set on the day of the snapshot: its points may rest on the claim or not.
        (&[("Default", ""), ("Ignored", tonight)], (Some("Ignored"), Yes, Maybe)),
        (&[("Default", early), ("ThirdParty", today)], (Some("ThirdParty"), Yes, Maybe)),
        // Withdrawn on the day, or set and withdrawn.
        (&[("ThirdParty", early), ("Default", today)], (Some("Default"), Yes, Maybe)),
        (&[("Default", early), ("ThirdParty", today), ("Default", tonight)], (Some("Default"), Yes, Maybe)),
        // Changed on the day from one claim to another, or saved again.
        (&[("ThirdParty", early), ("Reviewed", today)], (Some("Reviewed"), Yes, Yes)),
        (&[("Default", early), ("Default", today)], (Some("Default"), No, No)),
        // The first state that is known was set on the day.
        (&[("ThirdParty", today)], (Some("ThirdParty"), Yes, Maybe)),
        (&[("Default", today)], (Some("Default"), Maybe, Maybe)),
        // Only later ones: not even that it was Default before is known.
        (&[("ThirdParty", tomorrow)], (None, Maybe, Maybe)),
        (&[("Default", tomorrow)], (None, Maybe, Maybe)),
        (&[("Default", ""), ("ThirdParty", tomorrow)], (Some("Default"), No, No)),
        // An update without a date, other than Default, can be older or newer than the others.
        (&[("ThirdParty", "")], (Some("ThirdParty"), Yes, Yes)),
        (&[("ThirdParty", ""), ("thirdparty", tomorrow)], (Some("ThirdParty"), Yes, Yes)),
        (&[("ThirdParty", ""), ("Default", early)], (None, Maybe, Maybe)),
        (&[("Default", early), ("Ignored", "")], (None, Maybe, Maybe)),
        // Default without a date is the oldest, wherever it stands.
        (&[("ThirdParty", early), ("Default", "")], (Some("ThirdParty"), Yes, Yes)),
        // Empty, and not known to this version.
        (&[("Default", ""), ("", early)], (None, Maybe, Maybe)),
        (&[("Planned", early)], (None, Maybe, Maybe)),
    ];
    for (updates, expected) in table {
        assert_eq!(on(updates), expected, "{updates:?}");
    }
}
