//! An interval for an uncertain figure.

/// The least and the most that a figure can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The least.
    pub least: f64,
    /// The most; infinite where nothing bounds it.
    pub most: f64,
}

impl Interval {
    /// Nothing of anything.
    pub const ZERO: Self = Self::exact(0.0);

    /// One figure.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { least: value, most: value }
    }

    /// The interval between two figures, whichever is the smaller.
    #[must_use]
    pub const fn between(one: f64, other: f64) -> Self {
        Self { least: one.min(other), most: one.max(other) }
    }

    /// Whether there is but one figure that it can be.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.least >= self.most
    }

    /// One figure out of the interval, for people: the middle.
    #[must_use]
    pub fn middle(self) -> f64 {
        if self.is_exact() { self.least } else { f64::midpoint(self.least, self.most) }
    }

    /// The interval together with nothing: what may count or not.
    #[must_use]
    pub const fn or_nothing(self) -> Self {
        Self { least: self.least.min(0.0), most: self.most.max(0.0) }
    }

    /// The product with another interval; neither is negative.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self { least: self.least * other.least, most: self.most * other.most }
    }

    /// The sum with another interval.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, most: self.most + other.most }
    }
}
