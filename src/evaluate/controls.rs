//! `controls`: the least score or the state of single controls.

use super::case::Case;
use super::grace::Grace;
use super::judgement::{Judgement, Measured};
use super::limit::{TOLERANCE, meets};
use super::posture::Posture;
use super::select::Selection;
use super::standing::Standing;
use super::state::{Claim, State};
use super::sum::Decision;
use crate::policy::{ControlState, ControlsExpectation, Percent, Points, Threshold, WhenMissing};
use crate::report::{Outcome, Quantity, Requirement, Subject, Unit};
use crate::text::{count, line, list};

pub(super) fn judge(expectation: &ControlsExpectation, case: &Case<'_>) -> Vec<Judgement> {
    let posture = case.posture;
    let grace = expectation.grace.map(|grace| Grace::of(grace, case)).unwrap_or_default();
    let selection = match (&expectation.ids, &expectation.properties) {
        (Some(ids), _) => posture.select_ids(ids),
        (None, Some(properties)) => posture.select_where(properties),
        // The schema demands one of them.
        (None, None) => Selection::default(),
    };
    let mut judgements: Vec<Judgement> = whole(expectation, &selection, posture).into_iter().collect();
    for position in &selection.chosen {
        judgements.push(excused(one(expectation, &posture.standings[*position]), *position, &grace));
    }
    for position in &selection.unplaced {
        judgements.push(excused(unplaced(&posture.standings[*position]), *position, &grace));
    }
    for id in &selection.missing {
        judgements.push(missing(id, expectation.when_missing, posture));
    }
    judgements.sort_by(|a, b| a.subject.cmp(&b.subject));
    judgements
}

/// What is wrong with the choice as a whole.
fn whole(expectation: &ControlsExpectation, selection: &Selection, posture: &Posture<'_>) -> Option<Judgement> {
    if !selection.idle.is_empty() {
        let patterns = list(&selection.idle, "and");
        let matches = if selection.idle.len() == 1 { "matches" } else { "match" };
        return Some(Judgement::undecided(line(&format!("{patterns} {matches} no scored control"))));
    }
    let found = selection.chosen.len();
    let least = expectation.min_matches.map_or(1, |least| least as usize);
    if found < least && (found > 0 || selection.missing.is_empty() || expectation.min_matches.is_some()) {
        let what = match found {
            0 => "the selector matches no scored control".to_owned(),
            _ => format!("the selector matches {}, and at least {least} are demanded", count(found, "control")),
        };
        return Some(Judgement::undecided(what));
    }
    let broken = posture.broken.as_ref().filter(|_| selection.is_open)?;
    Some(Judgement::undecided(format!("the snapshot may lack controls that the rule is about: {broken}")))
}

/// What becomes of a failure of a control that is new. One that may be new is not proved to fail.
fn excused(judgement: Judgement, position: usize, grace: &Grace) -> Judgement {
    match judgement.outcome {
        Outcome::Fail | Outcome::Unknown(_) => {}
        Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_) => return judgement,
    }
    if let Some(first) = grace.new.get(&position) {
        let reason = format!("it was first scored on {first}, and is left out until {}", grace.until(*first));
        let message = format!("Not yet: {reason}. {}", judgement.message);
        return Judgement { outcome: Outcome::NotApplicable(reason), message, ..judgement };
    }
    match (grace.doubtful.get(&position), &judgement.outcome) {
        (Some(first), Outcome::Fail) => {
            let reason = format!("the past begins on {first}, so that it cannot be told whether it is new");
            let message = format!("Undecided: {reason}. {}", judgement.message);
            Judgement { outcome: Outcome::Unknown(reason), message, ..judgement }
        }
        (Some(_) | None, _) => judgement,
    }
}

/// Judges one control.
fn one(expectation: &ControlsExpectation, standing: &Standing<'_>) -> Judgement {
    let judged = match (&standing.odd, expectation.at_least, expectation.state) {
        (Some(odd), _, _) => Err(format!("its figures do not add up: {odd}")),
        (None, Some(threshold), _) => at_least(threshold, expectation.points, standing),
        (None, None, Some(state)) => in_state(state, standing),
        // The schema demands one of them.
        (None, None, None) => Err("the rule says neither `at-least` nor `state`".to_owned()),
    };
    let observed = format!("{}{}", standing.figures(expectation.at_least), claim_words(&standing.state));
    let demanded = match (expectation.at_least, expectation.state) {
        (Some(threshold), _) => match expectation.points {
            Points::Observed => format!("at least {threshold} is demanded, measured by Microsoft"),
            Points::Reported => format!("at least {threshold} is demanded"),
        },
        (None, Some(ControlState::Implemented)) => "all points are demanded, measured by Microsoft".to_owned(),
        (None, Some(state)) => format!("the state {} is demanded", state.name()),
        (None, None) => String::new(),
    };
    let message = format!("{observed}; {demanded}.");
    let (outcome, message) = match judged {
        Ok(true) => (Outcome::Pass, message),
        Ok(false) => (Outcome::Fail, message),
        Err(reason) => (Outcome::Unknown(reason.clone()), format!("Undecided: {reason}. {message}")),
    };
    let counted = if expectation.at_least.is_some() { expectation.points } else { Points::Observed };
    let required = required_amount(expectation);
    let observed = observed_amount(expectation, counted, standing);
    Judgement { measured: measured(standing, counted), required, observed, ..about(standing, outcome, message) }
}

/// What the rule requires of each control. Implemented means all points.
fn required_amount(expectation: &ControlsExpectation) -> Option<Requirement> {
    // The words are those of Graph, as in what is observed.
    let state = |state: &State| state.name().map(|name| Requirement::exactly(Quantity::State(name.to_owned())));
    match (expectation.at_least, expectation.state) {
        (Some(threshold), _) => Some(Requirement::at_least(threshold)),
        (None, Some(ControlState::Implemented)) => Some(Requirement::at_least(Percent(100.0))),
        (None, Some(ControlState::Default)) => state(&State::Default),
        (None, Some(ControlState::Ignored)) => state(&State::Ignored),
        (None, Some(ControlState::ThirdParty)) => state(&State::ThirdParty),
        (None, Some(ControlState::Reviewed)) => state(&State::Reviewed),
        (None, None) => None,
    }
}

/// What was observed of it: points or a share, as far as they count, or the state.
fn observed_amount(expectation: &ControlsExpectation, counted: Points, standing: &Standing<'_>) -> Option<Quantity> {
    let unit = match (expectation.at_least, expectation.state) {
        (Some(Threshold::Points(_)), _) => Unit::Points,
        (Some(Threshold::Percent(_)), _) | (None, Some(ControlState::Implemented)) => Unit::Percent,
        (None, Some(_)) => return standing.state.name().map(|state| Quantity::State(state.to_owned())),
        (None, None) => return None,
    };
    let info = standing.info();
    let score = info.score.filter(|_| standing.odd.is_none())?;
    let (least, most) = match (counted, standing.state.claim()) {
        (Points::Reported, _) | (Points::Observed, Claim::No) => (score, score),
        (Points::Observed, Claim::Yes) => (0.0, 0.0),
        (Points::Observed, Claim::Maybe) => (0.0, score),
    };
    match unit {
        Unit::Percent if most == 0.0 => Some(Quantity::exact(0.0, unit)),
        Unit::Percent => {
            let share = 100.0 / info.max.filter(|max| *max > 0.0)?;
            Some(Quantity::between(least * share, most * share, unit))
        }
        Unit::Points | Unit::PercentagePoints | Unit::Days | Unit::Count => Some(Quantity::between(least, most, unit)),
    }
}

/// What a waiver's `while-at-least` is compared with: no more than what the rule itself would count.
pub(super) fn measured(standing: &Standing<'_>, counted: Points) -> Option<Measured> {
    let score = match counted {
        Points::Reported => standing.score?,
        Points::Observed => standing.observed().0,
    };
    standing.max.filter(|_| standing.odd.is_none()).map(|max| Measured { score, max })
}

pub(super) fn about(standing: &Standing<'_>, outcome: Outcome, message: String) -> Judgement {
    Judgement {
        subject: Subject::Control(standing.control.id.clone()),
        control: Some(standing.info()),
        recoverable: standing.recoverable(),
        ..Judgement::of_tenant(outcome, message)
    }
}

/// Whether a control has enough points; the reason where that is not known.
fn at_least(threshold: Threshold, counted: Points, standing: &Standing<'_>) -> Result<bool, String> {
    let score = standing.score.unwrap_or(0.0);
    let (least, most) = match counted {
        Points::Reported => (score, score),
        Points::Observed => standing.observed(),
    };
    let at = |points: f64| match (threshold, standing.max) {
        // A share of no points is none, whatever the maximum is.
        (Threshold::Percent(share), None) if points == 0.0 => Ok(share == 0.0),
        (Threshold::Percent(_), None) => Err("its maximum is not known".to_owned()),
        (Threshold::Percent(_) | Threshold::Points(_), max) => meets(threshold, points, max)
            .ok_or_else(|| "its maximum is 0 points, so that no share can be measured".to_owned()),
    };
    match Decision::of(at(least)?, at(most)?) {
        Decision::Holds => Ok(true),
        Decision::Fails => Ok(false),
        Decision::Open => Err(state_unknown(&standing.state)),
    }
}

fn in_state(demanded: ControlState, standing: &Standing<'_>) -> Result<bool, String> {
    let is = |state: &State| match &standing.state {
        State::Unknown(_) => Err(state_unknown(&standing.state)),
        known @ (State::Default | State::Ignored | State::ThirdParty | State::Reviewed | State::Other(_)) => {
            Ok(known == state)
        }
    };
    match demanded {
        ControlState::Implemented => implemented(standing),
        ControlState::Default => is(&State::Default),
        ControlState::Ignored => is(&State::Ignored),
        ControlState::ThirdParty => is(&State::ThirdParty),
        ControlState::Reviewed => is(&State::Reviewed),
    }
}

/// All points, and observed.
fn implemented(standing: &Standing<'_>) -> Result<bool, String> {
    let score = standing.score.unwrap_or(0.0);
    let has_all = match standing.max {
        Some(0.0) => return Err("its maximum is 0 points, so that nothing can be measured".to_owned()),
        Some(max) => score >= max * (1.0 - TOLERANCE),
        None if score == 0.0 => false,
        None => return Err("its maximum is not known".to_owned()),
    };
    match standing.state.claim() {
        Claim::No => Ok(has_all),
        Claim::Yes => Ok(false),
        Claim::Maybe if has_all => Err(state_unknown(&standing.state)),
        Claim::Maybe => Ok(false),
    }
}

fn state_unknown(state: &State) -> String {
    match state {
        State::Unknown(why) => format!("its state is not known: {why}"),
        State::Default | State::Ignored | State::ThirdParty | State::Reviewed | State::Other(_) => {
            "its state is not known".to_owned()
        }
    }
}

fn claim_words(state: &State) -> String {
    match state {
        State::Default => String::new(),
        State::Ignored => ", and the risk was accepted (Ignored)".to_owned(),
        State::ThirdParty | State::Reviewed | State::Other(_) => {
            format!(", claimed by the state {}", state.name().unwrap_or_default())
        }
        State::Unknown(_) => ", in a state that is not known".to_owned(),
    }
}

pub(super) fn unplaced(standing: &Standing<'_>) -> Judgement {
    let reason = if standing.control.category.is_none() {
        "the snapshot gives it no category, so that it cannot be told whether the rule is about it"
    } else {
        "it has no profile and the catalogue is incomplete, so that it cannot be told whether the rule is about it"
    };
    about(standing, Outcome::Unknown(reason.to_owned()), format!("Undecided: {reason}."))
}

/// An id that the snapshot does not score.
pub(super) fn missing(id: &str, when_missing: WhenMissing, posture: &Posture<'_>) -> Judgement {
    let catalogue = &posture.evidence.catalogue;
    let known = catalogue.profile(id);
    let hint = match (known, posture.did_you_mean(id)) {
        (Some(_), _) => "the catalogue knows it, but the snapshot does not score it".to_owned(),
        (None, Some(near)) => format!("neither the snapshot nor the catalogue knows it; did you mean {near}?"),
        (None, None) => "neither the snapshot nor the catalogue knows it".to_owned(),
    };
    let message = format!("Not scored: {hint}{}", if hint.ends_with('?') { "" } else { "." });
    let reason = format!("it is not scored: {}", hint.trim_end_matches('?'));
    // Where the snapshot lacks controls, this may be one of them.
    let when_missing = if posture.broken.is_some() { WhenMissing::Unknown } else { when_missing };
    let outcome = match when_missing {
        WhenMissing::Fail => Outcome::Fail,
        WhenMissing::NotApplicable if known.is_some() && catalogue.complete => Outcome::NotApplicable(reason),
        WhenMissing::NotApplicable | WhenMissing::Unknown => Outcome::Unknown(reason),
    };
    let message = match outcome {
        Outcome::Unknown(_) => format!("Undecided. {message}"),
        Outcome::Pass | Outcome::Fail | Outcome::Waived { .. } | Outcome::NotApplicable(_) => message,
    };
    Judgement::of_absent(id, outcome, message)
}
