//! The baseline of a snapshot: what every control is worth today, for later snapshots to be compared with.

use super::control_assessment::ControlAssessment;
use super::error::EvaluateError;
use super::posture::Posture;
use super::state::{Claim, State};
use crate::baseline::{Baseline, BaselineClaim, BaselineControl, LONGEST_ID};
use crate::evidence::Evidence;
use crate::report::Advice;
use crate::text::{count, sample};

impl Baseline {
    /// Makes the baseline of the newest snapshot. States and maxima that are unknown are in it as such.
    ///
    /// # Errors
    ///
    /// [`EvaluateError::BaselineRefused`] where something could hide behind the figures: a part is missing, they do not add up, or the snapshot
    /// names no tenant or no maximum.
    pub fn of(evidence: &Evidence) -> Result<Self, EvaluateError> {
        of(evidence).map_err(|(flaw, advice)| EvaluateError::BaselineRefused {
            date: evidence.snapshot.date(),
            flaw,
            advice,
        })
    }
}

fn of(evidence: &Evidence) -> Result<Baseline, (String, Advice)> {
    let posture = Posture::of(evidence);
    let snapshot = &evidence.snapshot;
    let tenant = snapshot.tenant.clone().ok_or(("it states no tenant".to_owned(), Advice::KeepTenant))?;
    if let Some(defect) = &posture.defect {
        return Err((defect.reason.to_string(), Advice::CollectAgain));
    }
    let figures = (snapshot.current, snapshot.max.filter(|max| *max > 0.0));
    let (Some(current), Some(max)) = figures else {
        let maximum = snapshot.max.map_or("it has no maxScore", |_| "its maxScore is 0");
        return Err((maximum.to_owned(), Advice::CollectAgain));
    };
    if let Some(inconsistency) = inconsistency(&posture.assessments) {
        return Err((inconsistency, Advice::CollectBothAgain));
    }
    if let Some(long) = posture.assessments.iter().find(|assessment| assessment.control.id.chars().count() > LONGEST_ID)
    {
        let start: String = long.control.id.chars().take(40).collect();
        return Err((
            format!("the id of a control is longer than {LONGEST_ID} characters: {start}…"),
            Advice::CollectAgain,
        ));
    }
    let controls = posture.assessments.iter().map(control).collect();
    let baseline = Baseline { tenant, date: snapshot.date(), current, max, controls, source: None };
    match baseline.sum_flaw() {
        Some(flaw) => Err((flaw.message("its currentScore", "its maxScore", &baseline), Advice::CollectBothAgain)),
        // Maxima that follow from percentages are not in the baseline, but must fit the snapshot they come from.
        None => posture
            .open_maximum()
            .map_or_else(|reason| Err((reason.to_string(), Advice::CollectBothAgain)), |_| Ok(baseline)),
    }
}

/// The controls whose own figures are inconsistent.
fn inconsistency(assessments: &[ControlAssessment<'_>]) -> Option<String> {
    let inconsistency = assessments.iter().filter_map(|assessment| {
        assessment.inconsistency.as_ref().map(|reason| format!("{} ({reason})", assessment.control.id))
    });
    let inconsistency: Vec<String> = inconsistency.collect();
    (!inconsistency.is_empty()).then(|| {
        let (number, ids) = (count(inconsistency.len(), "control"), sample(&inconsistency, 5));
        format!("the figures of {number} are inconsistent: {ids}")
    })
}

fn control(assessment: &ControlAssessment<'_>) -> BaselineControl {
    BaselineControl {
        id: assessment.control.id.clone(),
        // The figures of a control without a score are inconsistent, and those are refused.
        score: assessment.score.unwrap_or(0.0),
        // A maximum that follows from a rounded percentage is not exact, so the baseline does not contain it.
        max: assessment.max.filter(|max| max.is_exact()).map(|max| max.least),
        claim: claim(&assessment.state),
    }
}

fn claim(state: &State) -> BaselineClaim {
    match (state.certain_claim(), state.name()) {
        (Claim::No, _) => BaselineClaim::No,
        (Claim::Yes, Some(name)) => BaselineClaim::Yes(name.to_owned()),
        (Claim::Yes, None) | (Claim::Maybe, _) => BaselineClaim::Unknown,
    }
}
