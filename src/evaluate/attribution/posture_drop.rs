//! The drop of the posture between two days, as far as it is known.

use super::weights::Weights;
use super::{Claim, ControlIndex, Day, Disposition, Entry};
use crate::evaluate::interval::Interval;
use crate::policy::Points;

/// The drop of the observed points between two days, in percentage points of the earlier day's score.
///
/// A state or a maximum that is unknown can hide a drop, and so can a control that is no longer scored; what is known bounds
/// them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostureDrop {
    /// The least that it can have been; negative where the posture rose.
    pub least: f64,
    /// The most that it can have been, on the controls that both days score.
    pub most: f64,
    /// The points that descoped controls had on the earlier day, in percentage points of its maximum: all of them may
    /// be lost.
    pub descoped: f64,
    /// Those of them that were observed for certain, on controls that the later catalogue is shown to have.
    pub descoped_least: f64,
    /// The number of descoped controls that had points.
    pub lost: usize,
    /// The number of controls with an unknown state or inconsistent figures, and points that depend on them.
    pub unclear: usize,
    /// The number of controls that gained points since and whose maximum on the earlier day is unknown.
    pub unweighted: usize,
}

impl PostureDrop {
    /// Compares two days. Nothing is allocated, since a window is compared day by day.
    #[must_use]
    pub fn between(a: &Day, b: &Day, index: &impl ControlIndex) -> Self {
        let mut drop =
            Self { least: 0.0, most: 0.0, descoped: 0.0, descoped_least: 0.0, lost: 0, unclear: 0, unweighted: 0 };
        let weights = Weights::of(a);
        // The largest fraction that a control of unknown weight has later: all that is left of the maximum may be its own.
        let mut gained = 0.0_f64;
        let mut later = b.entries.iter().peekable();
        for entry in &a.entries {
            while later.next_if(|other| other.control < entry.control).is_some() {}
            match later.next_if(|other| other.control == entry.control) {
                Some(other) => gained = gained.max(drop.add(entry, other, weights, a.max)),
                None => drop.lose(entry, index, a.max),
            }
        }
        drop.least -= gained * weights.spare;
        let scale = if a.max > 0.0 { 100.0 / a.max } else { 0.0 };
        drop.least *= scale;
        drop.most *= scale;
        drop.descoped *= scale;
        drop.descoped_least *= scale;
        drop
    }

    /// A control of both days: its observed points before less those after, on the scale of the earlier maximum. Returns the
    /// fraction that it may have later of what its maximum is above its points, where that is unknown.
    fn add(&mut self, a: &Entry, b: &Entry, weights: Weights, day_max: f64) -> f64 {
        // Where Microsoft takes all points of a control, nothing can be measured on it any more.
        if b.has_zero_maximum() && !a.has_zero_maximum() {
            return 0.0;
        }
        let (before, fraction) = (a.observed_points(day_max), b.observed());
        let (weight, is_known) = weights.of_entry(a, day_max);
        let after = fraction.times(weight);
        // Of one rounded percentage and the same points on both days, rounding makes no drop.
        if a.is_same(b) && before.is_exact() {
            return 0.0;
        }
        self.least += before.least - after.most;
        self.most += before.most - after.least;
        let gained = if is_known { 0.0 } else { fraction.most };
        if gained > 0.0 && weights.spare > 0.0 {
            self.unweighted += 1;
        }
        if !before.is_exact() || !fraction.is_exact() {
            self.unclear += 1;
        }
        gained
    }

    fn lose(&mut self, a: &Entry, index: &impl ControlIndex, day_max: f64) {
        let observed = a.observed_points(day_max);
        let disposition = index.disposition(a.control);
        match disposition {
            Disposition::Descoped | Disposition::Undetermined if a.score > 0.0 || a.inconsistent => {
                self.descoped += if a.inconsistent { observed.most } else { a.score };
                self.descoped_least += if disposition == Disposition::Descoped { observed.least } else { 0.0 };
                self.lost += 1;
            }
            Disposition::Descoped | Disposition::Undetermined | Disposition::Retired => {}
        }
    }
}

impl Entry {
    /// Whether its maximum is 0, so that no fraction of it can be measured.
    #[must_use]
    pub fn has_zero_maximum(&self) -> bool {
        self.max.is_some_and(|max| max.most <= 0.0) && !self.inconsistent
    }

    /// Whether another day says the same of it, so nothing was lost, whatever is not known exactly.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (self.score, self.max, self.fraction) == (other.score, other.max, other.fraction)
            && self.certain_claim == other.claim
            && !(self.inconsistent || other.inconsistent || self.assumed || other.assumed)
    }

    /// The fraction of its maximum that is reported, 0 to 1.
    #[must_use]
    pub fn reported(&self) -> Interval {
        self.fraction.filter(|_| !self.inconsistent).unwrap_or(Interval { least: 0.0, most: 1.0 })
    }

    /// The observed fraction of its maximum, 0 to 1, on the later of two days.
    #[must_use]
    pub fn observed(&self) -> Interval {
        self.claim.observed(self.reported())
    }

    /// The same on the earlier of two days.
    #[must_use]
    pub fn certainly_observed(&self) -> Interval {
        self.certain_claim.observed(self.reported())
    }

    /// The fraction of its maximum that counts.
    #[must_use]
    pub fn counted(&self, counted: Points) -> Interval {
        match counted {
            Points::Observed => self.observed(),
            Points::Reported => self.reported(),
        }
    }

    /// Its observed points, where it can have no more than the maximum of its day.
    fn observed_points(&self, day_max: f64) -> Interval {
        if self.inconsistent {
            return Interval { least: 0.0, most: self.max.map_or(day_max, |max| max.most.max(self.score)) };
        }
        let disagree = self.fraction.zip(self.max.filter(|max| max.is_exact() && !self.assumed));
        let points = match disagree {
            Some((fraction, max)) if !fraction.is_exact() => fraction.times(max),
            Some(_) | None => Interval::exact(self.score),
        };
        self.certain_claim.observed(points)
    }
}

impl Claim {
    /// The part of points, or of a fraction of them, that is observed.
    pub(in crate::evaluate) const fn observed(self, all: Interval) -> Interval {
        match self {
            Self::No => all,
            Self::Yes => Interval::ZERO,
            Self::Maybe => all.or_nothing(),
        }
    }
}
