//! What a baseline that replaces another changes.

use std::collections::BTreeMap;

use super::{Baseline, BaselineControl};

/// How many controls differ between two baselines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Controls of both whose points, maximum or claim differ.
    pub changed: usize,
    /// Controls of the newer one alone.
    pub added: usize,
    /// Controls of the older one alone.
    pub removed: usize,
}

impl Difference {
    /// Compares the controls by id without letter case.
    #[must_use]
    pub fn between(older: &Baseline, newer: &Baseline) -> Self {
        let by_id = |baseline: &Baseline| -> BTreeMap<String, BaselineControl> {
            baseline.controls.iter().map(|control| (control.id.to_lowercase(), control.clone())).collect()
        };
        let (older, newer) = (by_id(older), by_id(newer));
        let same = |a: &BaselineControl, b: &BaselineControl| (a.score, a.max, &a.claim) == (b.score, b.max, &b.claim);
        let both = || newer.iter().filter_map(|(id, control)| Some((older.get(id)?, control)));
        Self {
            changed: both().filter(|(a, b)| !same(a, b)).count(),
            added: newer.len() - both().count(),
            removed: older.len() - both().count(),
        }
    }
}
