//! One step of an attribution: points and maximum before and after it, and what each control has to do with the difference.

use super::ControlIndex;
use crate::figures::TOLERANCE;
use crate::report::{Cause, Contribution, ControlChange, ControlPoints, REST};

/// The points and the maximum, as far as the steps have been applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    points: f64,
    max: f64,
    /// The largest maximum so far, on which the size of rounding errors depends.
    largest: f64,
}

/// The effect of a step on the points and the maximum of one control.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    /// The control; none for the controls of unknown maximum, carried as one.
    pub(super) control: Option<usize>,
    pub(super) points: f64,
    pub(super) max: f64,
    pub(super) from: Option<ControlPoints>,
    pub(super) to: Option<ControlPoints>,
    pub(super) assumed: bool,
}

impl Scale {
    pub(super) const fn new(points: f64, max: f64) -> Self {
        Self { points, max, largest: max }
    }

    /// The fraction of the maximum that is obtained, 0 to 1; 0 where no maximum is left.
    pub(super) fn fraction(self) -> f64 {
        if self.max > TOLERANCE * self.largest { self.points / self.max } else { 0.0 }
    }

    /// Applies a step; the contribution is the change of the fraction.
    pub(super) fn apply(&mut self, cause: Cause, effects: Vec<Effect>, index: &impl ControlIndex) -> Contribution {
        let before = self.fraction();
        self.points += effects.iter().map(|effect| effect.points).sum::<f64>();
        self.max += effects.iter().map(|effect| effect.max).sum::<f64>();
        self.largest = self.largest.max(self.max);
        let change = self.fraction() - before;
        let contributions = self.contributions(before, change, &effects);
        let listed = effects.into_iter().zip(contributions).filter(|(effect, own)| is_listed(effect, *own));
        let mut controls: Vec<ControlChange> =
            listed.map(|(effect, own)| effect.into_control_change(100.0 * own, index)).collect();
        controls.sort_by(|a, b| {
            b.percentage_points.abs().total_cmp(&a.percentage_points.abs()).then_with(|| a.id.cmp(&b.id))
        });
        Contribution { cause, percentage_points: 100.0 * change, controls }
    }

    /// The part of a step's change that each control accounts for: P' − P = Σ (Δs − P·Δm) / M'. The remainder where a maximum
    /// vanishes or appears belongs to the controls in proportion to their part of it.
    fn contributions(self, before: f64, change: f64, effects: &[Effect]) -> Vec<f64> {
        let exists = self.max > TOLERANCE * self.largest;
        let own = |effect: &Effect| if exists { (effect.points - before * effect.max) / self.max } else { 0.0 };
        let mut contributions: Vec<f64> = effects.iter().map(own).collect();
        let left = change - contributions.iter().sum::<f64>();
        let weight = |effect: &Effect| effect.max.abs() + effect.points.abs();
        let weights: f64 = effects.iter().map(weight).sum();
        if weights > 0.0 {
            contributions.iter_mut().zip(effects).for_each(|(own, effect)| *own += left * weight(effect) / weights);
        }
        contributions
    }
}

/// Whether a control is worth a line: it contributes to the change, or came or went.
fn is_listed(effect: &Effect, contribution: f64) -> bool {
    let came_or_went = effect.from.is_some() != effect.to.is_some();
    came_or_went || contribution.abs() > TOLERANCE
}

impl Effect {
    fn into_control_change(self, percentage_points: f64, index: &impl ControlIndex) -> ControlChange {
        ControlChange {
            id: self.control.map_or_else(|| REST.to_owned(), |control| index.id(control)),
            title: self.control.and_then(|control| index.title(control)),
            percentage_points,
            from: self.from,
            to: self.to,
            assumed: self.assumed,
        }
    }
}
