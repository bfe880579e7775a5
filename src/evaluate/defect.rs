//! Defects: the reasons not to rely on the controls of a snapshot as a whole, of any day.

use crate::evidence::Disputed;
use crate::figures::{SUM_TOLERANCE, TOLERANCE};
use crate::report::{Inconsistency, Reason};

/// The reason not to rely on the controls of a snapshot as a whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Defect {
    pub(super) reason: Reason,
    pub(super) reported: ReportedScore,
}

/// The use of the reported score of a snapshot whose controls cannot be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportedScore {
    /// It does not need them: the response lists none.
    Usable,
    /// A failure is certain, but no pass is.
    FailureOnly,
    /// It is uncertain itself.
    Unusable,
}

impl Defect {
    pub(super) const fn unusable(reason: Reason) -> Self {
        Self { reason, reported: ReportedScore::Unusable }
    }

    const fn inconsistent(figures: Inconsistency) -> Self {
        Self::unusable(Reason::FiguresInconsistent(figures))
    }
}

/// The figures of one control in a snapshot of any day.
pub(super) struct Figure<'a> {
    pub(super) id: &'a str,
    pub(super) score: Option<f64>,
    pub(super) disputed: Option<Disputed>,
}

/// Returns the reason for which the controls of a day do not add up to its reported score, if they do not. A control that
/// stands twice with different values can count either way.
pub(super) fn find_defect(
    (current, max): (Option<f64>, Option<f64>),
    lists_controls: bool,
    controls: &[Figure<'_>],
) -> Option<Defect> {
    let Some(current) = current else {
        return Some(Defect::unusable(Reason::NoCurrentScore));
    };
    if let Some(max) = max.filter(|max| current < 0.0 || current > max * (1.0 + TOLERANCE)) {
        return Some(Defect::inconsistent(Inconsistency::CurrentScore { current, max }));
    }
    if controls.is_empty() {
        let is_usable = !lists_controls || current <= SUM_TOLERANCE;
        let reported = if is_usable { ReportedScore::Usable } else { ReportedScore::FailureOnly };
        return Some(Defect { reason: Reason::NoControls, reported });
    }
    let unscored = controls.iter().filter(|control| control.score.is_none() && control.disputed.is_none());
    let unscored: Vec<String> = unscored.map(|control| control.id.to_owned()).collect();
    let sum = |end: fn(Disputed) -> f64| -> f64 {
        controls.iter().map(|control| control.disputed.map_or(control.score.unwrap_or(0.0), end)).sum()
    };
    let (least, most) = (sum(|disputed| disputed.lowest), sum(|disputed| disputed.highest));
    if !unscored.is_empty() {
        let is_possible = least <= current + SUM_TOLERANCE;
        let reported = if is_possible { ReportedScore::FailureOnly } else { ReportedScore::Unusable };
        return Some(Defect { reason: Reason::NoControlScore { controls: unscored }, reported });
    }
    let off = (least - current).max(current - most);
    (off > SUM_TOLERANCE).then(|| Defect::inconsistent(Inconsistency::Sum { least, most, current }))
}
