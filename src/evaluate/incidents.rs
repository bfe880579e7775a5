//! Which controls bear on which incident: by the techniques of its alerts and the crosswalk; where no alert names a technique, by
//! the service; where that is unknown or general, by the threats. Controls whose points are all observed bear on nothing.

mod bearing;
mod fallback;
mod observed_points;
mod techniques;
mod unmatched_row;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::posture::Posture;
use super::{EvaluateError, Run, pins, require_tenant};
use crate::crosswalk::Crosswalk;
use crate::evidence::{Alert, Dismissal, Evidence, Incident, Incidents, Technique};
use crate::policy::PolicySet;
use crate::report::{
    AlertInfo, ExcludedIncident, IncidentCause, IncidentExclusion, IncidentInfo, IncidentLink, IncidentReport,
    MissingPoints, NoCause,
};
use crate::tenant::TenantId;
use crate::text::count;

use bearing::Figures;
use techniques::TechniqueIndex;

/// The links to each control, by its position.
type Links = BTreeMap<usize, Vec<IncidentLink>>;

/// Finds the controls that bear on each incident.
///
/// # Errors
///
/// [`EvaluateError`] where the incidents are of another tenant than the evidence or the pinned one.
pub fn incidents(
    policies: &PolicySet,
    evidence: &Evidence,
    run: &Run,
    incidents: &Incidents,
    crosswalk: &Crosswalk,
) -> Result<IncidentReport, EvaluateError> {
    require_tenant(&pins(policies, run), incidents.tenant.as_ref())?;
    require_same(incidents.tenant.as_ref(), evidence.named.as_ref())?;
    let posture = Posture::of(evidence);
    let search = Search {
        figures: posture.assessments.iter().map(Figures::of).collect(),
        index: TechniqueIndex::of(crosswalk, &posture),
        posture: &posture,
    };
    let (mut infos, mut excluded) = (Vec::new(), Vec::new());
    for incident in &incidents.incidents {
        match exclusion(incident) {
            Some(why) => {
                let (created, updated) = (incident.created, incident.updated);
                let (id, title) = (incident.id.clone(), incident.title.clone());
                excluded.push(ExcludedIncident { id, title, created, updated, why });
            }
            None => infos.push(search.info(incident)),
        }
    }
    infos.sort_by_cached_key(order);
    let mut gaps = gaps(incidents, &posture, &infos);
    gaps.extend(unmatched_row::notes(crosswalk, &posture));
    Ok(IncidentReport {
        gaps,
        controls: bearing::by_control(&infos),
        incidents: infos,
        excluded,
        inputs: incidents.inputs.clone(),
        crosswalk_rows: crosswalk.rows.len(),
        crosswalk_files: crosswalk.files.clone(),
        names: incidents.names.clone(),
    })
}

/// The techniques that each scored control protects against by the crosswalk, by the id of the control.
#[must_use]
pub fn techniques(evidence: &Evidence, crosswalk: &Crosswalk) -> BTreeMap<String, Vec<Technique>> {
    let posture = Posture::of(evidence);
    let by_control = TechniqueIndex::of(crosswalk, &posture).by_control();
    let named = by_control.into_iter().filter_map(|(position, techniques)| {
        let control = posture.assessments.get(position)?.control;
        Some((control.id.clone(), techniques.into_iter().collect()))
    });
    named.collect()
}

/// Refuses incidents of another tenant than the evidence.
fn require_same(tenant: Option<&TenantId>, evidence: Option<&TenantId>) -> Result<(), EvaluateError> {
    match (tenant, evidence) {
        (Some(tenant), Some(evidence)) if tenant != evidence => {
            Err(EvaluateError::IncidentsOfOtherTenant { tenant: tenant.to_string(), evidence: evidence.to_string() })
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// The gaps of the incidents, and those of the evidence that hide controls.
fn gaps(incidents: &Incidents, posture: &Posture<'_>, infos: &[IncidentInfo]) -> Vec<String> {
    let mut gaps: Vec<String> = incidents.gaps.iter().map(ToString::to_string).collect();
    if incidents.tenant.is_none() && !incidents.incidents.is_empty() {
        gaps.push(
            "the incidents do not state their tenant, so that nothing shows that they are of this one".to_owned(),
        );
    }
    if let Some(reason) = posture.may_miss_controls() {
        gaps.push(format!("further controls may bear on the incidents: {reason}"));
    }
    let orphans = posture.assessments.iter().filter(|assessment| assessment.profile.is_none()).count();
    // Only an incident without techniques is matched by what a profile states.
    if orphans > 0 && infos.iter().any(|info| info.techniques.is_empty() && !info.alerts.is_empty()) {
        gaps.push(format!(
            "the service and the threats of {} are unknown, since they have no profile: they may bear on incidents without techniques",
            count(orphans, "control")
        ));
    }
    gaps
}

/// The search for the causes of incidents.
struct Search<'s, 'e> {
    posture: &'s Posture<'e>,
    /// The figures of each control, by its position; none where its points are all observed.
    figures: Vec<Option<Figures>>,
    index: TechniqueIndex<'s>,
}

impl Search<'_, '_> {
    fn info(&self, incident: &Incident) -> IncidentInfo {
        let alerts: Vec<&Alert> = incident.alerts.iter().filter(|alert| of_alert(alert).is_none()).collect();
        let techniques = techniques::of_alerts(&alerts);
        let links = if !techniques.is_empty() {
            self.index.links(&techniques)
        } else if alerts.is_empty() {
            Links::new()
        } else {
            fallback::links(self.posture, incident, &alerts)
        };
        let linked = links.len();
        let causes = self.causes(links);
        let outside_crosswalk: Vec<_> =
            techniques.keys().copied().filter(|technique| !self.index.covers(*technique)).collect();
        let no_cause = causes.is_empty().then(|| no_cause(incident, linked, &techniques, &outside_crosswalk));
        let sum = |points: fn(&IncidentCause) -> MissingPoints| {
            causes.iter().map(points).fold(MissingPoints::NONE, MissingPoints::plus)
        };
        let (impact, recoverable) = (sum(|cause| cause.missing), sum(|cause| cause.recoverable));
        let matched = alerts.iter().map(|alert| AlertInfo { id: alert.id.clone(), title: alert.title.clone() });
        IncidentInfo {
            id: incident.id.clone(),
            title: incident.title.clone(),
            severity: incident.severity,
            status: incident.status.clone(),
            classification: incident.classification.clone(),
            created: incident.created,
            updated: incident.updated,
            merged: incident.merged.clone(),
            tags: incident.tags.clone(),
            alerts: matched.collect(),
            excluded_alerts: incident.alerts.len() - alerts.len(),
            techniques: alerts
                .iter()
                .flat_map(|alert| &alert.techniques)
                .copied()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            outside_crosswalk,
            observed: linked - causes.len(),
            causes,
            impact,
            recoverable,
            no_cause,
        }
    }

    /// The linked controls of which points are missing or may be, the strongest link first.
    fn causes(&self, links: Links) -> Vec<IncidentCause> {
        let mut causes = Vec::new();
        for (position, mut links) in links {
            let Some(Some(figures)) = self.figures.get(position) else { continue };
            links.sort_by_key(|link| Reverse(link.strength));
            let strength = links.first().map_or(0, |link| link.strength);
            let Figures { control, unknown, missing, recoverable } = figures.clone();
            causes.push(IncidentCause { control, unknown, missing, recoverable, strength, links });
        }
        causes.sort_by(|one, other| {
            let by_certainty = one.unknown.is_some().cmp(&other.unknown.is_some());
            let by_strength = other.strength.cmp(&one.strength);
            let by_points = other.missing.least.total_cmp(&one.missing.least);
            by_strength.then(by_certainty).then(by_points).then_with(|| one.control.id.cmp(&other.control.id))
        });
        causes
    }
}

/// Why none of the linked controls, of which there are so many, bears on an incident.
fn no_cause(incident: &Incident, linked: usize, named: &techniques::Named<'_>, outside: &[Technique]) -> NoCause {
    if !incident.states_alerts {
        NoCause::NoAlerts
    } else if incident.alerts.is_empty() {
        NoCause::EmptyAlerts
    } else if linked > 0 {
        NoCause::AllObserved(linked)
    } else if named.is_empty() {
        NoCause::NothingNamed
    } else if outside.len() == named.len() {
        NoCause::OutsideCrosswalk(outside.to_vec())
    } else {
        NoCause::NotScored
    }
}

/// The order of a report: unresolved first, then by severity, those with causes first, the newest first.
fn order(info: &IncidentInfo) -> impl Ord + use<> {
    let is_resolved = info.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("resolved"));
    let newest = Reverse(info.updated.or(info.created));
    (is_resolved, Reverse(info.severity), info.causes.is_empty(), newest, info.id.len(), info.id.clone())
}

/// Why an incident is left out: its own classification, or that of all of its alerts.
fn exclusion(incident: &Incident) -> Option<IncidentExclusion> {
    let own = Dismissal::of(incident.classification.as_deref()).map(excluded_as);
    own.or_else(|| incident.alerts.iter().map(of_alert).min().flatten())
}

/// Why an alert is left out: its own classification, or that of an incident that was merged into this one.
fn of_alert(alert: &Alert) -> Option<IncidentExclusion> {
    Dismissal::of(alert.classification.as_deref()).or(alert.dismissed_as).map(excluded_as)
}

const fn excluded_as(dismissal: Dismissal) -> IncidentExclusion {
    match dismissal {
        Dismissal::FalsePositive => IncidentExclusion::FalsePositive,
        Dismissal::ExpectedActivity => IncidentExclusion::ExpectedActivity,
    }
}
