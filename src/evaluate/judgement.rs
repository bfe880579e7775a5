//! What the judge of an expectation hands over: findings before they are numbered and waived.

use crate::report::{ControlInfo, Outcome, Subject};

/// A finding of a rule on one subject, and the figure that a waiver's `while-at-least` is compared with.
#[derive(Debug)]
pub(super) struct Judgement {
    pub(super) subject: Subject,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    pub(super) details: Vec<String>,
    pub(super) control: Option<ControlInfo>,
    pub(super) recoverable: Option<f64>,
    pub(super) measured: Option<Measured>,
}

/// A score of a maximum, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) score: f64,
    pub(super) max: f64,
}

impl Judgement {
    /// A finding about the tenant.
    pub(super) fn of_tenant(outcome: Outcome, message: String) -> Self {
        Self {
            subject: Subject::Tenant,
            outcome,
            message,
            details: Vec::new(),
            control: None,
            recoverable: None,
            measured: None,
        }
    }

    /// An undecided finding about the tenant.
    pub(super) fn undecided(reason: String) -> Self {
        let message = format!("Undecided: {reason}.");
        Self::of_tenant(Outcome::Unknown(reason), message)
    }

    /// A finding about a control that the snapshot does not hold.
    pub(super) fn of_absent(id: &str, outcome: Outcome, message: String) -> Self {
        Self { subject: Subject::Control(crate::text::line(id)), ..Self::of_tenant(outcome, message) }
    }
}
