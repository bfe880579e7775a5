//! One step of an attribution: points and maximum before and after it, and what each control has to do with the difference.

use super::ControlIndex;
use crate::report::{Cause, Contribution, ControlChange, ControlPoints, REST};

/// Of a maximum, what is rounding. A step that leaves no more than this leaves none.
const ROUNDING: f64 = 1e-9;

/// The points and the maximum, as far as the steps have been applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    points: f64,
    max: f64,
    /// The largest maximum so far, by which rounding is told.
    largest: f64,
}

/// What a step does to the points and the maximum of one control.
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

    /// The share of the points that are obtained, 0 to 1; 0 where no maximum is left.
    pub(super) fn share(self) -> f64 {
        if self.max > ROUNDING * self.largest { self.points / self.max } else { 0.0 }
    }

    /// Applies a step; the part is the change of the share.
    pub(super) fn apply(&mut self, cause: Cause, effects: Vec<Effect>, index: &impl ControlIndex) -> Contribution {
        let before = self.share();
        self.points += effects.iter().map(|effect| effect.points).sum::<f64>();
        self.max += effects.iter().map(|effect| effect.max).sum::<f64>();
        self.largest = self.largest.max(self.max);
        let share = self.share() - before;
        let shares = self.shares(before, share, &effects);
        let moved = effects.into_iter().zip(shares).filter(|(effect, share)| is_move(effect, *share));
        let mut moves: Vec<ControlChange> =
            moved.map(|(effect, share)| effect.into_move(100.0 * share, index)).collect();
        moves.sort_by(|a, b| b.share.abs().total_cmp(&a.share.abs()).then_with(|| a.id.cmp(&b.id)));
        Contribution { cause, share: 100.0 * share, moves }
    }

    /// How much of a step's change each control has to do with: P' − P = Σ (Δs − P·Δm) / M'. What is left where a maximum vanishes
    /// or appears belongs to the controls by how much of it is theirs.
    fn shares(self, before: f64, change: f64, effects: &[Effect]) -> Vec<f64> {
        let exists = self.max > ROUNDING * self.largest;
        let own = |effect: &Effect| if exists { (effect.points - before * effect.max) / self.max } else { 0.0 };
        let mut shares: Vec<f64> = effects.iter().map(own).collect();
        let left = change - shares.iter().sum::<f64>();
        let weight = |effect: &Effect| effect.max.abs() + effect.points.abs();
        let weights: f64 = effects.iter().map(weight).sum();
        if weights > 0.0 {
            shares.iter_mut().zip(effects).for_each(|(share, effect)| *share += left * weight(effect) / weights);
        }
        shares
    }
}

/// Whether a control is worth a line: it has a share of the change, or came or went.
fn is_move(effect: &Effect, share: f64) -> bool {
    let came_or_went = effect.from.is_some() != effect.to.is_some();
    came_or_went || share.abs() > ROUNDING
}

impl Effect {
    fn into_move(self, share: f64, index: &impl ControlIndex) -> ControlChange {
        ControlChange {
            id: self.control.map_or_else(|| REST.to_owned(), |control| index.id(control)),
            title: self.control.and_then(|control| index.title(control)),
            share,
            from: self.from,
            to: self.to,
            assumed: self.assumed,
        }
    }
}
