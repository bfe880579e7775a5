//! Which alert belongs to which incident: the one that its latest state names, or that lists it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Incident;
use super::super::gap::IncidentGap;
use super::super::state::{AlertState, IncidentState, States, dated};

/// The alerts that the latest state of each incident lists, and what was noticed of alerts.
#[derive(Debug, Default)]
pub(super) struct Membership {
    /// The ids of the alerts by incident.
    listed: BTreeMap<String, BTreeSet<String>>,
    /// The incidents by alert.
    listing: BTreeMap<String, BTreeSet<String>>,
    /// The incidents of which only alerts are known.
    pub(super) of_alerts: BTreeSet<String>,
    /// The number of alerts whose incident is not known.
    missing: usize,
    /// The alerts that no incident has any more.
    gone: Vec<String>,
    /// The alerts of which several states may be the latest.
    pub(super) ambiguous: BTreeSet<String>,
    /// The alerts that do not state their techniques.
    pub(super) without_techniques: BTreeSet<String>,
}

impl Membership {
    /// Notes the alerts of an incident.
    pub(super) fn list(&mut self, incident: &str, alerts: BTreeSet<String>) {
        for alert in &alerts {
            self.listing.entry(alert.clone()).or_default().insert(incident.to_owned());
        }
        self.listed.insert(incident.to_owned(), alerts);
    }

    /// The incidents that an alert belongs to: one, or none where its incident does not have it any more. There are several only
    /// where nothing shows which one is the latest.
    pub(super) fn homes(
        &mut self,
        alert: &str,
        states: &[&AlertState],
        incidents: &[IncidentState],
        by_id: &BTreeMap<String, Incident>,
    ) -> BTreeSet<String> {
        let listing = self.listing.get(alert).cloned().unwrap_or_default();
        // An alert of an incident that was merged comes with it.
        let merged: BTreeSet<String> = listing.iter().filter(|id| is_redirected(by_id, id)).cloned().collect();
        if !merged.is_empty() {
            return merged;
        }
        let lister = |state: &AlertState| incidents.get(state.listed_in?).map(|incident| &incident.id);
        let stands = |state: &AlertState| lister(state).is_none_or(|incident| listing.contains(incident));
        let standing: Vec<&AlertState> = states.iter().copied().filter(|state| stands(state)).collect();
        if standing.is_empty() {
            self.gone.push(alert.to_owned());
            return BTreeSet::new();
        }
        let named = States::of(dated(&standing, incidents));
        let named = named.candidates(|state| state.incident.as_ref().or_else(|| lister(state)));
        let is_several = named.len() > 1;
        let named: BTreeSet<String> = named.into_iter().cloned().collect();
        let known: BTreeSet<String> = named.iter().filter(|id| by_id.contains_key(*id)).cloned().collect();
        let both: BTreeSet<String> = known.intersection(&listing).cloned().collect();
        if is_several {
            self.ambiguous.insert(alert.to_owned());
        }
        if is_several && !both.is_empty() {
            return both;
        }
        let known = [known, listing].into_iter().find(|found| !found.is_empty());
        known.unwrap_or_else(|| {
            self.missing += 1;
            if named.is_empty() { BTreeSet::from([format!("alert {alert}")]) } else { named }
        })
    }

    /// What is missing or ambiguous.
    pub(super) fn gaps(self) -> impl Iterator<Item = IncidentGap> {
        let Self { listed: _, listing: _, of_alerts: _, missing, gone, ambiguous, without_techniques } = self;
        let bare: Vec<String> = without_techniques.into_iter().filter(|id| !gone.contains(id)).collect();
        let ambiguous: Vec<String> = ambiguous.into_iter().collect();
        let gaps = [
            (missing > 0).then_some(IncidentGap::IncidentMissing(missing)),
            (!bare.is_empty()).then_some(IncidentGap::NoTechniques(bare)),
            (!ambiguous.is_empty()).then_some(IncidentGap::AlertsAmbiguous(ambiguous)),
            (!gone.is_empty()).then_some(IncidentGap::AlertsGone(gone)),
        ];
        gaps.into_iter().flatten()
    }
}

fn is_redirected(by_id: &BTreeMap<String, Incident>, id: &str) -> bool {
    by_id.get(id).is_some_and(|incident| incident.redirected_to.is_some())
}
