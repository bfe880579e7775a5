//! The report: a value that every format shows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::billing::{self, Billing, Capacity, Prices, Span};
use super::budget::Budget;
use super::coverage::Coverage;
use super::forecast::{self, Forecast};
use super::group::{self, Grouping, Total};
use super::ledger::{Ledger, Source};
use super::notes;
use super::scu::Scu;
use super::source::Reading;
use crate::error::Error;
use crate::exit::Exit;

/// Why the result against a budget is unknown, although there is a forecast.
const DOUBT: &str = "an export ends in the minute in which another begins, with equal rows, and the result depends on whether they are \
                     the same uses";

/// The question to the data.
#[derive(Debug, Clone)]
pub struct Question {
    /// The name of the time zone.
    pub zone_name: String,
    /// The first day that the data cover, where the user states it.
    pub since: Option<Date>,
    /// The last day that the data cover, where the user states it.
    pub until: Option<Date>,
    /// What is paid for.
    pub capacity: Option<Capacity>,
    /// The prices.
    pub prices: Prices,
    /// The SCU that the current calendar month may use.
    pub budget: Option<Scu>,
}

/// A calendar month of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthTotal {
    /// The first day.
    pub first: Date,
    /// The SCU used.
    pub used: Scu,
    /// Whether the data cover the month up to its end or to the evaluation's last day.
    pub is_covered: bool,
    /// The bill.
    pub billing: Option<Billing>,
}

/// The use of SCU.
#[derive(Debug, Clone)]
pub struct UsageReport {
    /// The time of the evaluation.
    pub now: Timestamp,
    /// The day of the evaluation in the time zone.
    pub today: Date,
    /// The question.
    pub question: Question,
    /// The sources.
    pub sources: Vec<Source>,
    /// The covered days; none where there is no use and nothing is stated.
    pub coverage: Option<Coverage>,
    /// The SCU of all uses.
    pub used: Scu,
    /// The number of uses.
    pub uses: u64,
    /// The totals by each grouping.
    pub groups: BTreeMap<Grouping, Vec<Total>>,
    /// The months of the data and the current one, in their order.
    pub months: Vec<MonthTotal>,
    /// The SCU used in the current month.
    pub used_in_month: Scu,
    /// The forecast of the current month, or why it is unknown.
    pub forecast: Result<Forecast, String>,
    /// The budget of the current month.
    pub budget: Option<Budget>,
    /// What a reader must know about the figures, as sentences.
    pub notes: Vec<String>,
}

impl UsageReport {
    /// Answers a question.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the stated days contradict the data.
    pub fn of(ledger: &Ledger, reading: &Reading, question: Question) -> Result<Self, Error> {
        let (now, zone) = (reading.now, &reading.zone);
        let today = zone.to_datetime(now).date();
        let coverage = Coverage::of(ledger, question.since, question.until, today).map_err(|message| Error::Usage {
            message,
            help: "state the first and the last day that the data cover, or leave them out".into(),
        })?;
        let by_day = by_day(ledger);
        let (first, last) = (today.first_of_month(), today.last_of_month());
        let used_in = |by_day: &BTreeMap<Date, Scu>| by_day.range(first..=last).map(|(_, used)| *used).sum::<Scu>();
        let used_in_month = used_in(&by_day);
        let month = forecast::Month { first, last, today };
        let forecast = |by_day: &BTreeMap<Date, Scu>| {
            let forecast = forecast::forecast(by_day, coverage.as_ref(), &month, &reading.names);
            match question.budget {
                Some(limit) => forecast.map(|forecast| forecast.beside(limit)),
                None => forecast,
            }
        };
        let most = doubtful(ledger, &by_day).map(|most| (forecast(&most), used_in(&most)));
        let forecast = forecast(&by_day);
        let budget = question.budget.map(|limit| {
            let budget = Budget::of(limit, used_in_month, &forecast);
            match most.map(|(forecast, used)| Budget::of(limit, used, &forecast)) {
                Some(other) if other.outcome != budget.outcome => budget.unknown(DOUBT.to_owned()),
                Some(_) | None => budget,
            }
        });
        let groups = Grouping::ALL.map(|grouping| (grouping, group::totals(ledger, grouping)));
        let mut report = Self {
            now,
            today,
            sources: ledger.sources.clone(),
            coverage,
            used: ledger.uses().map(|(used, number)| used.units * number).sum(),
            uses: ledger.uses().map(|(_, number)| number).sum(),
            groups: groups.into_iter().collect(),
            months: Vec::new(),
            used_in_month,
            forecast,
            budget,
            notes: Vec::new(),
            question,
        };
        report.months = report.months(ledger, &by_day, zone);
        report.notes = notes::notes(ledger, report.coverage.as_ref(), today, report.forecast.is_ok());
        Ok(report)
    }

    /// The exit code: that of the budget.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.budget.as_ref().map_or(Exit::Passed, Budget::exit)
    }

    /// The totals of one grouping.
    #[must_use]
    pub fn totals(&self, grouping: Grouping) -> &[Total] {
        self.groups.get(&grouping).map_or(&[], Vec::as_slice)
    }

    fn months(&self, ledger: &Ledger, by_day: &BTreeMap<Date, Scu>, zone: &TimeZone) -> Vec<MonthTotal> {
        let current = self.today.first_of_month();
        let mut firsts: Vec<Date> = by_day.keys().map(|day| day.first_of_month()).collect();
        firsts.push(current);
        firsts.sort_unstable();
        firsts.dedup();
        let month = |first: Date| {
            let last = first.last_of_month();
            let used = by_day.range(first..=last).map(|(_, used)| *used).sum();
            let end = last.min(self.today);
            let is_covered = self.coverage.as_ref().is_some_and(|coverage| {
                coverage.begins_by(first) && coverage.until >= end && coverage.gap_in(first, end).is_none()
            });
            let span = span(first, zone, self.now);
            let billing =
                self.question.capacity.zip(span).map(|(capacity, span)| billing::bill(ledger, &span, zone, capacity));
            MonthTotal { first, used, is_covered, billing }
        };
        firsts.into_iter().map(month).collect()
    }
}

/// The part of a month up to the evaluation.
fn span(first: Date, zone: &TimeZone, now: Timestamp) -> Option<Span> {
    let next = first.checked_add(1.month()).ok()?;
    let start = |day: Date| day.to_zoned_datetime(zone.clone()).ok().map(|zoned| zoned.timestamp());
    let (from, end) = (start(first)?, start(next)?);
    // A use at the very time of the evaluation counts.
    let until = now.checked_add(1.second()).unwrap_or(now);
    Some(Span { from, to: end.min(until).max(from) })
}

/// The SCU of each day that has any.
fn by_day(ledger: &Ledger) -> BTreeMap<Date, Scu> {
    let mut days: BTreeMap<Date, Scu> = BTreeMap::new();
    for (used, number) in ledger.uses() {
        *days.entry(used.local.date()).or_default() += used.units * number;
    }
    days
}

/// The SCU of each day, if the uses that may be more are more.
fn doubtful(ledger: &Ledger, by_day: &BTreeMap<Date, Scu>) -> Option<BTreeMap<Date, Scu>> {
    let mut days = by_day.clone();
    for (used, number) in &ledger.doubtful {
        *days.entry(used.local.date()).or_default() += used.units * *number;
    }
    (!ledger.doubtful.is_empty()).then_some(days)
}
