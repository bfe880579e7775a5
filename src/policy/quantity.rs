//! Quantities that policies state with their unit: `70%`, `812 points`, `72h`.
//!
//! A bare number is an error: 70 of what?

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Span, SpanRelativeTo, Unit};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// The least that a score may be: a percentage (0 to 100) or a number of points.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub enum Threshold {
    /// Percent of the maximum, 0 to 100.
    Percent(f64),
    /// Secure Score points.
    Points(f64),
}

/// A percentage (0 to 100), for limits that have no meaning in points.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "String")]
pub struct Percent(pub f64);

/// The most that a percentage may drop, in percentage points (0 to 100).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "String")]
pub struct Drop(pub f64);

/// A length of time in hours, days or weeks; a day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Age(pub SignedDuration);

const PERCENT: &str = r"^(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?) ?%$";
const THRESHOLD: &str = r"^((100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?) ?%|[0-9]{1,9}(\.[0-9]+)? points?)$";
const DROP: &str = r"^(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?) ?pp$";
pub(crate) const AGE: &str = r"^[1-9][0-9]{0,3} ?(h|d|w)$";

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(number) = text.strip_suffix("points").or_else(|| text.strip_suffix("point")) {
            return match decimal(number.trim_end()) {
                Some(points) => Ok(Self::Points(points)),
                None => Err(format!("`{text}` is not a number of points")),
            };
        }
        text.parse().map(|Percent(percent)| Self::Percent(percent))
    }
}

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_suffix('%')
            .and_then(|number| decimal(number.trim_end()))
            .filter(|percent| *percent <= 100.0)
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a percentage from 0% to 100%"))
    }
}

impl FromStr for Drop {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_suffix("pp")
            .and_then(|number| decimal(number.trim_end()))
            .filter(|points| *points <= 100.0)
            .map(Self)
            .ok_or_else(|| format!("`{text}` is not a number of percentage points such as 1pp"))
    }
}

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a duration such as 72h, 30d or 4w");
        if !text.ends_with(['h', 'd', 'w']) {
            return Err(wrong());
        }
        let span: Span = text.parse().map_err(|_| wrong())?;
        let seconds = span
            .total((Unit::Second, SpanRelativeTo::days_are_24_hours()))
            .ok()
            .filter(|seconds| *seconds > 0.0)
            .ok_or_else(wrong)?;
        SignedDuration::try_from_secs_f64(seconds).map(Self).map_err(|_| wrong())
    }
}

/// Reads digits with an optional fraction: no sign, no exponent, no `inf`, none of which a policy should need.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain.then(|| text.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

/// The quantity that a text is most likely meant to be, where the text does not fit the pattern of a quantity: `70,5 %` for
/// `70.5%`, `30 days` for `30d`, `2%` for a drop of `2pp`.
pub(crate) fn near(pattern: &str, text: &str) -> Option<String> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "%" | "percent" | "per cent" | "pct" if pattern == DROP => "pp",
        "%" | "percent" | "per cent" | "pct" => "%",
        "pp" | "percentage points" | "percentage point" | "% points" if pattern == DROP => "pp",
        "points" | "point" | "pts" | "pt" => " points",
        "h" | "hour" | "hours" | "hr" | "hrs" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" | "wk" => "w",
        _ => return None,
    };
    let meant = format!("{number}{unit}");
    let fits = match pattern {
        THRESHOLD => meant.parse::<Threshold>().is_ok(),
        PERCENT => meant.parse::<Percent>().is_ok(),
        DROP => meant.parse::<Drop>().is_ok(),
        AGE => meant.parse::<Age>().is_ok() && number.len() <= 4,
        _ => false,
    };
    fits.then_some(meant)
}

macro_rules! text_quantity {
    ($type:ident, $pattern:expr, $description:literal, $examples:expr) => {
        impl TryFrom<String> for $type {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": $description,
                    "examples": $examples,
                })
            }
        }
    };
}

text_quantity!(
    Threshold,
    THRESHOLD,
    "A percentage from 0% to 100% or a number of points; a bare number is an error.",
    ["70%", "812 points"]
);
text_quantity!(Percent, PERCENT, "A percentage from 0% to 100%.", ["70%"]);
text_quantity!(
    Drop,
    DROP,
    "A number of percentage points from 0pp to 100pp; a bare number is an error.",
    ["1pp", "0.5pp"]
);
text_quantity!(Age, AGE, "A length of time in hours, days or weeks.", ["72h", "30d", "4w"]);

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => Percent(*percent).fmt(f),
            Self::Points(points) => write!(f, "{points} points"),
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

impl Age {
    /// The length in days, begun ones counted as whole.
    #[must_use]
    pub fn days(self) -> u32 {
        let days = self.0.as_hours().unsigned_abs().div_ceil(24);
        u32::try_from(days).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Drop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pp", self.0)
    }
}

impl fmt::Display for Age {
    /// Whole days where the length is whole days and more than two, else hours: `30 d`, `48 h`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = self.0.as_hours();
        if hours > 48 && hours % 24 == 0 { write!(f, "{} d", hours / 24) } else { write!(f, "{hours} h") }
    }
}
