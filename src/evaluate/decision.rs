//! The result of a comparison with uncertain figures.

/// The result of a comparison with uncertain figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Met,
    NotMet,
    Unknown,
}

impl Decision {
    /// The decision, given whether the requirement is met at the least and at the greatest.
    pub(super) const fn of(at_least: bool, at_most: bool) -> Self {
        match (at_least, at_most) {
            (true, true) => Self::Met,
            (false, false) => Self::NotMet,
            (true, false) | (false, true) => Self::Unknown,
        }
    }
}

/// Points of a maximum, where that is known.
pub(super) type PointsOf = (f64, Option<f64>);
