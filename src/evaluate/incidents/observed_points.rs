//! Whether the points of a control are all observed, as far as the evidence shows it.

use super::super::control_assessment::ControlAssessment;
use super::super::interval::Interval;
use super::super::state::Claim;
use crate::figures::TOLERANCE;
use crate::report::{Inconsistency, MissingPoints, Reason};

/// Whether the points of a control are all observed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ObservedPoints {
    /// All are observed, or the control gives none.
    All,
    /// Some are certainly not observed.
    Missing(MissingPoints),
    /// Some may be missing.
    Unknown {
        /// The reason, as a sentence fragment.
        why: String,
        /// The points that may be missing.
        missing: MissingPoints,
    },
}

impl ObservedPoints {
    /// The points of a control in the snapshot.
    pub(super) fn of(assessment: &ControlAssessment<'_>) -> Self {
        let all = assessment.max.map(|max| max.most);
        let unknown =
            |why: Reason| Self::Unknown { why: why.to_string(), missing: MissingPoints { least: 0.0, most: all } };
        if let Some(inconsistency) = &assessment.inconsistency {
            return unknown(Reason::FiguresInconsistent(Inconsistency::Subject(inconsistency.clone())));
        }
        let Some(fraction) = assessment.fraction() else {
            let gives_none = assessment.max.is_some_and(|max| max.most <= 0.0);
            return if gives_none { Self::All } else { unknown(Reason::NoMaximum) };
        };
        let observed = assessment.observed(fraction);
        if observed.least >= 1.0 - TOLERANCE {
            return Self::All;
        }
        let missing = missing(assessment.max, observed);
        if observed.most < 1.0 - TOLERANCE {
            return Self::Missing(missing);
        }
        let is_claimed = assessment.state.claim() == Claim::Maybe;
        let why = if is_claimed {
            assessment.state.unknown_reason()
        } else {
            assessment.inexact_reason().unwrap_or(Reason::NoMaximum)
        };
        Self::Unknown { why: why.to_string(), missing }
    }
}

/// The points that a fraction leaves.
fn missing(max: Option<Interval>, observed: Interval) -> MissingPoints {
    let left = |fraction: f64| (1.0 - fraction).max(0.0);
    match max {
        Some(max) => {
            MissingPoints { least: max.least * left(observed.most), most: Some(max.most * left(observed.least)) }
        }
        None => MissingPoints { least: 0.0, most: None },
    }
}
