//! The forecast of the use in a calendar month.
//!
//! Expected is for each day that is not over the mean of the whole days of the same weekday in the last eight weeks of the data,
//! and on a day that has begun never less than what was used. The standard error combines the variation of days around the mean of
//! their weekday with the uncertainty of the means.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::coverage::Coverage;
use super::scu::Scu;
use super::setting_names::SettingNames;

/// The fewest whole days of the past: two of each weekday.
const FEWEST_DAYS: i32 = 14;

/// The most days of the past that count: eight weeks.
const MOST_DAYS: i32 = 56;

/// The most days that may be missing between the data and the evaluation.
const STALE_DAYS: i32 = 7;

/// The common multiple of the numbers of days of a weekday, 1 to 8, so that means are exact.
const MULTIPLE: u64 = 840;

/// A tenth of an SCU, in fractions of a thousandth.
const TENTH: u128 = MULTIPLE as u128 * 100;

/// The expected use in the month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The use of the whole month, rounded half up to tenths; near a budget with as many digits as show on which side of it it is.
    pub total: Scu,
    /// The use of the whole month without rounding, in units of 1/840,000 SCU.
    expected: u128,
    /// Two standard errors, in SCU: the month lies within the total plus or minus this in about 19 of 20 cases.
    pub margin: f64,
    /// The number of whole days that the means are of.
    pub days: usize,
}

impl Forecast {
    fn new(expected: u128, margin: f64, days: usize) -> Self {
        let tenths = u64::try_from((expected + TENTH / 2) / TENTH).unwrap_or(u64::MAX);
        Self { total: Scu::thousandths(tenths.saturating_mul(100)), expected, margin, days }
    }

    /// Whether the forecast, without rounding, is above a limit.
    pub(super) fn is_above(&self, limit: Scu) -> bool {
        self.expected > exact(limit)
    }

    /// The forecast with a total that is on the same side of a limit as the forecast without rounding.
    pub(super) fn beside(self, limit: Scu) -> Self {
        let is_above = self.is_above(limit);
        if (self.total > limit) == is_above {
            return self;
        }
        let multiple = u128::from(MULTIPLE);
        let thousandths = if is_above { self.expected.div_ceil(multiple) } else { self.expected / multiple };
        Self { total: Scu::thousandths(u64::try_from(thousandths).unwrap_or(u64::MAX)), ..self }
    }
}

/// A number of SCU in units of 1/840,000.
fn exact(scu: Scu) -> u128 {
    u128::from(scu.in_thousandths()) * u128::from(MULTIPLE)
}

/// The calendar month of a forecast.
pub(super) struct Month {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) today: Date,
}

/// The forecast, or the reason why it is unknown.
pub(super) fn forecast(
    by_day: &BTreeMap<Date, Scu>,
    coverage: Option<&Coverage>,
    month: &Month,
    names: &SettingNames,
) -> Result<Forecast, String> {
    let coverage = coverage.ok_or_else(|| {
        let SettingNames { since, until, .. } = names;
        format!("the data contain no use, and the days that they cover are not stated ({since}, {until})")
    })?;
    whole_month(coverage, month, names)?;
    let open = coverage.first_open();
    let used: Scu = by_day.range(month.first..=month.last).map(|(_, used)| *used).sum();
    let first_open = open.max(month.first);
    if first_open > month.last {
        return Ok(Forecast::new(exact(used), 0.0, 0));
    }
    let behind = days_between(coverage.until, month.today);
    if behind > STALE_DAYS {
        let until = coverage.until;
        return Err(format!(
            "the data end on {until}, {behind} days before the evaluation, and a forecast bridges {STALE_DAYS} at most: export the data \
             again, or state the last day that they cover ({})",
            names.until
        ));
    }
    let sample = Sample::of(by_day, coverage)?;
    Ok(sample.extend(used, by_day, (first_open, month.last)))
}

/// Requires that the data cover the month from its beginning to their end.
fn whole_month(coverage: &Coverage, month: &Month, names: &SettingNames) -> Result<(), String> {
    let SettingNames { since, until, .. } = names;
    if !coverage.begins_by(month.first) {
        return Err(format!(
            "the first use in the data is on {}, and an export does not state whether it covers the days from {} on: if it does, state \
             {since} {}",
            coverage.since, month.first, month.first
        ));
    }
    match coverage.gap_in(month.first, month.last) {
        Some(gap) => Err(format!(
            "no source covers the days from {} to {}: add an export of them, or state {since} and {until} if there was no use",
            gap.first, gap.last
        )),
        None => Ok(()),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The days from one to another, both included.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(1.day()).take_while(move |day| *day <= to)
}

/// The whole days of the past: number, sum and sum of squares of each weekday.
struct Sample {
    of_weekday: BTreeMap<i8, (u64, u64)>,
    /// The variance around the means of the weekdays, in SCU².
    variance: f64,
    days: usize,
}

#[expect(clippy::cast_precision_loss, reason = "an error needs no more digits than a floating-point number has")]
impl Sample {
    fn of(by_day: &BTreeMap<Date, Scu>, coverage: &Coverage) -> Result<Self, String> {
        let end = coverage.first_open();
        let earliest = end.checked_sub(MOST_DAYS.days()).unwrap_or(end);
        let first = coverage.first_whole().max(earliest);
        let number = days_between(first, end).max(0);
        if number < FEWEST_DAYS {
            return Err(format!(
                "the data cover {}, and a forecast takes at least {FEWEST_DAYS}",
                crate::text::count(usize::try_from(number).unwrap_or(0), "whole day")
            ));
        }
        let all: Vec<Date> = days(first, end).filter(|day| *day < end).collect();
        let used = |day: &Date| by_day.get(day).copied().unwrap_or_default().in_thousandths();
        let mut of_weekday: BTreeMap<i8, (u64, u64)> = BTreeMap::new();
        for day in &all {
            let (days, sum) = of_weekday.entry(index(day.weekday())).or_default();
            (*days, *sum) = (*days + 1, sum.saturating_add(used(day)));
        }
        let squares = all.iter().map(|day| {
            let (days, sum) = of_weekday.get(&index(day.weekday())).copied().unwrap_or((1, 0));
            let off = used(day) as f64 / 1000.0 - sum as f64 / 1000.0 / days as f64;
            off * off
        });
        let freedom = all.len().saturating_sub(of_weekday.len()).max(1);
        let variance = squares.sum::<f64>() / freedom as f64;
        Ok(Self { of_weekday, variance, days: all.len() })
    }

    /// Adds the expected use of the days that are not over.
    fn extend(&self, used: Scu, by_day: &BTreeMap<Date, Scu>, (first, last): (Date, Date)) -> Forecast {
        let mut expected = exact(used);
        let mut open: BTreeMap<i8, u64> = BTreeMap::new();
        for day in days(first, last) {
            let weekday = index(day.weekday());
            *open.entry(weekday).or_default() += 1;
            let (number, sum) = self.of_weekday.get(&weekday).copied().unwrap_or((1, 0));
            let mean = u128::from(sum) * u128::from(MULTIPLE / number.max(1));
            let begun = by_day.get(&day).copied().unwrap_or_default();
            expected += mean.saturating_sub(exact(begun));
        }
        let spread = open.iter().map(|(weekday, number)| {
            let days = self.of_weekday.get(weekday).map_or(1, |(days, _)| *days);
            let number = *number as f64;
            number + number * number / days as f64
        });
        let margin = 2.0 * (self.variance * spread.sum::<f64>()).sqrt();
        Forecast::new(expected, margin, self.days)
    }
}

fn index(weekday: Weekday) -> i8 {
    weekday.to_monday_zero_offset()
}
