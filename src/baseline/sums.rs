//! Whether the figures of a baseline add up: one test for what is written and for what is read, so that neither meets what the
//! other refuses.

use super::Baseline;
use crate::text::points;

/// By how many points sums may miss what they must be: Graph rounds.
const SUM_TOLERANCE: f64 = 0.5;

/// By what part the score may exceed its maximum.
const TOLERANCE: f64 = 1e-9;

/// The first thing that does not add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SumFlaw {
    /// The score of the tenant is more than its maximum.
    AboveMax,
    /// The controls add up to this many points, which are not those of the tenant.
    Sum(f64),
    /// The known maxima of the controls add up to this many points, more than the maximum of the tenant.
    Maxima(f64),
    /// The controls whose maximum is not known have more points than the known maxima leave of the maximum of the tenant.
    Left {
        /// The points of the controls whose maximum is not known.
        points: f64,
        /// What is left, in points.
        left: f64,
    },
}

impl Baseline {
    /// What does not add up, if something does not.
    pub(crate) fn sum_flaw(&self) -> Option<SumFlaw> {
        if self.current > self.max * (1.0 + TOLERANCE) {
            return Some(SumFlaw::AboveMax);
        }
        let sum: f64 = self.controls.iter().map(|control| control.score).sum();
        if (sum - self.current).abs() > SUM_TOLERANCE {
            return Some(SumFlaw::Sum(sum));
        }
        let maxima: f64 = self.controls.iter().filter_map(|control| control.max).sum();
        let left = self.max - maxima;
        if left < -SUM_TOLERANCE {
            return Some(SumFlaw::Maxima(maxima));
        }
        let points = self.controls.iter().filter(|control| control.max.is_none()).map(|control| control.score).sum();
        (left < points - SUM_TOLERANCE).then_some(SumFlaw::Left { points, left: left.max(0.0) })
    }
}

impl SumFlaw {
    /// The flaw as a sentence fragment; `current` and `max` are what the reader knows the two figures of the tenant by.
    pub(crate) fn message(self, current: &str, max: &str, of: &Baseline) -> String {
        let known = |value: f64| points(value, None);
        match self {
            Self::AboveMax => format!("{current} is {}, and {max} {}", points(of.current, Some(of.max)), known(of.max)),
            Self::Sum(sum) => {
                let sum = points(sum, Some(of.current));
                format!("the controls add up to {sum} points, and {current} is {}", known(of.current))
            }
            Self::Maxima(sum) => {
                let sum = points(sum, Some(of.max));
                format!("the maxima of the controls add up to {sum} points, and {max} is {}", known(of.max))
            }
            Self::Left { points: had, left } => format!(
                "the controls of unknown maximum have {} points, and {max} leaves {} for them",
                points(had, Some(left)),
                known(left)
            ),
        }
    }
}
