//! Sums over some of the controls, when a part of what they are made of is unknown.
//!
//! A share S/M meets p % exactly if 100·S − p·M is not negative. That is a sum over controls, so its least and its greatest
//! possible value follow from the least and the greatest of each control: the decision stands where both agree.

use super::control_assessment::{ControlAssessment, shown};
use super::decision::{Decision, PointsOf};
use super::interval::Interval;
use super::judgement::Measured;
use super::posture::Posture;
use crate::figures::TOLERANCE;
use crate::policy::{Points, Threshold};
use crate::report::Reason;

/// The sum over the controls of a category or service.
#[derive(Debug)]
pub(super) struct PartSum {
    /// Points and maximum of the controls that are certainly part of it.
    certain: Weight,
    /// Controls that may be part of it.
    doubtful: Vec<Weight>,
    /// The maximum that no known control accounts for, in points. It can belong here or elsewhere, whatever else is unknown.
    remainder: f64,
    /// The part of the tenant's maximum that remains for it beside the least that all other controls have; none where the two
    /// contradict one another.
    room: Option<f64>,
    /// The controls that are certainly part of it and whose figures are inconsistent.
    inconsistent: Vec<String>,
}

/// The points and the maximum of one control or of several, as far as they are known.
#[derive(Debug, Clone, Copy)]
struct Weight {
    points: Interval,
    max: Interval,
}

impl PartSum {
    /// Sums over the chosen controls, and over those that may belong to them.
    pub(super) fn of(
        posture: &Posture<'_>,
        (certain, doubtful): (&[usize], &[usize]),
        points: Points,
        threshold: Threshold,
    ) -> Result<Self, Reason> {
        if let Some(defect) = &posture.defect {
            return Err(defect.reason.clone());
        }
        let remainder = match threshold {
            Threshold::Percent(_) => posture.open_maximum()?,
            // Points are compared with points: no maximum is needed.
            Threshold::Points(_) => posture.open_maximum().unwrap_or(0.0),
        };
        // The maximum of a control with inconsistent figures is part of the remainder, where it may belong here at all.
        let is_other = |position: &usize| {
            let is_inconsistent = posture.assessments[*position].inconsistency.is_some();
            certain.binary_search(position).is_err() && !(is_inconsistent && doubtful.contains(position))
        };
        let others = (0..posture.assessments.len()).filter(is_other);
        let others: f64 = others.map(|position| Weight::of(&posture.assessments[position], points).max.least).sum();
        let room = posture.evidence.snapshot.max.map(|max| max - others);
        let assessments = |positions: &[usize]| positions.iter().map(|p| &posture.assessments[*p]).collect::<Vec<_>>();
        let (certain, doubtful) = (assessments(certain), assessments(doubtful));
        let (inconsistency, certain): (Vec<&ControlAssessment<'_>>, Vec<&ControlAssessment<'_>>) =
            certain.into_iter().partition(|assessment| assessment.inconsistency.is_some());
        // A control with inconsistent figures can have anything between nothing and all. Where its maximum is unknown, its own points are
        // in doubt too: all that is left for such controls may be its maximum.
        let left = remainder + posture.unknown_points;
        let weight = |assessment: &&ControlAssessment<'_>| match assessment.inconsistency {
            Some(_) => Weight::anything(assessment.max.map_or(left, |max| max.most.max(0.0))),
            None => Weight::of(assessment, points),
        };
        let inconsistent = inconsistency.iter().map(|assessment| assessment.control.id.clone()).collect();
        let doubtful = inconsistency.iter().chain(&doubtful).map(weight).collect();
        let certain = certain.iter().map(weight).fold(Weight::NONE, Weight::plus);
        let room = room.filter(|room| *room >= certain.max.least);
        Ok(Self { certain, doubtful, remainder, room, inconsistent })
    }

    /// Whether at least `share` percent of the points are obtained; open where there may be no maximum to have a share of.
    pub(super) fn is_percentage_at_least(&self, share: f64) -> Decision {
        let slack = |points: f64, max: f64| 100.0 * points - share * max;
        let mut least = slack(self.certain.points.least, self.widest());
        let mut most = slack(self.certain.points.most, self.certain.max.least);
        for weight in &self.doubtful {
            least += slack(weight.points.least, weight.max.most).min(0.0);
            most += slack(weight.points.most, weight.max.least).max(0.0);
        }
        let tolerance = TOLERANCE * self.widest();
        // Where the maximum may be nothing, there may be no share: then nothing is proved.
        match Decision::of(least >= -tolerance, most >= -tolerance) {
            Decision::Met if self.certain.max.least <= 0.0 => Decision::Unknown,
            decision @ (Decision::Met | Decision::NotMet | Decision::Unknown) => decision,
        }
    }

    /// Whether at least so many points are obtained.
    pub(super) fn is_points_at_least(&self, points: f64) -> Decision {
        let most = self.certain.points.most + self.doubtful.iter().map(|weight| weight.points.most).sum::<f64>();
        let tolerance = TOLERANCE * points;
        Decision::of(self.certain.points.least >= points - tolerance, most >= points - tolerance)
    }

    /// Points and maximum of the controls that are certainly part of it, with none of the remainder.
    pub(super) fn certain(&self) -> (f64, f64) {
        (self.certain.points.most, shown(self.certain.max))
    }

    /// The least and the most that it can be, each as points of a maximum; none where controls may be part of it or not.
    pub(super) fn ends(&self) -> Option<(PointsOf, PointsOf)> {
        let least = (self.certain.points.least, Some(self.widest()));
        self.doubtful.is_empty().then_some((least, (self.certain.points.most, Some(self.certain.max.least))))
    }

    /// The fewest points and the largest maximum that it can have: what a waiver's `while-at-least` is compared with.
    pub(super) fn worst(&self) -> Measured {
        let doubtful = self.doubtful.iter().map(|weight| weight.max.most).sum::<f64>();
        Measured { score: self.certain.points.least, max: Some(self.widest() + doubtful) }
    }

    /// The largest maximum of the controls that are certainly part of it, with all of the remainder.
    pub(super) fn widest(&self) -> f64 {
        let widest = self.certain.max.most + self.remainder;
        // What follows from rounded percentages can be more than there is.
        self.room.map_or(widest, |room| widest.min(room))
    }

    /// The controls that are certainly part of it and whose figures are inconsistent.
    pub(super) fn inconsistent(&self) -> &[String] {
        &self.inconsistent
    }

    /// The maximum that may belong here or not, in points.
    pub(super) const fn remainder(&self) -> f64 {
        self.remainder
    }

    /// Whether nothing about it is in doubt.
    pub(super) fn is_certain(&self) -> bool {
        self.doubtful.is_empty()
            && self.certain.points.is_exact()
            && self.certain.max.is_exact()
            && self.remainder == 0.0
    }
}

impl Weight {
    const NONE: Self = Self { points: Interval::ZERO, max: Interval::ZERO };

    fn of(assessment: &ControlAssessment<'_>, counted: Points) -> Self {
        let points = assessment.points();
        // A maximum that is unknown is at least as large as the points; what is more is a part of the remainder.
        Self {
            points: assessment.counted(counted, points),
            max: assessment.max.unwrap_or(Interval::exact(points.most)),
        }
    }

    /// A control that can have anything up to a maximum.
    const fn anything(max: f64) -> Self {
        Self { points: Interval { least: 0.0, most: max }, max: Interval::exact(max) }
    }

    fn plus(self, other: Self) -> Self {
        Self { points: self.points.plus(other.points), max: self.max.plus(other.max) }
    }
}
