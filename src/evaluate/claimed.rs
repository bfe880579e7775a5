//! `claimed`: points that rest on what someone claimed, not on what Microsoft measured.

use super::control_assessment::ControlAssessment;
use super::controls::claim_words;
use super::decision::Decision;
use super::defect::ReportedScore;
use super::judgement::Judgement;
use super::posture::Posture;
use super::state::{Claim, StateKind};
use super::threshold::TOLERANCE;
use crate::policy::{ClaimedExpectation, Percent};
use crate::report::{Outcome, Quantity, Requirement, Subject, Unit};
use crate::text::{count, percent, points};

pub(super) fn judge(expectation: &ClaimedExpectation, posture: &Posture<'_>) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    if let Some(limit) = expectation.at_most {
        judgements.push(at_most(limit, posture));
    }
    if expectation.unwaived.is_some() {
        judgements.append(&mut unwaived(posture));
    }
    judgements
}

/// The share of the tenant's points that are claimed.
fn at_most(Percent(limit): Percent, posture: &Posture<'_>) -> Judgement {
    if let Some(defect) = posture.defect.as_ref().filter(|defect| defect.reported == ReportedScore::Unusable) {
        return Judgement::undecided(defect.why.clone());
    }
    let current = posture.evidence.snapshot.current.unwrap_or(0.0);
    let (least, most) = (posture.claimed, posture.claimed + posture.maybe_claimed);
    let within = |claimed: f64, of: f64| 100.0 * claimed <= limit * of + TOLERANCE * of;
    let share = |claimed: f64| if current > 0.0 { claimed * 100.0 / current } else { 0.0 };
    let (shown, total) = (points(least, None), points(current, None));
    let figures = format!("{} of the {total} points are claimed ({})", shown, percent(share(least), Some(limit)));
    let message = format!("{figures}; at most {} is allowed.", Percent(limit));
    let decision =
        Decision::of(within(least, current + posture.doubt), within(most, (current - posture.doubt).max(0.0)));
    let judged = match (decision, posture.why_not_whole()) {
        (Decision::Holds, Some(gap)) => {
            let reason = format!("the snapshot may be missing claimed controls: {gap}");
            let message = format!("Undecided: {reason}. {message}");
            Judgement::of_tenant(Outcome::Unknown(reason), message)
        }
        (Decision::Holds, None) => Judgement::of_tenant(Outcome::Pass, message),
        (Decision::Fails, _) => Judgement::of_tenant(Outcome::Fail, message),
        (Decision::Open, _) => {
            let more = points(posture.maybe_claimed + posture.doubt, None);
            let reason = format!(
                "up to {more} more points may be claimed ones, since the state of their controls is not known or their figures do not add up"
            );
            let message = format!("Undecided: {reason}. {message}");
            Judgement::of_tenant(Outcome::Unknown(reason), message)
        }
    };
    judged.required(Requirement::at_most(Percent(limit))).observed(Quantity::between(
        share(least),
        share(most),
        Unit::Percent,
    ))
}

/// A finding for every control in a state that somebody set, or whose state is not known.
fn unwaived(posture: &Posture<'_>) -> Vec<Judgement> {
    let mut judgements: Vec<Judgement> = posture.assessments.iter().filter_map(one).collect();
    if let Some(why) = posture.why_not_whole() {
        judgements.insert(0, Judgement::undecided(format!("the snapshot may be missing claimed controls: {why}")));
    } else if judgements.is_empty() {
        let message = format!("None of {} is claimed or ignored.", count(posture.assessments.len(), "scored control"));
        let none = Judgement::of_tenant(Outcome::Pass, message).required(Requirement::at_most(Quantity::count(0)));
        judgements.push(none.observed(Quantity::count(0)));
    }
    judgements
}

fn one(assessment: &ControlAssessment<'_>) -> Option<Judgement> {
    let (outcome, message) = match (&assessment.state.kind, assessment.state.claim()) {
        (_, Claim::No) => return None,
        (StateKind::Ignored, _) => (Outcome::Fail, "The risk was accepted (Ignored); that needs a waiver.".to_owned()),
        (_, Claim::Maybe) => {
            let reason = assessment.state.why_unknown();
            let message = format!("Undecided: {reason}.");
            (Outcome::Unknown(reason), message)
        }
        (StateKind::Default | StateKind::ThirdParty | StateKind::Reviewed | StateKind::Unknown(_), Claim::Yes) => {
            let (figures, claimed) = (assessment.figures(None), claim_words(&assessment.state));
            (Outcome::Fail, format!("{figures}{claimed}; a claim needs a waiver."))
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
