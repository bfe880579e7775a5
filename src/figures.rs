//! The tolerances of every comparison of figures.

/// The relative tolerance of a comparison of points, so that 57 of 100 meets 57%.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// The tolerance of a sum of the points of controls, in points: Graph rounds.
pub(crate) const SUM_TOLERANCE: f64 = 0.5;

/// The tolerance between the percentage of a control and its points over its maximum, in percentage points.
pub(crate) const PERCENTAGE_TOLERANCE: f64 = 1.0;

/// The tolerance between a percentage that Graph gives, which has two digits, and the exact one, in percentage points.
pub(crate) const HALF_DIGIT: f64 = 0.005;

/// The tolerance between two figures of one control that differ by rounding, in percentage points.
pub(crate) const ROUNDING: f64 = 0.01 + TOLERANCE;

/// The tolerance of a comparison of a drop with its limit, in percentage points: rounding of sums over a thousand controls is
/// less.
pub(crate) const DROP_TOLERANCE: f64 = 1e-7;

/// The change up to which nothing changed, in percentage points: rounding of single figures is less.
pub(crate) const ZERO_CHANGE: f64 = 1e-9;
