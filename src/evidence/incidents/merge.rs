//! From entries to incidents: each once, with all of its alerts, and with the incidents that were merged into it.

use std::collections::{BTreeMap, BTreeSet};

use super::gap::IncidentGap;
use super::wire::Read;
use super::{Alert, AlertSeverity, Incident};

/// Puts the entries together, in the order of the ids.
pub(super) fn incidents(read: &mut Read) -> Vec<Incident> {
    let mut by_id: BTreeMap<String, Incident> = BTreeMap::new();
    for incident in std::mem::take(&mut read.incidents) {
        match by_id.remove(&incident.id) {
            Some(other) => drop(by_id.insert(incident.id.clone(), later(other, incident))),
            None => drop(by_id.insert(incident.id.clone(), incident)),
        }
    }
    add_alerts(&mut by_id, read);
    redirect(&mut by_id, &mut read.gaps);
    let mut incidents: Vec<Incident> = by_id.into_values().collect();
    incidents.iter_mut().for_each(|incident| incident.alerts = each_once(std::mem::take(&mut incident.alerts)));
    let bare = incidents.iter().filter(|incident| !incident.states_alerts).count();
    read.gaps.extend((bare > 0).then_some(IncidentGap::NoAlerts(bare)));
    incidents
}

/// Of two states of one incident, the one that was updated later, with the alerts of both.
fn later(one: Incident, other: Incident) -> Incident {
    let states_alerts = one.states_alerts || other.states_alerts;
    let (mut first, mut last) = if one.order() <= other.order() { (one, other) } else { (other, one) };
    // The alerts of the later state count where both have one.
    last.alerts.append(&mut first.alerts);
    Incident { states_alerts, ..last }
}

/// Adds the alerts of `/security/alerts_v2` to their incidents; an alert without one is an incident of its own.
fn add_alerts(by_id: &mut BTreeMap<String, Incident>, read: &mut Read) {
    let mut missing = 0;
    let known: BTreeSet<String> = by_id.keys().cloned().collect();
    for (alert, incident) in std::mem::take(&mut read.alerts) {
        missing += usize::from(incident.as_ref().is_none_or(|id| !known.contains(id)));
        let id = incident.unwrap_or_else(|| format!("alert {}", alert.id));
        let incident = by_id.entry(id.clone()).or_insert_with(|| Incident::of_alerts(id));
        incident.states_alerts = true;
        if !known.contains(&incident.id) {
            incident.severity = incident.severity.max(alert.severity);
            incident.title = incident.title.take().into_iter().chain(alert.title.clone()).min();
        }
        incident.alerts.push(alert);
    }
    read.gaps.extend((missing > 0).then_some(IncidentGap::IncidentMissing(missing)));
}

/// Moves the alerts of incidents that were merged into another one.
fn redirect(by_id: &mut BTreeMap<String, Incident>, gaps: &mut Vec<IncidentGap>) {
    let targets: BTreeMap<String, String> =
        by_id.values().filter_map(|incident| Some((incident.id.clone(), incident.redirected_to.clone()?))).collect();
    for from in targets.keys() {
        match target(from, &targets, by_id) {
            Ok(to) => {
                let Some(mut merged) = by_id.remove(from) else { continue };
                let Some(into) = by_id.get_mut(&to) else { continue };
                into.states_alerts |= merged.states_alerts;
                into.alerts.append(&mut merged.alerts);
                into.merged.append(&mut merged.merged);
                into.merged.push(merged.id);
                into.merged.sort();
            }
            Err(gap) => gaps.push(gap),
        }
    }
}

/// The incident at the end of a chain of merged ones.
fn target(
    from: &str,
    targets: &BTreeMap<String, String>,
    by_id: &BTreeMap<String, Incident>,
) -> Result<String, IncidentGap> {
    let mut passed = BTreeSet::from([from]);
    let mut last = from;
    while let Some(next) = targets.get(last) {
        if !passed.insert(next) {
            return Err(IncidentGap::RedirectCircle(from.to_owned()));
        }
        // An incident in the middle may have been moved already; its own target is known.
        if !by_id.contains_key(next) && !targets.contains_key(next) {
            return Err(IncidentGap::RedirectMissing { from: from.to_owned(), to: next.clone() });
        }
        last = next;
    }
    Ok(last.to_owned())
}

/// The alerts by id, each once; the first of two counts.
fn each_once(alerts: Vec<Alert>) -> Vec<Alert> {
    let mut by_id: BTreeMap<String, Alert> = BTreeMap::new();
    for alert in alerts {
        let known = by_id.entry(alert.id.clone()).or_insert_with(|| alert.clone());
        // Two states of an alert: all that either names counts, so that their order does not.
        known.techniques.extend(alert.techniques);
        known.severity = known.severity.max(alert.severity);
        known.title = known.title.take().into_iter().chain(alert.title).min();
        known.service_source = known.service_source.take().into_iter().chain(alert.service_source).min();
        known.classification = known.classification.take().into_iter().chain(alert.classification).max();
        known.determination = known.determination.take().into_iter().chain(alert.determination).max();
        known.categories.extend(alert.categories);
        known.categories.sort();
        known.categories.dedup();
    }
    by_id.into_values().collect()
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

    /// The order of two states of one incident: by the time of the update, then by all else, so that the order in which they were
    /// read does not count.
    fn order(&self) -> impl Ord + use<> {
        let texts = [&self.title, &self.status, &self.classification, &self.determination, &self.redirected_to];
        (self.updated, self.created, self.severity, texts.map(Clone::clone), self.tags.clone())
    }
}
