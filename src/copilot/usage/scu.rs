//! Security Compute Units and prices in exact decimal arithmetic.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

/// The most SCU of one figure of the input: far beyond what a tenant can use.
const MOST: u64 = 1_000_000;

/// The digits behind the point that are kept.
const DECIMALS: usize = 3;

/// A number of Security Compute Units, in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scu(u64);

impl Scu {
    /// None.
    pub const ZERO: Self = Self(0);

    /// A whole number of SCU.
    #[must_use]
    pub const fn whole(number: u64) -> Self {
        Self(number.saturating_mul(1000))
    }

    /// A number of thousandths of an SCU.
    #[must_use]
    pub const fn thousandths(number: u64) -> Self {
        Self(number)
    }

    /// The number in thousandths.
    #[must_use]
    pub const fn in_thousandths(self) -> u64 {
        self.0
    }

    /// Reads a decimal number, also `.6` and `1,234.5`.
    ///
    /// # Errors
    ///
    /// The fault and what to write, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let plain = without_groups(text.trim()).ok_or_else(|| {
            format!("{} is not a number: write SCU with a point before the decimals, such as 0.6", quoted(text))
        })?;
        let number = decimal(&plain, DECIMALS).ok_or_else(|| {
            format!("{} is not a number of SCU of 0 or more with at most {DECIMALS} decimals", quoted(text))
        })?;
        if number > MOST * 1000 {
            return Err(format!("{} is more than {MOST} SCU", quoted(text)));
        }
        Ok(Self(number))
    }

    /// Reads a floating-point number of a spreadsheet, whose last digits may be noise: `0.6000000000000001`.
    ///
    /// # Errors
    ///
    /// The fault, as a sentence.
    pub fn of_number(number: f64) -> Result<Self, String> {
        let text = format!("{number:.DECIMALS$}");
        let near = text.parse::<f64>().is_ok_and(|rounded| (rounded - number).abs() <= 1e-9 * number.abs().max(1.0));
        // A negative zero is zero.
        if near { Self::parse(if number == 0.0 { "0" } else { &text }) } else { Self::parse(&number.to_string()) }
    }

    /// The difference, or none where the other is larger.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The number cut to one decimal, as overage is billed.
    #[must_use]
    pub const fn cut_to_tenths(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// The number for JSON.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums stay below 2^53 thousandths")]
    pub fn as_number(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl fmt::Display for Scu {
    /// Writes one decimal, and more where there are any: `7.2`, `0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:03}", self.0 % 1000);
        let decimals = decimals.trim_end_matches('0');
        f.pad(&format!("{}.{decimals:0<1}", crate::text::grouped(self.0 / 1000)))
    }
}

impl Add for Scu {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Scu {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for Scu {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Sum for Scu {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

/// The price of one SCU for an hour, in ten-thousandths of a currency that the user knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price(u64);

impl Price {
    /// Reads a price with at most four decimals.
    ///
    /// # Errors
    ///
    /// What to write, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let price = decimal(text.trim(), 4).filter(|price| *price <= MOST * 10_000);
        price.map(Self).ok_or_else(|| "write a price such as 4 or 6.50, without a currency".to_owned())
    }

    /// The cost of a number of SCU, rounded half up to two decimals.
    #[must_use]
    pub fn of(self, scu: Scu) -> Cost {
        Cost((u128::from(self.0) * u128::from(scu.0) + 50_000) / 100_000)
    }
}

/// A cost in hundredths of a currency that the user knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost(u128);

impl Cost {
    /// The cost with its thousands in groups: `8,940.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        let whole = u64::try_from(self.0 / 100).unwrap_or(u64::MAX);
        format!("{}.{:02}", crate::text::grouped(whole), self.0 % 100)
    }
}

impl fmt::Display for Cost {
    /// Writes two decimals: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// A text of the input for a message, cut.
pub(super) fn quoted(text: &str) -> String {
    let text = crate::text::line(text);
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { format!("`{cut}…`") } else { format!("`{cut}`") }
}

/// The text without the commas that group thousands; none where a comma stands elsewhere.
fn without_groups(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut is_grouped = true;
    let mut joined = first.to_owned();
    for group in groups {
        is_grouped &= group.len() == 3 && (1..=3).contains(&first.len());
        joined.push_str(group);
    }
    // "1,234" can be a number with a decimal comma: only a point behind it decides.
    (is_grouped && (joined.len() == whole.len() || decimals.is_some()))
        .then(|| decimals.map_or_else(|| joined.clone(), |decimals| format!("{joined}.{decimals}")))
}

/// A number of units of 10^-decimals.
fn decimal(text: &str, decimals: usize) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = rest.trim_end_matches('0');
    let is_number = !(whole.is_empty() && text.len() < 2) && [whole, rest].iter().all(|part| is_digits(part));
    if !is_number || !text.contains(|c: char| c.is_ascii_digit()) || rest.len() > decimals {
        return None;
    }
    format!("{whole}{rest:0<decimals$}").parse().ok()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_export_are_read_exactly() {
        let read = |text| Scu::parse(text).map(Scu::in_thousandths).ok();
        assert_eq!(
            [".6", "0.60", "6.", "7.2", "1,234.5", "0"].map(read),
            [600, 600, 6000, 7200, 1_234_500, 0].map(Some)
        );
        for wrong in ["", ".", "-1", "0,6", "1,234", "1.2345", "NaN", "1e3", "12,34.5", "+1", "٣", "1000001", "0 6"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn noise_of_a_spreadsheet_goes_and_a_finer_number_is_an_error() {
        assert_eq!(Scu::of_number(0.1 + 0.2).unwrap(), Scu(300));
        assert_eq!(Scu::of_number(-0.0).unwrap(), Scu(0));
        for wrong in [-0.5, f64::NAN, f64::INFINITY, 0.000_5, 1e300] {
            assert!(Scu::of_number(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_shown_with_one_decimal_or_more() {
        assert_eq!(
            [0, 600, 7200, 250, 1_234_500].map(|number| Scu(number).to_string()),
            ["0.0", "0.6", "7.2", "0.25", "1,234.5"]
        );
        assert_eq!(Price::parse("6").unwrap().of(Scu(3200)).to_string(), "19.20");
        assert_eq!(Price::parse("0.0001").unwrap().of(Scu(1)).to_string(), "0.00");
    }
}
