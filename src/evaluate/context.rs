//! The context of every judgement: the newest day, the time, and the days to compare with.

use std::cell::OnceCell;

use jiff::Timestamp;

use super::posture::Posture;
use super::timeline::{KnownDay, Timeline};
use crate::baseline::Baseline;

/// The data for the evaluation of a rule.
#[derive(Debug)]
pub(super) struct Context<'e> {
    pub(super) posture: &'e Posture<'e>,
    pub(super) now: Timestamp,
    pub(super) baseline: Option<&'e Baseline>,
    /// Computed when the first rule needs it; most policies do not.
    timeline: OnceCell<Timeline<'e>>,
}

impl<'e> Context<'e> {
    pub(super) const fn new(posture: &'e Posture<'e>, now: Timestamp, baseline: Option<&'e Baseline>) -> Self {
        Self { posture, now, baseline, timeline: OnceCell::new() }
    }

    /// The days before the newest, as far as the rules need them.
    pub(super) fn past(&self) -> &[KnownDay] {
        if self.posture.evidence.history.is_empty() { &[] } else { &self.timeline().past }
    }

    /// The days to compare with.
    pub(super) fn timeline(&self) -> &Timeline<'e> {
        self.timeline.get_or_init(|| Timeline::of(self.posture, self.baseline))
    }
}
