//! Judgements: findings before they are numbered and waived.

use std::sync::Arc;

use crate::report::{Change, ControlInfo, Exclusion, Outcome, Quantity, Reason, Requirement, Subject};

/// A finding of a rule on one subject, and the figures that a waiver's `while-at-least` is compared with.
#[derive(Debug)]
pub(super) struct Judgement {
    pub(super) subject: Subject,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    /// The requirement of the rule, and what was observed of it, as numbers with units.
    pub(super) required: Option<Requirement>,
    pub(super) observed: Option<Quantity>,
    pub(super) details: Vec<String>,
    pub(super) control: Option<Arc<ControlInfo>>,
    /// The attribution of the score change, for a rule that compares two days.
    pub(super) change: Option<Box<Change>>,
    /// Whether it passes only until more snapshots show a drop.
    pub(super) pending: bool,
    pub(super) recoverable: Option<f64>,
    /// The measured scores, at the worst: each must be as much as a waiver requires. Empty where the rule measures no score.
    pub(super) measured: Vec<Measured>,
}

/// A score of a maximum, in points or as a fraction of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) score: f64,
    /// None where it is unknown: points can be compared all the same.
    pub(super) max: Option<f64>,
}

impl Judgement {
    /// A finding about the tenant.
    pub(super) fn of_tenant(outcome: Outcome, message: String) -> Self {
        Self {
            subject: Subject::Tenant,
            outcome,
            message,
            required: None,
            observed: None,
            details: Vec::new(),
            control: None,
            change: None,
            pending: false,
            recoverable: None,
            measured: Vec::new(),
        }
    }

    /// The same with what the rule requires.
    pub(super) fn required(self, required: Requirement) -> Self {
        Self { required: Some(required), ..self }
    }

    /// States what the rule requires, if it has no requirement of its own yet. A rule can state none.
    pub(super) fn or_require(&mut self, required: Option<&Requirement>) {
        if self.required.is_none() {
            self.required = required.cloned();
        }
    }

    /// The same with what was observed.
    pub(super) fn observed(self, observed: Quantity) -> Self {
        Self { observed: Some(observed), ..self }
    }

    /// A finding about the tenant whose outcome is unknown.
    pub(super) fn unknown(reason: Reason) -> Self {
        let (outcome, message) = unknown(reason, "");
        Self::of_tenant(outcome, message)
    }

    /// A finding about the tenant that does not apply.
    pub(super) fn not_applicable(exclusion: Exclusion, message: String) -> Self {
        Self::of_tenant(Outcome::NotApplicable(exclusion), message)
    }

    /// A finding about a control that the snapshot does not hold.
    pub(super) fn of_absent(id: &str, outcome: Outcome, message: String) -> Self {
        Self { subject: Subject::Control(crate::text::line(id)), ..Self::of_tenant(outcome, message) }
    }
}

/// Sorts judgements by their subjects. They are mostly sorted already, and large to move.
pub(super) fn sort_by_subject(judgements: &mut [Judgement]) {
    if !judgements.is_sorted_by(|a, b| a.subject <= b.subject) {
        judgements.sort_by(|a, b| a.subject.cmp(&b.subject));
    }
}

/// An unknown outcome with its message: the reason, then what is known.
pub(super) fn unknown(reason: Reason, known: &str) -> (Outcome, String) {
    let space = if known.is_empty() { "" } else { " " };
    let message = format!("Unknown: {reason}.{space}{known}");
    (Outcome::Unknown(reason), message)
}

/// The same with the result first: the figures, then the reason for which they decide nothing.
pub(super) fn unknown_result(result: &str, reason: Reason) -> (Outcome, String) {
    let why = reason.to_string();
    let mut rest = why.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    (Outcome::Unknown(reason), format!("Unknown: {result} {first}{}.", rest.as_str()))
}

/// One judgement a subject, so that a finding has an identity of its own: a rule with two limits can judge the tenant twice, and
/// then the worse counts. In a response that Graph marked as partial no pass is certain.
pub(super) fn one_per_subject(judgements: Vec<Judgement>, partial: bool) -> Vec<Judgement> {
    // As nearly all rules have it: the judgement of the tenant, if there is one, is the first.
    if !partial && judgements.iter().skip(1).all(|judgement| judgement.subject != Subject::Tenant) {
        return judgements;
    }
    let mut tenant: Option<Judgement> = None;
    let mut others = Vec::new();
    for judgement in judgements {
        let judgement = if partial { judgement.unproved() } else { judgement };
        match (&judgement.subject, &mut tenant) {
            (Subject::Control(_), _) => others.push(judgement),
            (Subject::Tenant, Some(known)) => known.absorb(judgement),
            (Subject::Tenant, None) => tenant = Some(judgement),
        }
    }
    tenant.into_iter().chain(others).collect()
}

impl Judgement {
    /// Turns a pass into an unknown outcome, because a part of the data is missing.
    fn unproved(self) -> Self {
        match self.outcome {
            Outcome::Pass | Outcome::NotApplicable(_) => {
                let (outcome, message) = unknown(Reason::SnapshotPartial, &self.message);
                Self { outcome, message, ..self }
            }
            Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => self,
        }
    }

    /// Merges another judgement of the same subject: both messages are kept, and the worse outcome counts.
    fn absorb(&mut self, other: Self) {
        if self.outcome == other.outcome && self.message.starts_with(other.message.trim_end_matches('.')) {
            // Both limits are unknown for the same reason, and the first has more detail.
            self.measured.extend(other.measured);
            return;
        }
        let (first, second) = if other.outcome.rank() < self.outcome.rank() {
            (other.message, std::mem::take(&mut self.message))
        } else {
            (std::mem::take(&mut self.message), other.message)
        };
        if other.outcome.rank() < self.outcome.rank() {
            self.outcome = other.outcome;
            (self.required, self.observed) = (other.required, other.observed);
        }
        self.message = format!("{first} {second}");
        self.details.extend(other.details);
        self.change = self.change.take().or(other.change);
        self.pending |= other.pending;
        self.measured.extend(other.measured);
    }
}
