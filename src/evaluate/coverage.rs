//! `coverage`: the part of the score that can be evaluated with the evidence.

use super::control_assessment::ControlAssessment;
use super::decision::Decision;
use super::interval::Interval;
use super::judgement::{Judgement, Measured, unknown};
use super::posture::Posture;
use super::state::Claim;
use super::threshold::meets;
use crate::policy::{CoverageExpectation, Percent, Threshold};
use crate::report::{Outcome, Quantity, Reason, Requirement, Unit};
use crate::text::{count, percent, points, sample};

pub(super) fn judge(expectation: &CoverageExpectation, posture: &Posture<'_>) -> Judgement {
    covered(expectation.at_least, posture).required(Requirement::at_least(expectation.at_least))
}

fn covered(Percent(limit): Percent, posture: &Posture<'_>) -> Judgement {
    let snapshot = &posture.evidence.snapshot;
    if let Some(defect) = &posture.defect {
        return Judgement::unknown(defect.reason.clone());
    }
    if let Err(reason) = posture.open_maximum() {
        return Judgement::unknown(reason);
    }
    let Some(max) = snapshot.max.filter(|max| *max > 0.0) else {
        return Judgement::unknown(Reason::NoMaxScore(snapshot.max));
    };
    let maxima =
        posture.assessments.iter().filter(|assessment| is_covered(assessment)).filter_map(|assessment| assessment.max);
    let covered = maxima.fold(Interval::ZERO, Interval::plus);
    let share = percent(covered.least * 100.0 / max, Some(limit));
    let (shown, total) = (points(covered.least, Some(max)), points(max, None));
    let message = format!(
        "Maximum, profile and state are known for {share} of the score ({shown} of {total} points); required: at least {}.",
        Percent(limit)
    );
    let holds = |covered: f64| meets(Threshold::Percent(limit), covered, Some(max)) == Some(true);
    let judged = match Decision::of(holds(covered.least), holds(covered.most)) {
        Decision::Met => Judgement::of_tenant(Outcome::Pass, message),
        Decision::NotMet => Judgement::of_tenant(Outcome::Fail, message),
        Decision::Unknown => {
            let (outcome, message) = unknown(Reason::RoundedPercentage { percentage: None }, &message);
            Judgement::of_tenant(outcome, message)
        }
    };
    let uncovered: Vec<&str> =
        posture.assessments.iter().filter(|s| !is_covered(s)).map(|s| s.control.id.as_str()).collect();
    let details = if uncovered.is_empty() {
        Vec::new()
    } else {
        vec![format!("not counted: {} ({})", count(uncovered.len(), "control"), sample(&uncovered, 10))]
    };
    Judgement {
        details,
        measured: vec![Measured { score: covered.least, max: Some(max) }],
        observed: Some(Quantity::between(covered.least * 100.0 / max, covered.most * 100.0 / max, Unit::Percent)),
        ..judged
    }
}

/// Whether maximum, profile and state of a control are known.
fn is_covered(assessment: &ControlAssessment<'_>) -> bool {
    let is_state_known = assessment.state.claim() != Claim::Maybe;
    assessment.inconsistency.is_none() && assessment.max.is_some() && assessment.profile.is_some() && is_state_known
}
