//! Amounts with their units: required and observed values.

use std::fmt;

use jiff::SignedDuration;

use crate::policy::{Age, Drop, Percent, Threshold};
use crate::text;

/// The unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Percent of a maximum.
    Percent,
    /// Secure Score points.
    Points,
    /// A difference of two percentages.
    PercentagePoints,
    /// Days of 24 hours.
    Days,
    /// A number of things.
    Count,
}

/// An amount with its unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// An amount that is known.
    Exact {
        /// The amount.
        value: f64,
        /// Its unit.
        unit: Unit,
    },
    /// An amount that is known to lie between two others.
    Between {
        /// The least that it can be.
        least: f64,
        /// The most that it can be.
        most: f64,
        /// The unit of both.
        unit: Unit,
    },
    /// The state of a control, as a word.
    State(String),
}

/// The comparison of an observed amount with the required one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It must be no less.
    AtLeast,
    /// It must be no more.
    AtMost,
    /// It must be the same.
    Exactly,
}

/// The required amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The comparison of the amounts.
    pub comparison: Bound,
    /// The amount to compare with.
    pub quantity: Quantity,
}

impl Quantity {
    /// An amount that is known.
    #[must_use]
    pub const fn exact(value: f64, unit: Unit) -> Self {
        Self::Exact { value, unit }
    }

    /// An amount between two others, or the one amount where both are the same.
    #[must_use]
    pub fn between(least: f64, most: f64, unit: Unit) -> Self {
        if least == most { Self::Exact { value: least, unit } } else { Self::Between { least, most, unit } }
    }

    /// A length of time in days.
    #[must_use]
    pub fn days(length: SignedDuration) -> Self {
        Self::exact(length.as_secs_f64() / 86_400.0, Unit::Days)
    }

    /// A number of things.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no report counts as many things as a float cannot hold")]
    pub fn count(number: usize) -> Self {
        Self::exact(number as f64, Unit::Count)
    }
}

impl Requirement {
    /// At least this amount.
    pub fn at_least(quantity: impl Into<Quantity>) -> Self {
        Self { comparison: Bound::AtLeast, quantity: quantity.into() }
    }

    /// At most this amount.
    pub fn at_most(quantity: impl Into<Quantity>) -> Self {
        Self { comparison: Bound::AtMost, quantity: quantity.into() }
    }

    /// This amount, or this state.
    pub fn exactly(quantity: impl Into<Quantity>) -> Self {
        Self { comparison: Bound::Exactly, quantity: quantity.into() }
    }
}

impl From<Threshold> for Quantity {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Percent(percent) => Self::exact(percent, Unit::Percent),
            Threshold::Points(points) => Self::exact(points, Unit::Points),
        }
    }
}

impl From<Percent> for Quantity {
    fn from(Percent(percent): Percent) -> Self {
        Self::exact(percent, Unit::Percent)
    }
}

impl From<Drop> for Quantity {
    fn from(Drop(drop): Drop) -> Self {
        Self::exact(drop, Unit::PercentagePoints)
    }
}

impl From<Age> for Quantity {
    fn from(age: Age) -> Self {
        Self::days(age.0)
    }
}

impl Quantity {
    /// The text for people; `limit` is the amount that it is compared with and must not look equal to.
    #[must_use]
    pub fn text(&self, limit: Option<&Self>) -> String {
        let limit = limit.and_then(Self::value);
        match self {
            Self::Exact { value, unit } => unit.text(*value, limit),
            Self::Between { least, most, unit } => {
                format!("between {} and {}", unit.text(*least, limit), unit.text(*most, limit))
            }
            Self::State(state) => state.clone(),
        }
    }

    fn value(&self) -> Option<f64> {
        match self {
            Self::Exact { value, .. } => Some(*value),
            Self::Between { .. } | Self::State(_) => None,
        }
    }
}

/// The greatest age in days that is shown in hours, whatever the unit of the limit is.
const HOURS_UP_TO: f64 = 3.0;

impl Unit {
    fn text(self, value: f64, limit: Option<f64>) -> String {
        match self {
            Self::Percent => text::percent(value, limit),
            Self::Points => {
                let figure = text::points(value, limit);
                format!("{figure} {}", if figure == "1" { "point" } else { "points" })
            }
            Self::PercentagePoints if value < 0.0 => format!("−{}", text::change(value, limit)),
            Self::PercentagePoints => text::change(value, limit),
            Self::Days if value > 2.0 && value.fract() == 0.0 => format!("{value} d"),
            // Ages are rounded up, so that an age beyond its limit does not look equal to it.
            Self::Days if value > HOURS_UP_TO && limit.is_some_and(|limit| limit > 2.0 && limit.fract() == 0.0) => {
                format!("{} d", (value * 10.0 - 1e-6).ceil() / 10.0)
            }
            Self::Days => format!("{} h", (value * 24.0 - 1e-6).ceil()),
            Self::Count => format!("{value}"),
        }
    }
}

impl Requirement {
    /// The text for people beside an observed amount: a limit that is rounded never looks equal to an amount that differs from it.
    #[must_use]
    pub fn beside(&self, observed: Option<&Quantity>) -> String {
        let is_short = self.quantity.value().is_some_and(|value| format!("{value:.1}").parse() == Ok(value));
        self.text(observed.filter(|_| !is_short))
    }

    fn text(&self, observed: Option<&Quantity>) -> String {
        let quantity = self.quantity.text(observed);
        match self.comparison {
            Bound::AtLeast => format!("at least {quantity}"),
            Bound::AtMost => format!("at most {quantity}"),
            Bound::Exactly => quantity,
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_never_looks_like_the_limit_that_it_misses() {
        let limit = Quantity::exact(70.0, Unit::Percent);
        let text = Quantity::exact(69.999, Unit::Percent).text(Some(&limit));
        assert!(text.starts_with("69.999"), "{text}");
        assert_eq!(Quantity::days(SignedDuration::from_secs(72 * 3600 + 1)).text(None), "73 h");
        assert_eq!(Quantity::days(SignedDuration::from_hours(72)).text(None), "3 d");
        assert_eq!(Quantity::days(SignedDuration::from_hours(31)).text(None), "31 h");
    }

    #[test]
    fn an_age_has_the_unit_of_its_limit() {
        let text = |hours: i64, limit: i64| {
            Quantity::days(SignedDuration::from_hours(hours))
                .text(Some(&Quantity::days(SignedDuration::from_hours(limit))))
        };
        assert_eq!(text(31 * 24, 14 * 24), "31 d");
        assert_eq!(text(14 * 24 + 1, 14 * 24), "14.1 d");
        assert_eq!(text(30, 14 * 24), "30 h");
        assert_eq!(text(100, 36), "100 h");
    }

    #[test]
    fn an_interval_of_one_amount_is_that_amount() {
        assert_eq!(Quantity::between(1.0, 1.0, Unit::Points).text(None), "1 point");
        assert_eq!(Quantity::between(1.0, 2.5, Unit::Points).text(None), "between 1 point and 2.5 points");
        assert_eq!(Quantity::exact(-0.5, Unit::PercentagePoints).text(None), "−0.5 pp");
    }
}
