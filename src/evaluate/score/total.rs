//! The points of the tenant, as far as they are known.

use crate::policy::Points;

/// The score of the tenant as far as it is known, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) max: Option<f64>,
    /// Points that are claimed, and points that may be.
    pub(super) claimed: f64,
    pub(super) maybe_claimed: f64,
    /// Points that no scored control has, which may be claimed too.
    pub(super) unaccounted: f64,
}

impl Total {
    /// Without the claimed points, where only observed ones count.
    pub(super) fn counting(self, counted: Points) -> Self {
        match counted {
            Points::Reported => self,
            Points::Observed => {
                let least = self.least - self.claimed - self.maybe_claimed - self.unaccounted;
                Self { least, most: self.most - self.claimed, ..self }
            }
        }
    }
}
