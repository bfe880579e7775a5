//! By how much the posture fell between two days, as far as it can be told.

use super::{Claim, Day, Entry, Fate, Roster};

/// The fall of the observed points between two days, in percentage points of the earlier day's score.
///
/// A state that is not known can hide a fall, and so can a control that is no longer scored; what is known bounds them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fall {
    /// The least that it can have been; negative where the posture rose.
    pub least: f64,
    /// The most that it can have been, on the controls that both days score.
    pub most: f64,
    /// The points that descoped controls had on the earlier day, as a share of its maximum in percentage points: all of them may be lost.
    pub descoped: f64,
    /// Those of them that were observed for certain.
    pub descoped_least: f64,
    /// How many descoped controls had points.
    pub lost: usize,
    /// How many controls have a state that is not known, or figures that do not add up, and points that depend on it.
    pub unclear: usize,
}

/// The least and the most of what can be observed.
#[derive(Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
}

impl Fall {
    /// Compares two days. Nothing is allocated, since a window is compared day by day.
    #[must_use]
    pub fn between(a: &Day, b: &Day, roster: &impl Roster) -> Self {
        let mut fall = Self { least: 0.0, most: 0.0, descoped: 0.0, descoped_least: 0.0, lost: 0, unclear: 0 };
        let mut later = b.entries.iter().peekable();
        // Maxima that were assumed for a day cannot all have held where they are more than it had.
        let maxima: f64 = a.entries.iter().filter_map(|entry| entry.max).sum();
        let is_too_much = maxima > a.max + 0.5;
        for entry in &a.entries {
            while later.next_if(|other| other.control < entry.control).is_some() {}
            match later.next_if(|other| other.control == entry.control) {
                Some(other) => fall.add(entry, other, is_too_much && entry.assumed && entry.score == 0.0),
                None => fall.lose(entry, roster),
            }
        }
        let scale = if a.max > 0.0 { 100.0 / a.max } else { 0.0 };
        fall.least *= scale;
        fall.most *= scale;
        fall.descoped *= scale;
        fall.descoped_least *= scale;
        fall
    }

    /// A control of both days: its range before less its range after, in points of the earlier maximum.
    fn add(&mut self, a: &Entry, b: &Entry, is_weight_unknown: bool) {
        // Where Microsoft takes all points of a control, nothing can be measured on it any more.
        if b.gives_nothing() && !a.gives_nothing() {
            return;
        }
        let max = a.max.or(b.max);
        let (before, after) = match max {
            Some(max) => (Range::of_share(a).times(max), Range::of_share(b).times(max)),
            None => (Range::of_points(a), Range::of_points(b)),
        };
        self.least += before.least - after.most;
        self.most += before.most - if is_weight_unknown { 0.0 } else { after.least };
        if (is_weight_unknown && after.least > 0.0) || before.is_open() || after.is_open() {
            self.unclear += 1;
        }
    }

    fn lose(&mut self, a: &Entry, roster: &impl Roster) {
        let has_points = a.score > 0.0 || a.odd;
        match roster.fate(a.control) {
            Fate::Retired => {}
            Fate::Descoped | Fate::Untold if has_points => {
                self.descoped += if a.odd { a.max.unwrap_or(a.score).max(a.score) } else { a.score };
                self.descoped_least += Range::of_points(a).least;
                self.lost += 1;
            }
            Fate::Descoped | Fate::Untold => {}
        }
    }
}

impl Entry {
    /// Whether its maximum is 0, so that no share of it can be measured.
    #[must_use]
    pub fn gives_nothing(&self) -> bool {
        self.max.is_some_and(|max| max <= 0.0) && !self.odd
    }

    /// The observed share of its maximum: the least and the most, 0 to 1.
    #[must_use]
    pub fn observed(&self) -> (f64, f64) {
        let range = Range::of_share(self);
        (range.least, range.most)
    }
}

impl Range {
    fn of_share(entry: &Entry) -> Self {
        let Some(share) = entry.share.filter(|_| !entry.odd) else { return Self { least: 0.0, most: 1.0 } };
        Self::of(entry.claim, share)
    }

    fn of_points(entry: &Entry) -> Self {
        let most = if entry.odd { f64::INFINITY } else { entry.score };
        if entry.odd { Self { least: 0.0, most } } else { Self::of(entry.claim, most) }
    }

    const fn of(claim: Claim, value: f64) -> Self {
        match claim {
            Claim::No => Self { least: value, most: value },
            Claim::Yes => Self { least: 0.0, most: 0.0 },
            Claim::Maybe => Self { least: 0.0, most: value },
        }
    }

    fn times(self, max: f64) -> Self {
        Self { least: self.least * max, most: self.most * max }
    }

    fn is_open(self) -> bool {
        self.least < self.most
    }
}
