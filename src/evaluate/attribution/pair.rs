//! The controls of two days side by side.

use super::step::Effect;
use super::{Day, Entry};
use crate::evaluate::control_assessment::shown;
use crate::report::ControlPoints;

/// One control on one or both of the days. A maximum that is known on one of them is assumed for both.
pub(super) struct Pair<'d> {
    pub(super) control: usize,
    pub(super) a: Option<&'d Entry>,
    pub(super) b: Option<&'d Entry>,
    pub(super) max_a: Option<f64>,
    pub(super) max_b: Option<f64>,
}

impl Pair<'_> {
    /// The points of the later day on the scale of the earlier one: its fraction of the earlier maximum.
    pub(super) fn carried(&self) -> f64 {
        let Some(b) = self.b else { return 0.0 };
        if self.lost_all_points() {
            return self.value_a();
        }
        match (self.max_a, self.max_b) {
            (Some(max_a), Some(max_b)) => max_a * fraction(b.score, max_b),
            // Where neither maximum is known, points are compared instead of fractions.
            (None, _) | (Some(_), None) => b.score,
        }
    }

    /// Whether Microsoft set the maximum of the control to 0: its points then do not show the posture, and the whole change is a
    /// re-weighting.
    pub(super) fn lost_all_points(&self) -> bool {
        self.b.is_some_and(Entry::has_zero_maximum) && self.a.is_some_and(|a| !a.has_zero_maximum())
    }

    pub(super) fn value_a(&self) -> f64 {
        value(self.a, self.max_a)
    }

    pub(super) fn value_b(&self) -> f64 {
        value(self.b, self.max_b)
    }

    pub(super) fn control_points(entry: Option<&Entry>, max: Option<f64>) -> Option<ControlPoints> {
        entry.map(|entry| ControlPoints { score: entry.score, max })
    }

    pub(super) fn effect(&self, points: f64, max: f64, assumed: bool) -> Effect {
        Effect {
            control: Some(self.control),
            points,
            max,
            from: Self::control_points(self.a, self.max_a),
            to: Self::control_points(self.b, self.max_b),
            assumed,
        }
    }

    /// Whether one of its maxima is taken from another day.
    pub(super) fn is_assumed(&self) -> bool {
        let one_day = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.assumed || entry.max.is_none());
        (one_day(self.a) || one_day(self.b)) && (self.max_a.is_some() || self.max_b.is_some())
    }
}

fn fraction(score: f64, max: f64) -> f64 {
    if max > 0.0 { score / max } else { 0.0 }
}

fn value(entry: Option<&Entry>, max: Option<f64>) -> f64 {
    entry.map_or(0.0, |entry| if max.is_some_and(|max| max <= 0.0) { 0.0 } else { entry.score })
}

/// Pairs the controls of both days, in order.
pub(super) fn pairs<'d>(a: &'d Day, b: &'d Day) -> Vec<Pair<'d>> {
    let mut pairs = Vec::with_capacity(a.entries.len().max(b.entries.len()));
    let (mut left, mut right) = (a.entries.iter().peekable(), b.entries.iter().peekable());
    loop {
        let control = match (left.peek(), right.peek()) {
            (None, None) => return pairs,
            (Some(one), None) | (None, Some(one)) => one.control,
            (Some(one), Some(other)) => one.control.min(other.control),
        };
        let a = left.next_if(|entry| entry.control == control);
        let b = right.next_if(|entry| entry.control == control);
        let max = |entry: Option<&Entry>| entry.and_then(|entry| entry.max).map(shown);
        let (own_a, own_b) = (max(a), max(b));
        pairs.push(Pair { control, a, b, max_a: own_a.or(own_b), max_b: own_b.or(own_a) });
    }
}
