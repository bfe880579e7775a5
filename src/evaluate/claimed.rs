//! `claimed`: points that an administrator claimed and Microsoft did not measure.

use super::control_assessment::ControlAssessment;
use super::controls::claim_words;
use super::decision::Decision;
use super::defect::ReportedScore;
use super::judgement::{Judgement, unknown};
use super::posture::Posture;
use super::state::{Claim, StateKind};
use crate::figures::TOLERANCE;
use crate::policy::{ClaimedExpectation, Percent};
use crate::report::{Outcome, Quantity, Reason, Requirement, StateGap, Subject, Unit};
use crate::text::{count, percent, points};

pub(super) fn judge(expectation: &ClaimedExpectation, posture: &Posture<'_>) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    if let Some(limit) = expectation.at_most {
        judgements.push(at_most(limit, posture).required(Requirement::at_most(limit)));
    }
    if expectation.unwaived.is_some() {
        judgements.append(&mut unwaived(posture));
    }
    judgements
}

/// The percentage of the tenant's points that are claimed.
fn at_most(Percent(limit): Percent, posture: &Posture<'_>) -> Judgement {
    if let Some(defect) = posture.defect.as_ref().filter(|defect| defect.reported == ReportedScore::Unusable) {
        return Judgement::unknown(defect.reason.clone());
    }
    let current = posture.evidence.snapshot.current.unwrap_or(0.0);
    let (least, most) = (posture.claimed, posture.most_claimed());
    let within = |claimed: f64, of: f64| 100.0 * claimed <= limit * of + TOLERANCE * of;
    let share = |claimed: f64| if current > 0.0 { claimed * 100.0 / current } else { 0.0 };
    let (shown, total) = (points(least, None), points(current, None));
    let figures = format!("{} of {total} points are claimed ({})", shown, percent(share(least), Some(limit)));
    let message = format!("{figures}; required: at most {}.", Percent(limit));
    let decision =
        Decision::of(within(least, current + posture.doubt), within(most, (current - posture.doubt).max(0.0)));
    let (outcome, message) = match (decision, posture.may_miss_controls()) {
        (Decision::Met, Some(reason)) => unknown(reason, &message),
        (Decision::Met, None) => (Outcome::Pass, message),
        (Decision::NotMet, _) => (Outcome::Fail, message),
        (Decision::Unknown, _) => {
            let more = Some(posture.maybe_claimed + posture.doubt);
            let gap = StateGap::Controls { points: more, inconsistent: posture.doubt > 0.0 };
            let states = more.filter(|points| *points > 0.0).map(|_| Reason::StateUnknown(gap.clone()));
            let sum = (posture.unaccounted > 0.0).then(|| posture.sum_inconsistency());
            let reason = Reason::several(states.into_iter().chain(sum)).unwrap_or(Reason::StateUnknown(gap));
            unknown(reason, &message)
        }
    };
    Judgement::of_tenant(outcome, message).observed(Quantity::between(share(least), share(most), Unit::Percent))
}

/// A finding for every control in a state that an administrator set, or whose state is unknown.
fn unwaived(posture: &Posture<'_>) -> Vec<Judgement> {
    let required = Requirement::at_most(Quantity::count(0));
    let mut judgements: Vec<Judgement> = posture.assessments.iter().filter_map(one).collect();
    if let Some(reason) = posture.may_miss_controls() {
        judgements.insert(0, Judgement::unknown(reason).required(required));
    } else if judgements.is_empty() {
        let message = format!("None of {} is claimed or ignored.", count(posture.assessments.len(), "scored control"));
        let none = Judgement::of_tenant(Outcome::Pass, message).required(required);
        judgements.push(none.observed(Quantity::count(0)));
    }
    judgements
}

fn one(assessment: &ControlAssessment<'_>) -> Option<Judgement> {
    let (outcome, message) = match (&assessment.state.kind, assessment.state.claim()) {
        (_, Claim::No) => return None,
        (StateKind::Ignored, _) => {
            (Outcome::Fail, "Risk accepted in the portal (state Ignored); this requires a waiver.".to_owned())
        }
        (_, Claim::Maybe) => unknown(assessment.state.unknown_reason(), ""),
        (StateKind::Default | StateKind::ThirdParty | StateKind::Reviewed | StateKind::Unknown(_), Claim::Yes) => {
            let (figures, claimed) = (assessment.figures(), claim_words(&assessment.state));
            (Outcome::Fail, format!("{figures}{claimed}; a claim requires a waiver."))
        }
    };
    Some(Judgement {
        subject: Subject::Control(assessment.control.id.clone()),
        control: Some(assessment.info()),
        required: Some(Requirement::exactly(Quantity::State("Default".to_owned()))),
        observed: assessment.state.name().map(|state| Quantity::State(state.to_owned())),
        ..Judgement::of_tenant(outcome, message)
    })
}
