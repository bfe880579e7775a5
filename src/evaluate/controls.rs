//! `controls`: the least score, or the state, of single controls.

use super::context::Context;
use super::control_assessment::ControlAssessment;
use super::decision::Decision;
use super::grace::Grace;
use super::interval::Interval;
use super::judgement::{Judgement, Measured, sort_by_subject, unknown};
use super::posture::Posture;
use super::select::Selection;
use super::sentence;
use super::state::{Claim, State, StateKind};
use super::threshold::meets;
use crate::figures::TOLERANCE;
use crate::policy::{ControlState, ControlsExpectation, Percent, Points, Threshold, WhenMissing};
use crate::report::{
    Exclusion, HistoryShortage, Inconsistency, MissingProperty, Outcome, Quantity, Reason, Requirement, Subject, Unit,
};

pub(super) fn judge(expectation: &ControlsExpectation, context: &Context<'_>) -> Vec<Judgement> {
    let posture = context.posture;
    let grace = expectation.grace.map(|grace| Grace::of(grace, context)).unwrap_or_default();
    let selection = match (&expectation.ids, &expectation.properties) {
        (Some(ids), _) => posture.select_ids(ids),
        (None, Some(properties)) => posture.select_where(properties),
        // The schema requires one of them.
        (None, None) => Selection::default(),
    };
    let selection = posture.without(selection, expectation.except.as_ref());
    let mut judgements: Vec<Judgement> = whole(expectation, &selection, posture).into_iter().collect();
    let words = required_words(expectation);
    for position in &selection.chosen {
        let mut judgement = one(expectation, &words, &posture.assessments[*position]);
        excuse(&mut judgement, *position, &grace);
        judgements.push(judgement);
    }
    for position in &selection.uncertain {
        let mut judgement = uncertain(&posture.assessments[*position]);
        excuse(&mut judgement, *position, &grace);
        judgements.push(judgement);
    }
    for id in &selection.missing {
        judgements.push(missing(id, expectation.when_missing, posture));
    }
    sort_by_subject(&mut judgements);
    let required = required_amount(expectation);
    judgements.iter_mut().for_each(|judgement| judgement.or_require(required.as_ref()));
    judgements
}

/// Returns the judgement of the choice as a whole, where something is wrong with it.
fn whole(expectation: &ControlsExpectation, selection: &Selection, posture: &Posture<'_>) -> Option<Judgement> {
    if !selection.unmatched.is_empty() {
        return Some(Judgement::unknown(selection.unmatched_reason()));
    }
    let found = selection.chosen.len();
    let least = expectation.min_matches.map_or(1, |least| least as usize);
    if found < least && (found > 0 || selection.missing.is_empty() || expectation.min_matches.is_some()) {
        let mut few = Judgement::unknown(Reason::TooFewControls { found, required: least });
        few.required = expectation.min_matches.map(|_| Requirement::at_least(Quantity::count(least)));
        return Some(few);
    }
    not_whole(selection, posture)
}

/// The unknown finding of a rule over a set of controls where the snapshot may be missing some of them.
pub(super) fn not_whole(selection: &Selection, posture: &Posture<'_>) -> Option<Judgement> {
    posture.may_miss_controls().filter(|_| selection.is_open).map(Judgement::unknown)
}

/// Excuses the failure of a control that is new. One that may be new is not proved to fail.
fn excuse(judgement: &mut Judgement, position: usize, grace: &Grace) {
    match judgement.outcome {
        Outcome::Fail | Outcome::Unknown(_) => {}
        Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_) => return,
    }
    if let Some(first) = grace.new.get(&position) {
        let exclusion = Exclusion::NewControl { first: *first, until: grace.until(*first) };
        judgement.message = format!("New control: {exclusion}. {}", judgement.message);
        judgement.outcome = Outcome::NotApplicable(exclusion);
    } else if let (Some(first), Outcome::Fail) = (grace.doubtful.get(&position), &judgement.outcome) {
        let shortage = HistoryShortage::NewControl { begins: *first };
        (judgement.outcome, judgement.message) = unknown(Reason::HistoryTooShort(shortage), &judgement.message);
    }
}

/// The requirement of the rule on each control, for a sentence.
fn required_words(expectation: &ControlsExpectation) -> String {
    match (expectation.at_least, expectation.state) {
        (Some(threshold), _) => match expectation.points {
            Points::Observed => format!("required: at least {threshold}, measured by Microsoft"),
            Points::Reported => format!("required: at least {threshold}"),
        },
        (None, Some(ControlState::Implemented)) => "required: all points, measured by Microsoft".to_owned(),
        (None, Some(state)) => format!("required: state {}", state.name()),
        (None, None) => String::new(),
    }
}

/// Judges one control; `required` is the requirement in words.
fn one(expectation: &ControlsExpectation, required: &str, assessment: &ControlAssessment<'_>) -> Judgement {
    let judged = match (&assessment.inconsistency, expectation.at_least, expectation.state) {
        (Some(inconsistency), _, _) => Err(Reason::FiguresInconsistent(Inconsistency::Subject(inconsistency.clone()))),
        (None, Some(threshold), _) => at_least(threshold, expectation.points, assessment),
        (None, None, Some(state)) => in_state(state, assessment),
        // The schema requires one of them.
        (None, None, None) => Err(Reason::RequirementMissing),
    };
    let mut message = String::with_capacity(96);
    assessment.push_figures(&mut message, expectation.at_least);
    for part in [claim_words(&assessment.state).as_str(), "; ", required, "."] {
        message.push_str(part);
    }
    let (outcome, message) = match judged {
        Ok(true) => (Outcome::Pass, message),
        Ok(false) => (Outcome::Fail, message),
        Err(reason) => unknown(reason, &message),
    };
    let counted = if expectation.at_least.is_some() { expectation.points } else { Points::Observed };
    let observed = observed_amount(expectation, counted, assessment);
    Judgement { measured: measured(assessment, counted), observed, ..about(assessment, outcome, message) }
}

/// The requirement of the rule on each control. Implemented means all points.
fn required_amount(expectation: &ControlsExpectation) -> Option<Requirement> {
    // The words are those of Graph, as in what is observed.
    let state = |kind: &StateKind| kind.name().map(|name| Requirement::exactly(Quantity::State(name.to_owned())));
    match (expectation.at_least, expectation.state) {
        (Some(threshold), _) => Some(Requirement::at_least(threshold)),
        (None, Some(ControlState::Implemented)) => Some(Requirement::at_least(Percent(100.0))),
        (None, Some(ControlState::Default)) => state(&StateKind::Default),
        (None, Some(ControlState::Ignored)) => state(&StateKind::Ignored),
        (None, Some(ControlState::ThirdParty)) => state(&StateKind::ThirdParty),
        (None, Some(ControlState::Reviewed)) => state(&StateKind::Reviewed),
        (None, None) => None,
    }
}

/// The observed amount of a control: points or a percentage, as far as they count, or the state.
fn observed_amount(
    expectation: &ControlsExpectation,
    counted: Points,
    assessment: &ControlAssessment<'_>,
) -> Option<Quantity> {
    let unit = match (expectation.at_least, expectation.state) {
        (Some(Threshold::Points(_)), _) => Unit::Points,
        (Some(Threshold::Percent(_)), _) | (None, Some(ControlState::Implemented)) => Unit::Percent,
        (None, Some(_)) => return assessment.state.name().map(|state| Quantity::State(state.to_owned())),
        (None, None) => return None,
    };
    assessment.score.filter(|_| assessment.inconsistency.is_none())?;
    match unit {
        Unit::Percent => {
            let fraction = assessment.counted(counted, assessment.fraction()?);
            Some(Quantity::between(100.0 * fraction.least, 100.0 * fraction.most, unit))
        }
        Unit::Points | Unit::PercentagePoints | Unit::Days | Unit::Count => {
            let points = assessment.counted(counted, assessment.points());
            Some(Quantity::between(points.least, points.most, unit))
        }
    }
}

/// The scores that a waiver's `while-at-least` is compared with: no more than the rule itself would count.
pub(super) fn measured(assessment: &ControlAssessment<'_>, counted: Points) -> Vec<Measured> {
    if assessment.inconsistency.is_some() {
        return Vec::new();
    }
    let score = assessment.counted(counted, assessment.points()).least;
    vec![Measured { score, max: assessment.max.map(|max| max.most) }]
}

pub(super) fn about(assessment: &ControlAssessment<'_>, outcome: Outcome, message: String) -> Judgement {
    Judgement {
        subject: Subject::Control(assessment.control.id.clone()),
        control: Some(assessment.info()),
        recoverable: assessment.recoverable(),
        ..Judgement::of_tenant(outcome, message)
    }
}

/// Whether a control has enough points; the reason where that is unknown.
fn at_least(threshold: Threshold, counted: Points, assessment: &ControlAssessment<'_>) -> Result<bool, Reason> {
    let decision = match threshold {
        Threshold::Points(_) => {
            let points = assessment.counted(counted, assessment.points());
            let is_met = |points: f64| meets(threshold, points, None) == Some(true);
            Decision::of(is_met(points.least), is_met(points.most))
        }
        Threshold::Percent(_) => {
            // The fraction of no points is 0, whatever the maximum is.
            let nothing = assessment.score == Some(0.0) && assessment.max.is_none();
            let fraction =
                assessment.fraction().or(nothing.then_some(Interval::ZERO)).ok_or_else(|| no_fraction(assessment))?;
            let fraction = assessment.counted(counted, fraction);
            let is_met = |fraction: f64| meets(threshold, fraction, Some(1.0)) == Some(true);
            Decision::of(is_met(fraction.least), is_met(fraction.most))
        }
    };
    match decision {
        Decision::Met => Ok(true),
        Decision::NotMet => Ok(false),
        Decision::Unknown => Err(unknown_reason(counted, assessment)),
    }
}

fn no_fraction(assessment: &ControlAssessment<'_>) -> Reason {
    match assessment.max {
        Some(_) => Reason::ZeroMaximum,
        None => Reason::NoMaximum,
    }
}

/// The reason for which it is unknown whether a control has enough points.
fn unknown_reason(counted: Points, assessment: &ControlAssessment<'_>) -> Reason {
    let is_state_open = counted == Points::Observed && assessment.state.claim() == Claim::Maybe;
    let figures = assessment.inexact_reason().filter(|_| !is_state_open);
    figures.unwrap_or_else(|| assessment.state.unknown_reason())
}

fn in_state(required: ControlState, assessment: &ControlAssessment<'_>) -> Result<bool, Reason> {
    match required {
        ControlState::Implemented => implemented(assessment),
        ControlState::Default => assessment.state.is(&StateKind::Default),
        ControlState::Ignored => assessment.state.is(&StateKind::Ignored),
        ControlState::ThirdParty => assessment.state.is(&StateKind::ThirdParty),
        ControlState::Reviewed => assessment.state.is(&StateKind::Reviewed),
    }
}

/// All points, and observed.
fn implemented(assessment: &ControlAssessment<'_>) -> Result<bool, Reason> {
    let has_all = match assessment.fraction() {
        Some(fraction) => Decision::of(fraction.least >= 1.0 - TOLERANCE, fraction.most >= 1.0 - TOLERANCE),
        None => return Err(no_fraction(assessment)),
    };
    match (has_all, assessment.state.claim()) {
        (Decision::NotMet, _) | (_, Claim::Yes) => Ok(false),
        (Decision::Met | Decision::Unknown, Claim::Maybe) => Err(assessment.state.unknown_reason()),
        (Decision::Met, Claim::No) => Ok(true),
        (Decision::Unknown, Claim::No) => Err(unknown_reason(Points::Reported, assessment)),
    }
}

/// The claim that a state makes, as the end of a sentence about points.
pub(super) fn claim_words(state: &State) -> String {
    match (&state.kind, state.claim()) {
        (StateKind::Default, Claim::No) => String::new(),
        (StateKind::Default, Claim::Yes) => ", claimed (the claim was withdrawn on the day of the snapshot)".to_owned(),
        (StateKind::Default, Claim::Maybe) => ", in a state that was set on the day of the snapshot".to_owned(),
        (StateKind::Ignored, _) => ", risk accepted (state Ignored)".to_owned(),
        (StateKind::ThirdParty | StateKind::Reviewed, _) => {
            format!(", claimed (state {})", state.name().unwrap_or_default())
        }
        (StateKind::Unknown(_), _) => ", state unknown".to_owned(),
    }
}

/// The unknown finding of a control of which a property that the rule names is missing.
pub(super) fn uncertain(assessment: &ControlAssessment<'_>) -> Judgement {
    let what = match (assessment.profile, assessment.control.category.is_some()) {
        (None, _) => MissingProperty::Profile,
        (Some(_), false) => MissingProperty::Category,
        (Some(_), true) => MissingProperty::OfProfile,
    };
    let (outcome, message) = unknown(Reason::PropertyMissing(what), "");
    about(assessment, outcome, message)
}

/// The finding on an id that the snapshot does not score.
pub(super) fn missing(id: &str, when_missing: WhenMissing, posture: &Posture<'_>) -> Judgement {
    let catalogue = &posture.evidence.catalogue;
    let known = catalogue.profile(id);
    let suggestion = posture.did_you_mean(id).filter(|_| known.is_none()).map(str::to_owned);
    let reason = Reason::ControlMissing { in_catalogue: known.is_some(), suggestion };
    // Where the snapshot may be missing controls, this can be one of them.
    let is_absent = known.is_some() && catalogue.complete && posture.gap.is_none();
    let when_missing = if posture.defect.is_some() { WhenMissing::Unknown } else { when_missing };
    let (outcome, message) = match when_missing {
        WhenMissing::Fail => (Outcome::Fail, sentence(reason.to_string())),
        WhenMissing::NotApplicable if is_absent => {
            (Outcome::NotApplicable(Exclusion::ControlMissing), sentence(reason.to_string()))
        }
        WhenMissing::NotApplicable | WhenMissing::Unknown => unknown(reason, ""),
    };
    Judgement::of_absent(id, outcome, message)
}
