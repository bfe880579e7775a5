//! The states of an incident or an alert, as responses of several times contain them: a later one replaces an earlier one.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::lenient::Stated;
use super::{AlertSeverity, Technique};

/// One state of an incident. What a response does not state is none.
#[derive(Debug)]
pub(super) struct IncidentState {
    pub(super) id: String,
    pub(super) updated: Option<Timestamp>,
    pub(super) created: Option<Timestamp>,
    pub(super) title: Option<Stated>,
    pub(super) severity: Option<AlertSeverity>,
    pub(super) status: Option<Stated>,
    pub(super) classification: Option<Stated>,
    pub(super) determination: Option<Stated>,
    pub(super) redirected_to: Option<Stated>,
    pub(super) tags: Option<BTreeSet<String>>,
    /// The ids of its alerts.
    pub(super) alerts: Option<BTreeSet<String>>,
    /// Whether it has more alerts than these.
    pub(super) has_more: bool,
}

/// One state of an alert. What a response does not state is none.
#[derive(Debug)]
pub(super) struct AlertState {
    pub(super) id: String,
    pub(super) updated: Option<Timestamp>,
    /// The position of the state of an incident that lists it; none in a response of alerts.
    pub(super) listed_in: Option<usize>,
    /// `incidentId`.
    pub(super) incident: Option<String>,
    pub(super) title: Option<Stated>,
    pub(super) severity: Option<AlertSeverity>,
    pub(super) categories: Option<BTreeSet<String>>,
    pub(super) service_source: Option<Stated>,
    pub(super) classification: Option<Stated>,
    pub(super) determination: Option<Stated>,
    pub(super) techniques: Option<BTreeSet<Technique>>,
}

/// The states of one incident or alert, each with its time.
pub(super) struct States<'s, S> {
    states: Vec<(Option<Timestamp>, &'s S)>,
    /// Whether the times do not show for a field which of two values is the later one.
    pub(super) are_ambiguous: bool,
}

impl<'s, S> States<'s, S> {
    pub(super) const fn of(states: Vec<(Option<Timestamp>, &'s S)>) -> Self {
        Self { states, are_ambiguous: false }
    }

    /// The value of a field in the latest state that states it; `careful` chooses where several may be the latest.
    pub(super) fn latest<T: Clone + Ord + 's>(
        &mut self,
        field: impl Fn(&'s S) -> Option<&'s T>,
        careful: impl FnOnce(BTreeSet<&'s T>) -> Option<T>,
    ) -> Option<T> {
        let values = self.candidates(field);
        match values.len() {
            0 => None,
            1 => values.first().map(|value| (*value).clone()),
            _ => {
                self.are_ambiguous = true;
                careful(values)
            }
        }
    }

    /// The values of a field that may be the latest: those of the latest time, and those without a time.
    pub(super) fn candidates<T: Ord + 's>(&self, field: impl Fn(&'s S) -> Option<&'s T>) -> BTreeSet<&'s T> {
        let stated: Vec<_> = self.states.iter().filter_map(|(time, state)| Some((*time, field(state)?))).collect();
        let latest = stated.iter().map(|(time, _)| *time).max().flatten();
        stated.into_iter().filter(|(time, _)| time.is_none() || *time == latest).map(|(_, value)| value).collect()
    }
}

/// The states of an alert, each with its time: that of the incident that lists it, where none of them has one of its own.
pub(super) fn dated<'s>(
    states: &[&'s AlertState],
    incidents: &[IncidentState],
) -> Vec<(Option<Timestamp>, &'s AlertState)> {
    let is_dated = states.iter().any(|state| state.updated.is_some());
    let of_incident = |state: &AlertState| incidents.get(state.listed_in?)?.updated;
    let time = |state: &AlertState| if is_dated { state.updated } else { of_incident(state) };
    states.iter().map(|state| (time(state), *state)).collect()
}
