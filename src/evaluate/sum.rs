//! Sums over some of the controls, when a part of what they are made of is not known.
//!
//! A share S/M meets p % exactly if 100·S − p·M is not negative. That is a sum over controls, so its least and its greatest
//! possible value follow from the least and the greatest of each control: the decision stands where both agree.

use super::limit::TOLERANCE;
use super::posture::Posture;
use super::standing::Standing;
use crate::policy::{Points, Threshold};

/// Whether something holds, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Holds,
    Fails,
    Open,
}

impl Decision {
    /// From whether it holds at the least and at the greatest.
    pub(super) const fn of(at_least: bool, at_most: bool) -> Self {
        match (at_least, at_most) {
            (true, true) => Self::Holds,
            (false, false) => Self::Fails,
            (true, false) | (false, true) => Self::Open,
        }
    }
}

/// The sum over the controls of a category or service.
#[derive(Debug)]
pub(super) struct PartSum {
    /// Points and maximum of the controls that are certainly part of it.
    sure: Range,
    /// Controls that may be part of it.
    doubtful: Vec<Range>,
    /// The maximum that no known control accounts for, in points.
    remainder: f64,
    /// Whether some of the remainder can belong here.
    takes_remainder: bool,
}

/// The points of one control or of several: the least, the most, and the maximum as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    least: f64,
    most: f64,
    max: f64,
}

impl PartSum {
    /// Sums over the chosen controls, and over those that may belong to them. Nothing can be said where a figure of any of
    /// them does not add up.
    pub(super) fn of(
        posture: &Posture<'_>,
        (sure, doubtful): (&[usize], &[usize]),
        points: Points,
        threshold: Threshold,
    ) -> Result<Self, String> {
        if let Some(broken) = &posture.broken {
            return Err(broken.clone());
        }
        let remainder = match threshold {
            Threshold::Percent(_) => posture.open_maximum()?,
            // Points are compared with points: no maximum is needed.
            Threshold::Points(_) => posture.open_maximum().unwrap_or(0.0),
        };
        let standings = |positions: &[usize]| positions.iter().map(|p| &posture.standings[*p]).collect::<Vec<_>>();
        let (sure, doubtful) = (standings(sure), standings(doubtful));
        if let Some(odd) = sure.iter().chain(&doubtful).find(|standing| standing.odd.is_some()) {
            let reason = odd.odd.as_deref().unwrap_or_default();
            return Err(format!("{} does not add up: {reason}", odd.control.id));
        }
        // Where every maximum is known and a remainder is left, nothing says whose it is.
        let takes_remainder =
            posture.unknown_maxima == 0 || sure.iter().chain(&doubtful).any(|standing| standing.max.is_none());
        let range = |standing: &&Standing<'_>| Range::of(standing, points);
        Ok(Self {
            sure: sure.iter().map(range).fold(Range::default(), Range::plus),
            doubtful: doubtful.iter().map(range).collect(),
            remainder,
            takes_remainder,
        })
    }

    /// Whether at least `share` percent of the points are had; open where there may be no maximum to have a share of.
    pub(super) fn is_share_at_least(&self, share: f64) -> Decision {
        let slack = |points: f64, max: f64| 100.0 * points - share * max;
        let rest = if self.takes_remainder { self.remainder } else { 0.0 };
        let mut least = slack(self.sure.least, self.sure.max + rest);
        let mut most = slack(self.sure.most, self.sure.max);
        for range in &self.doubtful {
            least += slack(range.least, range.max).min(0.0);
            most += slack(range.most, range.max).max(0.0);
        }
        let tolerance = TOLERANCE * (self.sure.max + rest);
        // Where the maximum may be nothing, there may be no share: then nothing is proved.
        match Decision::of(least >= -tolerance, most >= -tolerance) {
            Decision::Holds if self.sure.max <= 0.0 => Decision::Open,
            decision @ (Decision::Holds | Decision::Fails | Decision::Open) => decision,
        }
    }

    /// Whether at least so many points are had.
    pub(super) fn is_points_at_least(&self, points: f64) -> Decision {
        let most = self.sure.most + self.doubtful.iter().map(|range| range.most).sum::<f64>();
        let tolerance = TOLERANCE * points;
        Decision::of(self.sure.least >= points - tolerance, most >= points - tolerance)
    }

    /// Points and maximum of the controls that are certainly part of it, with none of the remainder.
    pub(super) const fn sure(&self) -> (f64, f64) {
        (self.sure.most, self.sure.max)
    }

    /// The maximum with all of the remainder that can belong here.
    pub(super) fn widest(&self) -> f64 {
        self.sure.max + if self.takes_remainder { self.remainder } else { 0.0 }
    }

    /// Whether nothing about it is in doubt.
    pub(super) fn is_certain(&self) -> bool {
        self.doubtful.is_empty() && self.sure.least == self.sure.most && self.widest() == self.sure.max
    }
}

impl Range {
    fn of(standing: &Standing<'_>, points: Points) -> Self {
        let score = standing.score.unwrap_or(0.0);
        let (least, most) = match points {
            Points::Reported => (score, score),
            Points::Observed => standing.observed(),
        };
        // A maximum that is not known is at least as large as the points.
        Self { least, most, max: standing.max.unwrap_or(score) }
    }

    fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, most: self.most + other.most, max: self.max + other.max }
    }
}
