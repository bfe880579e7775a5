//! The assessment of one scored control: points, maximum, state, and whether the figures add up.

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::civil::Date;

use super::attribution::Claim;
use super::interval::Interval;
use super::state::State;
use super::threshold::both_ways;
use crate::evidence::{Catalogue, ControlScore, Profile};
use crate::figures::{HALF_DIGIT, PERCENTAGE_TOLERANCE, ROUNDING, TOLERANCE};
use crate::policy::{Points, Threshold};
use crate::report::{ControlInconsistency, ControlInfo, Inconsistency, Reason};
use crate::text::{push_percent, push_points};

/// The largest maximum that is derived from a percentage. Graph gives a control at most 50 points; a larger
/// result comes from a percentage that was rounded to almost 0.
pub(super) const MOST_DERIVED: f64 = 1e6;

/// One scored control with the figures derived from it.
#[derive(Debug)]
pub(super) struct ControlAssessment<'e> {
    pub(super) control: &'e ControlScore,
    pub(super) profile: Option<&'e Profile>,
    /// Its points; none where Graph gave none, or two different figures.
    pub(super) score: Option<f64>,
    /// The most points it can give: exact by its profile, an interval where it follows from a rounded percentage, none where it
    /// is unknown.
    pub(super) max: Option<Interval>,
    pub(super) state: State,
    /// The reason not to trust its figures, if they are inconsistent.
    pub(super) inconsistency: Option<ControlInconsistency>,
    /// The control as reports show it, which several findings have.
    info: OnceCell<Arc<ControlInfo>>,
}

impl<'e> ControlAssessment<'e> {
    pub(super) fn of(control: &'e ControlScore, catalogue: &'e Catalogue, day: Date) -> Self {
        let profile = catalogue.profile(&control.id);
        let trusted = profile.filter(|profile| !profile.disputed);
        let score = control.score.filter(|_| control.disputed.is_none());
        let derived = || derived_maximum(score?, control.percentage?);
        let max = trusted.and_then(|profile| profile.max).map(Interval::exact).or_else(derived);
        let state = State::of_profile(profile, catalogue.complete, day);
        let mut assessment = Self { control, profile, score, max, state, inconsistency: None, info: OnceCell::new() };
        assessment.inconsistency = assessment.find_inconsistency();
        assessment
    }

    /// The figures that contradict one another, if any do.
    fn find_inconsistency(&self) -> Option<ControlInconsistency> {
        if let Some(disputed) = self.control.disputed {
            let (lowest, highest) = (disputed.lowest, disputed.highest);
            return Some(ControlInconsistency::Duplicate { lowest, highest });
        }
        if self.profile.is_some_and(|profile| profile.disputed) {
            return Some(ControlInconsistency::Profiles);
        }
        let Some(score) = self.score else { return Some(ControlInconsistency::NoScore) };
        if score < 0.0 {
            return Some(ControlInconsistency::NegativeScore(score));
        }
        if let Some(percentage) = self.control.percentage.filter(|percentage| !(0.0..=100.0).contains(percentage)) {
            return Some(ControlInconsistency::Percentage(percentage));
        }
        let percentage = self.control.percentage;
        let Some(max) = self.max.filter(|max| max.is_exact()).map(|max| max.least) else {
            let percentage = percentage.filter(|percentage| score == 0.0 && *percentage > PERCENTAGE_TOLERANCE);
            return percentage.map(ControlInconsistency::PercentageOfNothing);
        };
        if max < 0.0 {
            return Some(ControlInconsistency::NegativeMaximum(max));
        }
        if score > max * (1.0 + TOLERANCE) {
            return Some(ControlInconsistency::AboveMaximum { score, max });
        }
        let fraction = if max > 0.0 { score * 100.0 / max } else { return None };
        let percentage = percentage?;
        ((percentage - fraction).abs() > PERCENTAGE_TOLERANCE).then_some(ControlInconsistency::PercentageDiffers {
            percentage,
            score,
            max,
        })
    }

    /// The possible error of the tenant's reported score because this control's figures are inconsistent, in points.
    pub(super) fn doubt(&self) -> f64 {
        match (&self.inconsistency, self.control.disputed) {
            (None, _) => 0.0,
            (Some(_), Some(disputed)) => disputed.highest - disputed.lowest,
            (Some(_), None) => self.score.unwrap_or(0.0).abs(),
        }
    }

    /// The fraction of its maximum that it has, 0 to 1; none where that is unknown, or where there is nothing to have.
    pub(super) fn fraction(&self) -> Option<Interval> {
        fraction(self.score.filter(|_| self.inconsistency.is_none())?, self.max, self.control.percentage)
    }

    /// Its points. Where its percentage says otherwise, beyond rounding, they may be either.
    pub(super) fn points(&self) -> Interval {
        let score = Interval::exact(self.score.unwrap_or(0.0));
        match (self.fraction(), self.max) {
            (Some(fraction), Some(max)) if !fraction.is_exact() && max.is_exact() => fraction.times(max),
            _ => score,
        }
    }

    /// The part of its points, or of its fraction of them, that is observed.
    pub(super) fn observed(&self, all: Interval) -> Interval {
        self.state.claim().observed(all)
    }

    /// The part of its points, or of its fraction of them, that counts.
    pub(super) fn counted(&self, counted: Points, all: Interval) -> Interval {
        match counted {
            Points::Reported => all,
            Points::Observed => self.observed(all),
        }
    }

    /// The reason for which the fraction of its points is not certain, if it is not.
    pub(super) fn inexact_reason(&self) -> Option<Reason> {
        let fraction = self.fraction();
        let (score, percentage) = (self.score.unwrap_or(0.0), self.control.percentage);
        match (fraction, self.max, percentage) {
            (None, _, _) => Some(Reason::NoMaximum),
            (Some(fraction), _, _) if fraction.is_exact() => None,
            (Some(_), Some(max), Some(percentage)) if max.is_exact() => {
                let differs = ControlInconsistency::PercentageDiffers { percentage, score, max: max.least };
                Some(Reason::FiguresInconsistent(Inconsistency::Subject(differs)))
            }
            (Some(_), _, _) => Some(Reason::RoundedPercentage { percentage: Some(percentage.unwrap_or(0.0)) }),
        }
    }

    /// Its maximum for people: to two digits where it follows from a percentage.
    pub(super) fn shown_max(&self) -> Option<f64> {
        self.max.map(shown)
    }

    /// Points of maximum without a limit, for a sentence: `4 of 9 points (44.4%)`.
    pub(super) fn figures(&self) -> String {
        let mut text = String::new();
        self.push_figures(&mut text, None);
        text
    }

    /// Appends points of maximum, and the percentage where there is one, for a sentence: `4 of 9 points (44.4%)`.
    pub(super) fn push_figures(&self, text: &mut String, limit: Option<Threshold>) {
        let Some(score) = self.score else { return text.push_str("no score") };
        let Some(max) = self.shown_max() else {
            push_points(text, score, None);
            return text.push_str(" points of an unknown maximum");
        };
        let limits = (max > 0.0).then(|| limit.map_or((max, 100.0), |limit| both_ways(limit, max)));
        push_points(text, score, limits.map(|(limit, _)| limit));
        text.push_str(" of ");
        push_points(text, max, None);
        text.push_str(" points");
        if let Some((_, share_limit)) = limits {
            text.push_str(" (");
            push_percent(text, score * 100.0 / max, Some(share_limit));
            text.push(')');
        }
    }

    /// The control as reports show it.
    pub(super) fn info(&self) -> Arc<ControlInfo> {
        Arc::clone(self.info.get_or_init(|| Arc::new(self.to_info())))
    }

    fn to_info(&self) -> ControlInfo {
        let profile = self.profile;
        let claim = self.state.claim();
        let claimed_if = |is_so: bool| self.score.map(|score| if is_so { score } else { 0.0 });
        ControlInfo {
            id: self.control.id.clone(),
            title: profile.and_then(|profile| profile.title.clone()),
            category: self.control.category.clone(),
            service: profile.and_then(|profile| profile.service.clone()),
            tier: profile.and_then(|profile| profile.tier.clone()),
            score: self.score,
            max: self.shown_max(),
            claimed: claimed_if(claim == Claim::Yes),
            maybe_claimed: claimed_if(claim == Claim::Maybe),
            state: self.state.name().map(str::to_owned),
            status: self.control.status.clone(),
            action_url: profile.and_then(|profile| profile.action_url.clone()),
        }
    }

    /// The points that can still be recovered.
    pub(super) fn recoverable(&self) -> Option<f64> {
        self.inconsistency.is_none().then_some(())?;
        Some((self.shown_max()? - self.score?).max(0.0))
    }
}

/// The fraction of a maximum that points are, 0 to 1. Where points and percentage disagree beyond rounding, it may be either;
/// where no profile gives the maximum, it is the percentage, which has two digits.
pub(super) fn fraction(score: f64, max: Option<Interval>, percentage: Option<f64>) -> Option<Interval> {
    let exact = max.filter(|max| max.is_exact()).map(|max| max.least);
    match (exact, percentage) {
        (Some(max), _) if max <= 0.0 => None,
        (Some(max), percentage) => {
            let fraction = score / max;
            let other = percentage.filter(|percentage| (percentage - 100.0 * fraction).abs() > ROUNDING);
            Some(Interval::between(fraction, other.map_or(fraction, |percentage| percentage / 100.0)))
        }
        (None, percentage) if score == 0.0 => {
            let other = percentage.filter(|percentage| *percentage > ROUNDING).unwrap_or(0.0);
            Some(Interval::between(0.0, other / 100.0))
        }
        // A percentage that was rounded to next to nothing says nothing of points.
        (None, percentage) => {
            percentage.filter(|percentage| derived_maximum(score, *percentage).is_some()).map(rounded)
        }
    }
}

/// The maximum that follows from points and a percentage of two digits: 3 of 9 is 33.33. None where there are no points, or
/// where the percentage was rounded to next to nothing.
pub(super) fn derived_maximum(score: f64, percentage: f64) -> Option<Interval> {
    if score <= 0.0 || percentage <= 0.0 {
        return None;
    }
    let fraction = rounded(percentage);
    Some(Interval { least: score / fraction.most, most: score / fraction.least }).filter(|max| max.most <= MOST_DERIVED)
}

/// The fractions that a percentage of two digits can stand for, at most 1.
pub(super) fn rounded(percentage: f64) -> Interval {
    Interval { least: (percentage - HALF_DIGIT).max(0.0) / 100.0, most: (percentage + HALF_DIGIT).min(100.0) / 100.0 }
}

/// A maximum for people: to two digits where it is an interval.
pub(super) fn shown(max: Interval) -> f64 {
    if max.is_exact() { max.least } else { (max.middle() * 100.0).round() / 100.0 }
}
