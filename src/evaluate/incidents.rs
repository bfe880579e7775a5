//! Which controls bear on which incident: by the techniques of its alerts and the crosswalk; where no alert names a technique, by
//! the service; where that is unknown too, by the threats. Controls whose points are all observed bear on nothing.

mod fallback;
mod observed_points;
mod techniques;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::posture::Posture;
use super::{EvaluateError, Run, pins, require_tenant};
use crate::crosswalk::Crosswalk;
use crate::evidence::{Alert, Evidence, Incident, Incidents, Technique};
use crate::policy::PolicySet;
use crate::report::{
    ExcludedIncident, IncidentCause, IncidentExclusion, IncidentInfo, IncidentLink, IncidentReport, MissingPoints,
    NoCause,
};
use crate::tenant::TenantId;
use crate::text::count;

use observed_points::ObservedPoints;
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
        observed_points: posture.assessments.iter().map(ObservedPoints::of).collect(),
        index: TechniqueIndex::of(crosswalk, &posture),
        posture: &posture,
    };
    let (mut infos, mut excluded) = (Vec::new(), Vec::new());
    for incident in &incidents.incidents {
        match exclusion(incident) {
            Some(why) => {
                excluded.push(ExcludedIncident { id: incident.id.clone(), title: incident.title.clone(), why });
            }
            None => infos.push(search.info(incident)),
        }
    }
    infos.sort_by_cached_key(order);
    Ok(IncidentReport {
        gaps: gaps(incidents, &posture, &infos),
        incidents: infos,
        excluded,
        inputs: incidents.inputs.clone(),
        crosswalk_rows: crosswalk.rows.len(),
        crosswalk_files: crosswalk.files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect(),
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
    if orphans > 0 && infos.iter().any(|info| info.techniques.is_empty() && info.alerts > 0) {
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
    /// Whether the points of each control are all observed, by its position.
    observed_points: Vec<ObservedPoints>,
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
        let impact = causes.iter().map(|cause| cause.missing).fold(MissingPoints::NONE, MissingPoints::plus);
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
            alerts: alerts.len(),
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
            no_cause,
        }
    }

    /// The linked controls of which points are missing or may be, the strongest link first.
    fn causes(&self, links: Links) -> Vec<IncidentCause> {
        let mut causes = Vec::new();
        for (position, mut links) in links {
            let (Some(observed), Some(assessment)) =
                (self.observed_points.get(position), self.posture.assessments.get(position))
            else {
                continue;
            };
            let (unknown, missing) = match observed {
                ObservedPoints::All => continue,
                ObservedPoints::Missing(missing) => (None, *missing),
                ObservedPoints::Unknown { why, missing } => (Some(why.clone()), *missing),
            };
            links.sort_by_key(|link| Reverse(link.score));
            let score = links.first().map_or(0, |link| link.score);
            causes.push(IncidentCause { control: assessment.info(), unknown, missing, score, links });
        }
        causes.sort_by(|one, other| {
            let by_certainty = one.unknown.is_some().cmp(&other.unknown.is_some());
            let by_score = other.score.cmp(&one.score);
            let by_points = other.missing.least.total_cmp(&one.missing.least);
            by_score.then(by_certainty).then(by_points).then_with(|| one.control.id.cmp(&other.control.id))
        });
        causes
    }
}

/// Why none of the linked controls, of which there are so many, bears on an incident.
fn no_cause(incident: &Incident, linked: usize, named: &techniques::Named<'_>, outside: &[Technique]) -> NoCause {
    if !incident.states_alerts {
        NoCause::NoAlerts
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

/// Why an incident is not matched: its own classification, or that of all of its alerts.
fn exclusion(incident: &Incident) -> Option<IncidentExclusion> {
    let own = classified(incident.classification.as_deref());
    own.or_else(|| incident.alerts.iter().map(of_alert).min().flatten())
}

fn of_alert(alert: &Alert) -> Option<IncidentExclusion> {
    classified(alert.classification.as_deref())
}

fn classified(classification: Option<&str>) -> Option<IncidentExclusion> {
    match classification?.trim().to_ascii_lowercase().as_str() {
        "falsepositive" => Some(IncidentExclusion::FalsePositive),
        "informationalexpectedactivity" => Some(IncidentExclusion::ExpectedActivity),
        _ => None,
    }
}
