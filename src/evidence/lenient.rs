//! Values as Graph really sends them: numbers that may be text, dates that may lack an offset.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::Deserializer;
use serde::de::{Error, Unexpected, Visitor};

/// The largest number of points that can be meant. Beyond it sums would lose their digits, and comparisons their sense.
const LARGEST: f64 = 1e9;

/// A number, a number as text, or null. What is no number of points is an error: what cannot be read must not count as absent.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    struct Number;

    impl Visitor<'_> for Number {
        type Value = Option<f64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number or a number as text")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
            let sensible = Some(number).filter(|number| number.abs() <= LARGEST);
            sensible.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
        }

        #[expect(clippy::cast_precision_loss, reason = "points are small numbers")]
        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            self.visit_f64(number as f64)
        }

        #[expect(clippy::cast_precision_loss, reason = "points are small numbers")]
        fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
            self.visit_f64(number as f64)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            // `parse` also accepts `NaN`, `inf` and `1e999`, which are no points.
            let number = text.trim().parse().ok().filter(|number: &f64| number.abs() <= LARGEST);
            number.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    deserializer.deserialize_any(Number)
}

/// A Boolean, a Boolean as text, or null, which counts as false.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    struct Flag;

    impl Visitor<'_> for Flag {
        type Value = bool;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("true or false")
        }

        fn visit_unit<E: Error>(self) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_bool<E: Error>(self, flag: bool) -> Result<bool, E> {
            Ok(flag)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
            text.trim().to_lowercase().parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    deserializer.deserialize_any(Flag)
}

/// A time stamp of Graph. One without an offset is taken for UTC, as Graph writes all of them. Windows PowerShell writes
/// `/Date(1795392000000)/`, milliseconds since 1970 in UTC.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(milliseconds) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return Timestamp::from_millisecond(milliseconds.parse().ok()?).ok();
    }
    let civil = || text.parse::<DateTime>().ok().and_then(|local| Offset::UTC.to_timestamp(local).ok());
    text.parse().ok().or_else(civil)
}
