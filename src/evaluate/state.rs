//! The state of a control: what somebody said about it, apart from what Microsoft measured.

use jiff::civil::Date;
use jiff::tz::Offset;

pub(super) use super::attribution::Claim;
use crate::evidence::{Catalogue, StateUpdate};

/// The state of a control on the day of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Nobody set a state: the points are observed.
    Default,
    /// The risk was accepted.
    Ignored,
    /// Resolved through a third party: the points are claimed.
    ThirdParty,
    /// Reviewed: the points are claimed.
    Reviewed,
    /// A state that this version does not know, as Graph wrote it: the points are claimed, since nothing says otherwise.
    Other(String),
    /// The state is not known; why, as a sentence fragment.
    Unknown(String),
}

impl State {
    /// The state of a control by its profile. Without a profile it is Default if the catalogue is complete, and else not known.
    pub(super) fn of(control: &str, catalogue: &Catalogue, day: Date) -> Self {
        let Some(profile) = catalogue.profile(control) else {
            return if catalogue.complete {
                Self::Default
            } else {
                Self::Unknown("it has no profile, and the catalogue is incomplete".to_owned())
            };
        };
        if profile.disputed {
            return Self::Unknown("the catalogue holds different profiles of it".to_owned());
        }
        match &profile.updates {
            Some(updates) => Self::on(updates, day),
            None => Self::Unknown("its profile has no readable controlStateUpdates".to_owned()),
        }
    }

    /// The newest update dated no later than the day of the snapshot; updates without a date are the oldest, and of equals the
    /// last counts. Their order in the response is not documented.
    ///
    /// A snapshot holds what was synced in the course of its day, whose midnight it bears as its date. A claim that was
    /// withdrawn on that day may therefore still be in its points, and counts.
    fn on(updates: &[StateUpdate], day: Date) -> Self {
        let dated = |update: &StateUpdate| update.updated.map(|at| Offset::UTC.to_datetime(at).date());
        let mut until: Vec<&StateUpdate> = updates.iter().filter(|update| dated(update) <= Some(day)).collect();
        until.sort_by_key(|update| update.updated);
        let Some(newest) = until.last() else { return Self::Default };
        let state = Self::named(newest.state.as_deref());
        if state != Self::Default || dated(newest) != Some(day) {
            return state;
        }
        let same_day = until.iter().rev().take_while(|update| dated(update) == Some(day)).count();
        let since = until.len().saturating_sub(same_day + 1);
        let withdrawn = until.iter().skip(since).rev().map(|update| Self::named(update.state.as_deref()));
        withdrawn.into_iter().find(|state| *state != Self::Default).unwrap_or(Self::Default)
    }

    fn named(state: Option<&str>) -> Self {
        let state = state.unwrap_or_default();
        match state.to_lowercase().as_str() {
            "default" => Self::Default,
            "ignored" => Self::Ignored,
            "thirdparty" => Self::ThirdParty,
            "reviewed" => Self::Reviewed,
            "" => Self::Other("(empty)".to_owned()),
            _ => Self::Other(state.to_owned()),
        }
    }

    /// Whether points of a control in this state are claimed ones.
    pub(super) const fn claim(&self) -> Claim {
        match self {
            Self::Default => Claim::No,
            Self::Ignored | Self::ThirdParty | Self::Reviewed | Self::Other(_) => Claim::Yes,
            Self::Unknown(_) => Claim::Maybe,
        }
    }

    /// The word for people; none where the state is not known.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Default => Some("Default"),
            Self::Ignored => Some("Ignored"),
            Self::ThirdParty => Some("ThirdParty"),
            Self::Reviewed => Some("Reviewed"),
            Self::Other(name) => Some(name),
            Self::Unknown(_) => None,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// Each row: the updates in the order of the response, and the state on 2026-11-23.
    #[test]
    fn the_newest_update_up_to_the_day_counts() {
        let table: [(&[(&str, &str)], State); 10] = [
            (&[], State::Default),
            (&[("Default", "")], State::Default),
            (&[("Default", ""), ("thirdparty", "2026-11-01T10:00:00Z")], State::ThirdParty),
            // The order of the response does not count, the dates do.
            (&[("Reviewed", "2026-11-02T10:00:00Z"), ("Ignored", "2026-11-01T10:00:00Z")], State::Reviewed),
            // Set on the day of the snapshot, which holds what was synced until its midnight.
            (&[("Default", ""), ("Ignored", "2026-11-23T23:00:00Z")], State::Ignored),
            // Set on the next day.
            (&[("Default", ""), ("ThirdParty", "2026-11-24T00:00:00Z")], State::Default),
            // Ties: the last counts.
            (&[("Ignored", "2026-11-01T00:00:00Z"), ("Reviewed", "2026-11-01T00:00:00Z")], State::Reviewed),
            (&[("Ignored", ""), ("Reviewed", "")], State::Reviewed),
            // Withdrawn on the day itself: the points of that day may still rest on the claim.
            (&[("ThirdParty", "2026-11-01T00:00:00Z"), ("Default", "2026-11-23T09:00:00Z")], State::ThirdParty),
            (&[("ThirdParty", "2026-11-01T00:00:00Z"), ("Default", "2026-11-22T09:00:00Z")], State::Default),
        ];
        for (updates, expected) in table {
            let updates: Vec<StateUpdate> = updates
                .iter()
                .map(|(state, updated)| StateUpdate {
                    state: Some((*state).to_owned()),
                    updated: (!updated.is_empty()).then(|| updated.parse().unwrap()),
                    by: None,
                    comment: None,
                })
                .collect();
            assert_eq!(State::on(&updates, "2026-11-23".parse().unwrap()), expected, "{updates:?}");
        }
    }

    #[test]
    fn a_state_that_is_not_known_here_is_a_claim() {
        assert_eq!(State::named(Some("Planned")).claim(), Claim::Yes);
        assert_eq!(State::named(None).claim(), Claim::Yes);
    }
}
