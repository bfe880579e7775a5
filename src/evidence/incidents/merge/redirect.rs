//! Incidents that were merged into another one: their alerts are in that one.

use std::collections::{BTreeMap, BTreeSet};

use super::super::gap::IncidentGap;
use super::super::{Alert, Dismissal, Incident};

/// Moves the alerts of incidents that were merged into another one. Those of a dismissed incident stay dismissed.
pub(super) fn redirect(by_id: &mut BTreeMap<String, Incident>, gaps: &mut Vec<IncidentGap>) {
    let targets: BTreeMap<String, String> =
        by_id.values().filter_map(|incident| Some((incident.id.clone(), incident.redirected_to.clone()?))).collect();
    let dismissals: BTreeMap<String, Dismissal> = by_id
        .values()
        .filter_map(|incident| Some((incident.id.clone(), Dismissal::of(incident.classification.as_deref())?)))
        .collect();
    for from in targets.keys() {
        match target(from, &targets, by_id) {
            Ok(path) => {
                let Some((to, passed)) = path.split_last() else { continue };
                let Some(mut merged) = by_id.remove(from) else { continue };
                let Some(into) = by_id.get_mut(to) else { continue };
                let dismissed_as = passed.iter().find_map(|id| dismissals.get(id).copied());
                into.states_alerts |= merged.states_alerts;
                let moved = merged.alerts.into_iter();
                into.alerts
                    .extend(moved.map(|alert| Alert { dismissed_as: alert.dismissed_as.or(dismissed_as), ..alert }));
                into.merged.append(&mut merged.merged);
                into.merged.push(merged.id);
                into.merged.sort();
            }
            Err(gap) => gaps.push(gap),
        }
    }
    by_id.values_mut().for_each(|incident| incident.alerts = each_once(std::mem::take(&mut incident.alerts)));
}

/// The incidents of a chain of merged ones, the last of which is the one that all are in.
fn target(
    from: &str,
    targets: &BTreeMap<String, String>,
    by_id: &BTreeMap<String, Incident>,
) -> Result<Vec<String>, IncidentGap> {
    let mut passed = BTreeSet::from([from]);
    let mut path = vec![from.to_owned()];
    let mut last = from;
    while let Some(next) = targets.get(last) {
        if !passed.insert(next) {
            return Err(IncidentGap::RedirectCircle(from.to_owned()));
        }
        // An incident in the middle may have been moved already; its own target is known.
        if !by_id.contains_key(next) && !targets.contains_key(next) {
            return Err(IncidentGap::RedirectMissing { from: from.to_owned(), to: next.clone() });
        }
        path.push(next.clone());
        last = next;
    }
    Ok(path)
}

/// The alerts by id, each once; of two the one that was not dismissed with its incident.
fn each_once(alerts: Vec<Alert>) -> Vec<Alert> {
    let mut by_id: BTreeMap<String, Alert> = BTreeMap::new();
    for alert in alerts {
        let known = by_id.entry(alert.id.clone()).or_insert_with(|| alert.clone());
        known.dismissed_as = known.dismissed_as.min(alert.dismissed_as);
    }
    by_id.into_values().collect()
}
