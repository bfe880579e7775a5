//! From the states that were read to incidents: each once, with the alerts that it has in the latest state, and with the incidents
//! that were merged into it.

mod membership;
mod redirect;

use std::collections::{BTreeMap, BTreeSet};

use super::gap::IncidentGap;
use super::lenient::Stated;
use super::state::{AlertState, IncidentState, States, dated};
use super::wire::Read;
use super::{Alert, AlertSeverity, Dismissal, Incident};

use membership::Membership;

/// Puts the states together, in the order of the ids.
pub(super) fn incidents(read: &mut Read) -> Vec<Incident> {
    let (states, alert_states) = (std::mem::take(&mut read.incidents), std::mem::take(&mut read.alerts));
    let mut membership = Membership::default();
    let mut by_id = latest_incidents(&states, &mut membership, &mut read.gaps);
    for (id, states_of_alert) in grouped(&alert_states, |state| &state.id) {
        let homes = membership.homes(&id, &states_of_alert, &states, &by_id);
        let alert = latest_alert(id, states_of_alert, &states, &mut membership);
        for home in homes {
            let is_known = by_id.contains_key(&home);
            let incident = by_id.entry(home.clone()).or_insert_with(|| Incident::of_alerts(home));
            incident.states_alerts = true;
            if !is_known || membership.of_alerts.contains(&incident.id) {
                membership.of_alerts.insert(incident.id.clone());
                incident.severity = incident.severity.max(alert.severity);
                incident.title = incident.title.take().into_iter().chain(alert.title.clone()).min();
            }
            incident.alerts.push(alert.clone());
        }
    }
    read.gaps.extend(membership.gaps());
    redirect::redirect(&mut by_id, &mut read.gaps);
    let incidents: Vec<Incident> = by_id.into_values().collect();
    let bare = incidents.iter().filter(|incident| !incident.states_alerts).count();
    read.gaps.extend((bare > 0).then_some(IncidentGap::NoAlerts(bare)));
    incidents
}

/// The states by id.
fn grouped<'s, S>(states: &'s [S], id: impl Fn(&'s S) -> &'s String) -> BTreeMap<String, Vec<&'s S>> {
    let mut grouped: BTreeMap<String, Vec<&S>> = BTreeMap::new();
    states.iter().for_each(|state| grouped.entry(id(state).clone()).or_default().push(state));
    grouped
}

/// Each incident as its latest state shows it, without its alerts, which are noted in `membership`.
fn latest_incidents(
    states: &[IncidentState],
    membership: &mut Membership,
    gaps: &mut Vec<IncidentGap>,
) -> BTreeMap<String, Incident> {
    let mut by_id = BTreeMap::new();
    let mut ambiguous = Vec::new();
    for (id, states) in grouped(states, |state| &state.id) {
        let has_more = states.iter().any(|state| state.has_more);
        let all = || states.iter().flat_map(|state| &state.alerts).flatten().cloned().collect::<BTreeSet<_>>();
        let mut of_id = States::of(states.iter().map(|state| (state.updated, *state)).collect());
        let alerts = of_id.latest(|state| state.alerts.as_ref(), united);
        let states_alerts = alerts.is_some();
        // A list that breaks off does not show that an alert has left the incident.
        let listed = if has_more { all() } else { alerts.unwrap_or_default() };
        membership.list(&id, listed);
        let updated = states.iter().filter_map(|state| state.updated).max();
        let incident = Incident {
            title: text(&mut of_id, |state| state.title.as_ref(), least),
            severity: of_id.latest(|state| state.severity.as_ref(), greatest).unwrap_or(AlertSeverity::Unknown),
            status: text(&mut of_id, |state| state.status.as_ref(), unresolved),
            classification: text(&mut of_id, |state| state.classification.as_ref(), undismissed),
            determination: text(&mut of_id, |state| state.determination.as_ref(), greatest),
            created: of_id.latest(|state| state.created.as_ref(), least),
            updated,
            // What is not certainly merged stays an incident of its own.
            redirected_to: text(&mut of_id, |state| state.redirected_to.as_ref(), least),
            tags: of_id.latest(|state| state.tags.as_ref(), united).into_iter().flatten().collect(),
            merged: Vec::new(),
            alerts: Vec::new(),
            states_alerts,
            id: id.clone(),
        };
        if of_id.are_ambiguous {
            ambiguous.push(id.clone());
        }
        by_id.insert(id, incident);
    }
    gaps.extend((!ambiguous.is_empty()).then_some(IncidentGap::IncidentsAmbiguous(ambiguous)));
    by_id
}

/// The alert as its latest state shows it. An alert without a time has that of the incident that lists it, where none of its states
/// has one.
fn latest_alert(
    id: String,
    states: Vec<&AlertState>,
    incidents: &[IncidentState],
    membership: &mut Membership,
) -> Alert {
    let mut of_id = States::of(dated(&states, incidents));
    let techniques = of_id.latest(|state| state.techniques.as_ref(), united);
    let alert = Alert {
        title: text(&mut of_id, |state| state.title.as_ref(), least),
        severity: of_id.latest(|state| state.severity.as_ref(), greatest).unwrap_or(AlertSeverity::Unknown),
        categories: of_id.latest(|state| state.categories.as_ref(), united).into_iter().flatten().collect(),
        service_source: text(&mut of_id, |state| state.service_source.as_ref(), greatest),
        classification: text(&mut of_id, |state| state.classification.as_ref(), undismissed),
        determination: text(&mut of_id, |state| state.determination.as_ref(), greatest),
        dismissed_as: None,
        techniques: techniques.clone().unwrap_or_default(),
        id: id.clone(),
    };
    if techniques.is_none() {
        membership.without_techniques.insert(id.clone());
    }
    if of_id.are_ambiguous {
        membership.ambiguous.insert(id);
    }
    alert
}

fn text<'s, S>(
    states: &mut States<'s, S>,
    field: impl Fn(&'s S) -> Option<&'s Stated>,
    careful: impl FnOnce(BTreeSet<&'s Stated>) -> Option<Stated>,
) -> Option<String> {
    states.latest(field, careful).and_then(|Stated(text)| text)
}

fn united<T: Ord + Clone>(sets: BTreeSet<&BTreeSet<T>>) -> Option<BTreeSet<T>> {
    Some(sets.into_iter().flatten().cloned().collect())
}

fn least<T: Clone + Ord>(values: BTreeSet<&T>) -> Option<T> {
    values.first().map(|value| (*value).clone())
}

fn greatest<T: Clone + Ord>(values: BTreeSet<&T>) -> Option<T> {
    values.last().map(|value| (*value).clone())
}

/// A status of which an incident is not resolved.
fn unresolved(values: BTreeSet<&Stated>) -> Option<Stated> {
    let is_resolved =
        |Stated(text): &Stated| text.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("resolved"));
    greatest(preferred(values, |value| !is_resolved(value)))
}

/// A classification that leaves nothing out.
fn undismissed(values: BTreeSet<&Stated>) -> Option<Stated> {
    greatest(preferred(values, |Stated(text)| Dismissal::of(text.as_deref()).is_none()))
}

/// The values that are preferred, or all where there are none.
fn preferred<T: Ord>(values: BTreeSet<&T>, is_preferred: impl Fn(&T) -> bool) -> BTreeSet<&T> {
    let chosen: BTreeSet<&T> = values.iter().copied().filter(|value| is_preferred(value)).collect();
    if chosen.is_empty() { values } else { chosen }
}

impl Incident {
    /// An incident of which only alerts are known.
    fn of_alerts(id: String) -> Self {
        Self {
            id,
            title: None,
            severity: AlertSeverity::Unknown,
            status: None,
            classification: None,
            determination: None,
            created: None,
            updated: None,
            redirected_to: None,
            tags: Vec::new(),
            merged: Vec::new(),
            alerts: Vec::new(),
            states_alerts: true,
        }
    }
}
