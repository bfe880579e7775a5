//! The score without new controls.

use crate::evaluate::control_assessment::ControlAssessment;
use crate::evaluate::grace::Grace;
use crate::evaluate::interval::Interval;
use crate::evaluate::posture::Posture;
use crate::evaluate::score::total::Total;
use crate::evaluate::state::Claim;
use crate::figures::TOLERANCE;
use crate::policy::{Points, Threshold};
use crate::report::{HistoryShortage, Inconsistency, Reason};
use crate::text::{count, sample};

/// The new controls, which are excluded, and those that may be new.
pub(super) struct WithoutNew<'p> {
    new: Vec<&'p ControlAssessment<'p>>,
    doubtful: Vec<Weight>,
    names: Vec<&'p str>,
}

/// Points and maximum of one control.
struct Weight {
    least: f64,
    most: f64,
    max: f64,
}

impl<'p> WithoutNew<'p> {
    /// Collects the controls to exclude; the reason where the points or the maximum of one are unknown.
    pub(super) fn of(grace: &Grace, posture: &'p Posture<'_>, counted: Points) -> Result<Self, Reason> {
        let assessment = |position: &usize| &posture.assessments[*position];
        let new: Vec<&ControlAssessment<'_>> = grace.new.keys().map(assessment).collect();
        let doubtful: Vec<&ControlAssessment<'_>> = grace.doubtful.keys().map(assessment).collect();
        for one in new.iter().chain(&doubtful) {
            let why = match (&one.inconsistency, one.max.is_some_and(|max| max.is_exact())) {
                (Some(inconsistency), _) => Reason::FiguresInconsistent(Inconsistency::Subject(inconsistency.clone())),
                (None, false) => Reason::NoMaximum,
                (None, true) => continue,
            };
            return Err(Reason::NewControlUnweighted { control: one.control.id.clone(), cause: Box::new(why) });
        }
        let names = doubtful.iter().map(|one| one.control.id.as_str()).collect();
        let doubtful = doubtful.iter().map(|one| Weight::of(one, counted)).collect();
        Ok(Self { new, doubtful, names })
    }

    pub(super) fn without_new(&self, mut total: Total, counted: Points) -> Total {
        for one in &self.new {
            let weight = Weight::of(one, counted);
            total.least -= weight.least;
            total.most -= weight.most;
            total.max = total.max.map(|max| max - weight.max);
            let score = one.score.unwrap_or(0.0);
            match one.state.claim() {
                Claim::No => {}
                Claim::Yes => total.claimed -= score,
                Claim::Maybe => total.maybe_claimed -= score,
            }
        }
        total
    }

    /// The total without those that may be new and raise the score.
    pub(super) fn worst(&self, total: Total, threshold: Threshold) -> Total {
        self.without(total, |weight| weight.slack(threshold, weight.least) > 0.0)
    }

    /// The total without those that may be new and lower the score.
    pub(super) fn best(&self, total: Total, threshold: Threshold) -> Total {
        self.without(total, |weight| weight.slack(threshold, weight.most) < 0.0)
    }

    /// Whether all of a total may have to be left out, so that nothing is left to judge.
    pub(super) fn may_leave_nothing(&self, total: &Total, whole: &Total) -> bool {
        let doubtful: f64 = self.doubtful.iter().map(|weight| weight.max).sum();
        let leaves_some = |(max, whole): (f64, f64)| max - doubtful > TOLERANCE * whole;
        let leaves_all = self.new.is_empty() && self.doubtful.is_empty();
        !(leaves_all || total.max.zip(whole.max).is_some_and(leaves_some))
    }

    fn without(&self, mut total: Total, is_out: impl Fn(&Weight) -> bool) -> Total {
        for weight in self.doubtful.iter().filter(|weight| is_out(weight)) {
            total.least -= weight.least;
            total.most -= weight.most;
            total.max = total.max.map(|max| max - weight.max);
        }
        total
    }

    /// The reason for which it may not be decided, where some controls may be new.
    pub(super) fn doubt(&self) -> Option<Reason> {
        if self.names.is_empty() {
            return None;
        }
        let controls = self.names.iter().map(|name| (*name).to_owned()).collect();
        Some(Reason::HistoryTooShort(HistoryShortage::NewControls { controls }))
    }

    /// A line with the controls that are excluded.
    pub(super) fn details(&self, grace: &Grace) -> Vec<String> {
        let until = grace.new.values().map(|first| grace.until(*first)).max();
        let names: Vec<&str> = self.new.iter().map(|one| one.control.id.as_str()).collect();
        let line = until.map(|until| {
            let which = count(names.len(), "control");
            format!("Excluded because they are new (until {until} at the latest): {which} ({}).", sample(&names, 5))
        });
        line.into_iter().collect()
    }
}

impl Weight {
    fn of(assessment: &ControlAssessment<'_>, counted: Points) -> Self {
        let points = assessment.counted(counted, Interval::exact(assessment.score.unwrap_or(0.0)));
        Self { least: points.least, most: points.most, max: assessment.max.map_or(0.0, |max| max.least) }
    }

    /// The addend of the control in 100·S − p·M, whose sign decides whether a percentage is reached.
    fn slack(&self, threshold: Threshold, score: f64) -> f64 {
        match threshold {
            Threshold::Percent(share) => 100.0 * score - share * self.max,
            Threshold::Points(_) => score,
        }
    }
}
