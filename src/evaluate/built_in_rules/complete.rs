//! The built-in rule `complete`: no missing data leaves a finding unknown.

use crate::evaluate::control_assessment::ControlAssessment;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::posture::Posture;
use crate::evaluate::state::Claim;
use crate::evaluate::timeline::KnownDay;
use crate::report::{Outcome, Reason, TenantUse};
use crate::text::{count, points, sample};

/// A note on the data that is missing from the evidence, and the findings that this leaves unknown. `details` are those of
/// [`missing_data`]; `open` are the identities of the findings.
pub(in crate::evaluate) fn complete(posture: &Posture<'_>, details: Vec<String>, open: &[String]) -> Judgement {
    if details.is_empty() {
        return Judgement::of_tenant(Outcome::Pass, "Nothing is missing from the evidence.".to_owned());
    }
    let gaps = format!("The evidence has {}", count(details.len(), "gap"));
    match open {
        [] => {
            let assumed = assumed(posture);
            let rests = if assumed.is_some() { ", on the assumption below" } else { " from the available evidence" };
            let message = format!("{gaps}. Every finding was evaluated{rests}.");
            let details = details.into_iter().chain(assumed).collect();
            Judgement { details, ..Judgement::of_tenant(Outcome::Pass, message) }
        }
        open => {
            let reason = Reason::FindingsUnknown { findings: open.to_vec() };
            let message = format!("{gaps}, and {reason}.");
            Judgement { details, ..Judgement::of_tenant(Outcome::Unknown(reason), message) }
        }
    }
}

/// The gaps of the evidence, and what in it is inconsistent.
pub(in crate::evaluate) fn missing_data(posture: &Posture<'_>, past: &[KnownDay]) -> Vec<String> {
    let mut details = posture.evidence.gaps.iter().map(ToString::to_string).collect::<Vec<_>>();
    let damaged = past.iter().filter_map(|known| Some((known.day.date, known.defect.as_ref()?)));
    // Days of unknown tenant are already one of the gaps.
    let damaged = damaged.filter(|(_, defect)| !matches!(defect.reason, Reason::TenantUnknown(TenantUse::Comparison)));
    details.extend(
        damaged
            .map(|(date, defect)| format!("the snapshot of {date} cannot be used for comparison: {}", defect.reason)),
    );
    // A partial snapshot is already one of the gaps.
    if let Some(defect) = posture.defect.as_ref().filter(|_| !posture.evidence.snapshot.partial) {
        details.push(format!("the snapshot is inconsistent: {}", defect.reason));
    }
    let inconsistency =
        posture.assessments.iter().filter_map(|assessment| Some((assessment, assessment.inconsistency.as_ref()?)));
    details.extend(inconsistency.map(|(assessment, inconsistency)| {
        format!("{} has inconsistent figures: {inconsistency}", assessment.control.id)
    }));
    let orphans = posture.assessments.iter().filter(|assessment| assessment.profile.is_none()).count();
    if orphans > 0 {
        let without = if orphans == 1 { "has" } else { "have" };
        let remedy = match posture.evidence.catalogue.complete || posture.evidence.catalogue.profiles.is_empty() {
            true => "",
            false => ": collect every page of the catalogue",
        };
        details.push(format!("{} {without} no profile{remedy}", count(orphans, "scored control")));
    }
    details.extend(posture.gap.as_ref().map(|gap| format!("the snapshot may be missing controls: {gap}")));
    let stateless =
        |assessment: &&ControlAssessment<'_>| assessment.profile.is_some() && assessment.state.claim() == Claim::Maybe;
    let stateless = posture.assessments.iter().filter(stateless).count();
    if stateless > 0 {
        details.push(format!("the state of {} is unknown", count(stateless, "control")));
    }
    if posture.unknown_maxima > 0 {
        let rest = points(posture.remainder.map_or(0.0, |rest| rest.most.max(0.0)), None);
        let unknown = count(posture.unknown_maxima, "control");
        details.push(format!(
            "the maximum of {unknown} is unknown, and {rest} points of maxScore belong to no control of known maximum"
        ));
    }
    details
}

/// The assumption of a verdict where controls of unknown maximum are scored: the maximum which no other control accounts for is
/// theirs, so that no control is missing.
fn assumed(posture: &Posture<'_>) -> Option<String> {
    let open = posture.open_maximum().ok().filter(|open| *open > 0.0 && posture.gap.is_none())?;
    let unknown =
        posture.assessments.iter().filter(|assessment| assessment.inconsistency.is_some() || assessment.max.is_none());
    let unknown: Vec<&str> = unknown.map(|assessment| assessment.control.id.as_str()).collect();
    let (open, unknown) = (points(open, None), sample(&unknown, 5));
    Some(format!(
        "assumed: the remaining {open} points of maxScore are the maximum of {unknown}, and no control is missing"
    ))
}
