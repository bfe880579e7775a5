//! The sentences that the formats for people share.

use super::billing::{Billing, Capacity, Overage};
use super::budget::BudgetOutcome;
use super::forecast::Forecast;
use super::report::{MonthTotal, UsageReport};
use super::scu::Scu;
use crate::exit::Exit;
use crate::text::count;

/// The result against the budget.
pub(super) struct Verdict {
    pub(super) exit: Exit,
    /// The result: `Over budget`.
    pub(super) word: &'static str,
    /// The figures behind it, as a sentence without a full stop.
    pub(super) why: String,
}

/// The result against the budget, where there is one.
pub(super) fn budget(report: &UsageReport) -> Option<Verdict> {
    let budget = report.budget.as_ref()?;
    let (limit, used) = (budget.limit, report.used_in_month);
    let month = report.today.strftime("%B %Y");
    let of = |forecast: &Result<Forecast, String>| {
        forecast.as_ref().map(|forecast| format!(" of {}", forecast.total)).unwrap_or_default()
    };
    let (word, why) = match (&budget.outcome, &report.forecast) {
        (BudgetOutcome::Within, forecast) => (
            "Within budget",
            format!("{used} of {limit} SCU used in {month}, and the forecast{} is not above the budget", of(forecast)),
        ),
        (BudgetOutcome::UsedAbove, _) => {
            ("Over budget", format!("{used} SCU used in {month}, above the budget of {limit} SCU"))
        }
        (BudgetOutcome::ForecastAbove, forecast) => (
            "Over budget",
            format!("{used} SCU used in {month}, and the forecast{} is above the budget of {limit} SCU", of(forecast)),
        ),
        (BudgetOutcome::Unknown(reason), Ok(_)) => {
            ("Unknown", format!("{used} of {limit} SCU used in {month}, and {reason}"))
        }
        // The line of the forecast has the reason.
        (BudgetOutcome::Unknown(_), Err(_)) => {
            ("Unknown", format!("{used} of {limit} SCU used in {month}, and the forecast is unknown"))
        }
    };
    Some(Verdict { exit: budget.exit(), word, why })
}

/// The use of the current month.
pub(super) fn month(report: &UsageReport) -> String {
    let month = report.today.strftime("%B %Y");
    format!("{month}: {} SCU used so far", report.used_in_month)
}

/// The forecast, or why there is none.
pub(super) fn forecast(report: &UsageReport) -> String {
    match &report.forecast {
        Ok(forecast) if forecast.days == 0 => {
            format!("Forecast: {} SCU; the data cover the whole month", forecast.total)
        }
        Ok(forecast) => {
            let days = count(forecast.days, "day");
            format!(
                "Forecast for the whole month: {} ± {:.1} SCU (two standard errors; means by weekday of {days})",
                forecast.total, forecast.margin
            )
        }
        Err(reason) => format!("Forecast: unknown, because {reason}"),
    }
}

/// What was read.
pub(super) fn scope(report: &UsageReport) -> String {
    let uses = count(usize::try_from(report.uses).unwrap_or(usize::MAX), "use");
    let sources = count(report.sources.len(), "source");
    let days = match &report.coverage {
        Some(coverage) => format!("{} to {}", coverage.since, coverage.until),
        None => "no day".to_owned(),
    };
    format!("{uses} of {} SCU in {sources}, {days}, time zone {}", report.used, report.question.zone_name)
}

/// The bill of a month, a line each.
pub(super) fn billing(report: &UsageReport, month: &MonthTotal) -> Vec<String> {
    let Some((capacity, bill)) = report.question.capacity.zip(month.billing) else { return Vec::new() };
    let mut lines = match capacity {
        Capacity::Licences(licences) => pool(licences, &bill),
        Capacity::Provisioned { units, overage } => hourly(units, overage, &bill),
    };
    let costs = bill.costs(capacity, report.question.prices);
    if let Some(cost) = costs.provisioned {
        lines.push(format!("cost of the provisioned SCU, at the stated price: {}", cost.grouped()));
    }
    if let Some(cost) = costs.overage {
        let what = match capacity {
            Capacity::Provisioned { .. } => "overage",
            Capacity::Licences(_) => "use above the pool",
        };
        lines.push(format!("cost of the {what}, at the stated price: {}", cost.grouped()));
    }
    if let Some(cost) = costs.total(capacity) {
        lines.push(format!("cost in total: {}", cost.grouped()));
    }
    lines
}

/// The days of a month that the data cover, where they do not cover all of it.
pub(super) fn partial(report: &UsageReport, month: &MonthTotal) -> Option<String> {
    let coverage = report.coverage.as_ref().filter(|_| !month.is_covered)?;
    let end = month.first.last_of_month().min(report.today);
    let (first, last) = (coverage.since.max(month.first), coverage.until.min(end));
    let mut stretches = Vec::new();
    let mut next = first;
    for gap in coverage.unknown().iter().filter(|gap| gap.first <= last && gap.last >= first) {
        if next < gap.first {
            stretches.push(format!("{next} to {}", gap.first.yesterday().unwrap_or(next)));
        }
        next = gap.last.tomorrow().unwrap_or(gap.last);
    }
    if next <= last {
        stretches.push(format!("{next} to {last}"));
    }
    match stretches.as_slice() {
        [] => Some("the data have no day of it".to_owned()),
        // Only the time before the first use is missing.
        [_] if (next, last) == (month.first, end) => Some(format!("the data begin with the first use on {next}")),
        some => Some(format!("the data have only {}", crate::text::list(some, "and"))),
    }
}

fn pool(licences: u64, bill: &Billing) -> Vec<String> {
    let licences = count(usize::try_from(licences).unwrap_or(usize::MAX), "licence");
    let left = bill.included.beyond(bill.within);
    let mut lines = vec![format!("pool of {licences}: {} of {} SCU used, {left} left", bill.within, bill.included)];
    if bill.overage > Scu::ZERO {
        lines.push(format!("above the pool: {} SCU", bill.overage));
    }
    lines
}

fn hourly(units: Scu, overage: Overage, bill: &Billing) -> Vec<String> {
    let hours = count(usize::try_from(bill.hours.unwrap_or(0)).unwrap_or(usize::MAX), "hour");
    let mut lines =
        vec![format!("provisioned: {units} SCU × {hours} = {} SCU, of which {} were used", bill.included, bill.within)];
    let above = count(usize::try_from(bill.hours_above).unwrap_or(usize::MAX), "hour");
    match overage {
        Overage::None => {}
        Overage::Limited(most) => {
            lines.push(format!("overage (at most {most} SCU an hour): {} SCU in {above}", bill.overage))
        }
        Overage::Unlimited => lines.push(format!("overage: {} SCU in {above}", bill.overage)),
    }
    if bill.beyond > Scu::ZERO {
        let beyond = bill.beyond;
        lines.push(format!(
            "{beyond} SCU were used above all that is allowed: check the capacity, the overage and the time zone"
        ));
    }
    lines
}

/// The key of a total, cut.
pub(super) fn key(key: &str, most: usize) -> String {
    if key.is_empty() {
        return "(not stated)".to_owned();
    }
    let cut: String = key.chars().take(most).collect();
    if cut.len() < key.len() { format!("{cut}…") } else { cut }
}
