//! The result of a comparison with uncertain figures.

/// The result of a comparison with uncertain figures: it holds, fails, or is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Holds,
    Fails,
    Open,
}

impl Decision {
    /// The decision, given whether the requirement holds at the least and at the greatest.
    pub(super) const fn of(at_least: bool, at_most: bool) -> Self {
        match (at_least, at_most) {
            (true, true) => Self::Holds,
            (false, false) => Self::Fails,
            (true, false) | (false, true) => Self::Open,
        }
    }
}

/// Points of a maximum, where that is known.
pub(super) type PointsOf = (f64, Option<f64>);
