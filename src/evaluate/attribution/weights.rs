//! The weight of each control on the earlier of two days: its maximum then.

use super::{Day, Entry};
use crate::evaluate::interval::Interval;
use crate::figures::SUM_TOLERANCE;

/// The maxima of a day as far as they are known. Graph's history gives none for a control at 0 points: there the one of
/// another day is assumed, which Microsoft may have changed since.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct Weights {
    /// Whether the maxima that are assumed add up to what the maximum of the day leaves for them.
    pub(in crate::evaluate) are_verified: bool,
    /// The maximum of the day that remains for the controls of unknown maximum beyond their points, in points; 0 where all are
    /// known.
    pub(in crate::evaluate) spare: f64,
    /// The maximum of the day that remains although the maxima of all its controls are known, in points: controls may be missing.
    pub(in crate::evaluate) unowned: f64,
}

impl Weights {
    pub(in crate::evaluate) fn of(day: &Day) -> Self {
        let mut known = Interval::ZERO;
        let (mut assumed, mut points) = (0.0, 0.0);
        let (mut unknown, mut are_profiled) = (0_usize, true);
        for entry in &day.entries {
            match entry.max {
                Some(max) if !entry.assumed => known = known.plus(max),
                max => {
                    unknown += 1;
                    are_profiled &= max.is_some_and(Interval::is_exact);
                    assumed += max.map_or(0.0, |max| max.most);
                    points += entry.score;
                }
            }
        }
        let left = Interval { least: day.max - known.most, most: day.max - known.least };
        let fits = assumed >= left.least - SUM_TOLERANCE && assumed <= left.most + SUM_TOLERANCE;
        let are_verified = unknown > 0 && are_profiled && fits;
        let spare = match unknown {
            0 => 0.0,
            _ if are_verified => 0.0,
            // The maxima contradict the one of the day, which says nothing then.
            _ if left.most < points - SUM_TOLERANCE => assumed,
            _ => (left.most - points).max(0.0),
        };
        let unowned = if unknown == 0 && left.most > SUM_TOLERANCE { left.most } else { 0.0 };
        Self { are_verified, spare, unowned }
    }

    /// The maximum of a control on the day, and whether it is known; else no more than its points are certain.
    pub(in crate::evaluate) fn of_entry(self, entry: &Entry, day_max: f64) -> (Interval, bool) {
        match entry.max {
            Some(max) if !entry.assumed || self.are_verified => (max, true),
            Some(_) | None if entry.inconsistent => (Interval { least: 0.0, most: day_max }, true),
            Some(_) | None => (Interval::exact(entry.score), false),
        }
    }
}
