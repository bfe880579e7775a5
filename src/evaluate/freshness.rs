//! `freshness`: the age of the snapshot and of what Microsoft last synced. The built-in rule about a stale snapshot is in
//! `evaluate/built_in_rules/fresh.rs`.

use jiff::{SignedDuration, Timestamp};

use super::control_assessment::ControlAssessment;
use super::controls;
use super::judgement::{Judgement, sort_by_subject, unknown};
use super::posture::Posture;
use crate::policy::{Age, FreshnessExpectation, Selected, Selector, WhenMissing};
use crate::report::{DateKind, Outcome, Quantity, Reason, Requirement, Subject};

/// The time that a date may lie ahead of now: a day for the time zones that a snapshot's date may come from.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn judge(expectation: &FreshnessExpectation, posture: &Posture<'_>, now: Timestamp) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    if let Some(limit) = expectation.snapshot {
        judgements.push(snapshot(limit, posture.evidence.snapshot.created, now));
    }
    if let Some(limit) = expectation.last_synced {
        let required = Requirement::at_most(limit);
        let mut synced = synced(limit, expectation.controls.as_ref(), posture, now);
        synced.iter_mut().for_each(|judgement| judgement.or_require(Some(&required)));
        judgements.append(&mut synced);
    }
    judgements
}

/// The age of the snapshot, from the start of its day.
pub(super) fn snapshot(limit: Age, created: Timestamp, now: Timestamp) -> Judgement {
    let age = now.duration_since(created);
    if age < -AHEAD {
        let reason = Reason::DateInFuture { date: DateKind::Snapshot, at: created, now };
        return Judgement::unknown(reason).required(Requirement::at_most(limit));
    }
    let message = format!("The snapshot of {created} is {} old; allowed: at most {limit}.", shown(age, limit));
    Judgement::of_tenant(if age <= limit.0 { Outcome::Pass } else { Outcome::Fail }, message)
        .required(Requirement::at_most(limit))
        .observed(Quantity::days(age))
}

fn synced(limit: Age, selector: Option<&Selector>, posture: &Posture<'_>, now: Timestamp) -> Vec<Judgement> {
    let selection = posture.select(selector.map(Selected::from).unwrap_or_default());
    if selection.chosen.is_empty()
        && selection.uncertain.is_empty()
        && selection.missing.is_empty()
        && selection.unmatched.is_empty()
    {
        return vec![Judgement::unknown(Reason::TooFewControls { found: 0, required: 1 })];
    }
    let assessment = |position: &usize| &posture.assessments[*position];
    let mut judgements: Vec<Judgement> =
        selection.chosen.iter().map(|position| one(limit, assessment(position), now)).collect();
    judgements.extend(selection.uncertain.iter().map(|position| controls::uncertain(assessment(position))));
    if !selection.unmatched.is_empty() {
        judgements.push(Judgement::unknown(selection.unmatched_reason()));
    }
    judgements.extend(selection.missing.iter().map(|id| controls::missing(id, WhenMissing::Unknown, posture)));
    judgements.extend(controls::not_whole(&selection, posture));
    sort_by_subject(&mut judgements);
    judgements
}

fn one(limit: Age, assessment: &ControlAssessment<'_>, now: Timestamp) -> Judgement {
    let age = assessment.control.last_synced.map(|synced| (synced, now.duration_since(synced)));
    let observed = age.filter(|(_, age)| *age >= -AHEAD).map(|(_, age)| Quantity::days(age));
    let (outcome, message) = match age {
        None => unknown(Reason::SyncDateMissing, ""),
        Some((synced, age)) if age < -AHEAD => {
            unknown(Reason::DateInFuture { date: DateKind::Sync, at: synced, now }, "")
        }
        Some((synced, age)) => {
            let outcome = if age <= limit.0 { Outcome::Pass } else { Outcome::Fail };
            (outcome, format!("Last synced {} ago ({synced}); allowed: at most {limit}.", shown(age, limit)))
        }
    };
    Judgement {
        subject: Subject::Control(assessment.control.id.clone()),
        control: Some(assessment.info()),
        observed,
        ..Judgement::of_tenant(outcome, message)
    }
}

/// An age in the unit of its limit, never rounded down to a limit that it is beyond: `73 h` for 72 hours and a second.
fn shown(age: SignedDuration, limit: Age) -> String {
    Quantity::days(age).text(Some(&limit.into()))
}
