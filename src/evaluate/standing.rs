//! What one scored control is worth: points, maximum, state, and whether the figures add up.

use jiff::civil::Date;

use super::limit::{TOLERANCE, both_ways};
use super::state::{Claim, State};
use crate::evidence::{Catalogue, ControlScore, Profile};
use crate::policy::Threshold;
use crate::report::ControlInfo;
use crate::text::{percent, points};

/// By how much the percentage of a control may differ from its points over its maximum, in percentage points.
pub(super) const PERCENTAGE_TOLERANCE: f64 = 1.0;

/// The largest maximum that is derived from a percentage. Graph gives a control 50 points at most; what comes out larger comes
/// from a percentage that was rounded to next to nothing.
pub(super) const MOST_DERIVED: f64 = 1e6;

/// One scored control with everything that is derived of it.
#[derive(Debug)]
pub(super) struct Standing<'e> {
    pub(super) control: &'e ControlScore,
    pub(super) profile: Option<&'e Profile>,
    /// Its points; none where Graph gave none, or two different figures.
    pub(super) score: Option<f64>,
    /// The most points it can give; none where that is not known.
    pub(super) max: Option<f64>,
    pub(super) state: State,
    /// Why its figures cannot be trusted, if they do not add up.
    pub(super) odd: Option<String>,
}

impl<'e> Standing<'e> {
    pub(super) fn of(control: &'e ControlScore, catalogue: &'e Catalogue, day: Date) -> Self {
        let profile = catalogue.profile(&control.id);
        let trusted = profile.filter(|profile| !profile.disputed);
        let score = control.score.filter(|_| control.disputed.is_none());
        // Without a profile the maximum follows from points and percentage, which Graph rounds: 3 of 9 is 33.33.
        let derived = || match (score, control.percentage) {
            (Some(score), Some(percentage)) if score > 0.0 && percentage > 0.0 => {
                Some(score * 100.0 / percentage).filter(|max| *max <= MOST_DERIVED)
            }
            (Some(_) | None, Some(_) | None) => None,
        };
        let max = trusted.and_then(|profile| profile.max).or_else(derived);
        let mut standing =
            Self { control, profile, score, max, state: State::of(&control.id, catalogue, day), odd: None };
        standing.odd = standing.oddity();
        standing
    }

    /// What does not add up, as a sentence fragment.
    fn oddity(&self) -> Option<String> {
        if let Some(disputed) = self.control.disputed {
            let (low, high) = (points(disputed.lowest, None), points(disputed.highest, Some(disputed.lowest)));
            let of = if low == high { "of the same points".to_owned() } else { format!("({low} and {high} points)") };
            return Some(format!("the snapshot holds it twice with different values {of}"));
        }
        if self.profile.is_some_and(|profile| profile.disputed) {
            return Some("the catalogue holds different profiles of it".to_owned());
        }
        let Some(score) = self.score else { return Some("the snapshot gives it no score".to_owned()) };
        if score < 0.0 {
            return Some(format!("its score is negative ({})", points(score, None)));
        }
        if let Some(percentage) = self.control.percentage.filter(|percentage| !(0.0..=100.0).contains(percentage)) {
            return Some(format!("its percentage is {}", percent(percentage, Some(100.0))));
        }
        let max = self.max?;
        if max < 0.0 {
            return Some(format!("its maximum is negative ({})", points(max, None)));
        }
        if score > max * (1.0 + TOLERANCE) {
            return Some(format!("it has {} points of at most {}", points(score, Some(max)), points(max, None)));
        }
        let share = if max > 0.0 { score * 100.0 / max } else { return None };
        let percentage = self.control.percentage?;
        ((percentage - share).abs() > PERCENTAGE_TOLERANCE).then(|| {
            let (score, max, share) = (points(score, None), points(max, None), percent(share, Some(percentage)));
            format!("Graph says {}, and {score} of {max} points are {share}", percent(percentage, Some(percentage)))
        })
    }

    /// By how many points the reported score of the tenant may be wrong because this control's figures do not add up.
    pub(super) fn doubt(&self) -> f64 {
        match (&self.odd, self.control.disputed) {
            (None, _) => 0.0,
            (Some(_), Some(disputed)) => disputed.highest - disputed.lowest,
            (Some(_), None) => self.score.unwrap_or(0.0).abs(),
        }
    }

    /// The points that may be observed ones: the least and the most.
    pub(super) fn observed(&self) -> (f64, f64) {
        let score = self.score.unwrap_or(0.0);
        match self.state.claim() {
            Claim::No => (score, score),
            Claim::Yes => (0.0, 0.0),
            Claim::Maybe => (0.0, score),
        }
    }

    /// Points of maximum, and the percentage where there is one, for a sentence: `4 of 9 points (44.4 %)`.
    pub(super) fn figures(&self, limit: Option<Threshold>) -> String {
        let Some(score) = self.score else { return "no score".to_owned() };
        match self.max {
            Some(max) if max > 0.0 => {
                let (limit, share_limit) = limit.map_or((max, 100.0), |limit| both_ways(limit, max));
                let share = percent(score * 100.0 / max, Some(share_limit));
                format!("{} of {} points ({share})", points(score, Some(limit)), points(max, None))
            }
            Some(max) => format!("{} of {} points", points(score, None), points(max, None)),
            None => format!("{} points of a maximum that is not known", points(score, None)),
        }
    }

    /// The control as reports show it.
    pub(super) fn info(&self) -> ControlInfo {
        let profile = self.profile;
        ControlInfo {
            id: self.control.id.clone(),
            title: profile.and_then(|profile| profile.title.clone()),
            category: self.control.category.clone(),
            service: profile.and_then(|profile| profile.service.clone()),
            tier: profile.and_then(|profile| profile.tier.clone()),
            score: self.score,
            max: self.max,
            state: self.state.name().map(str::to_owned),
            status: self.control.status.clone(),
            action_url: profile.and_then(|profile| profile.action_url.clone()),
        }
    }

    /// The points that could still be won.
    pub(super) fn recoverable(&self) -> Option<f64> {
        self.odd.is_none().then_some(())?;
        Some((self.max? - self.score?).max(0.0))
    }
}
