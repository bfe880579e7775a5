//! The report as text for a person at a terminal: the budget first, then the month, the plot, the bill and the totals.

use jiff::ToSpan;

use super::format::UsageOptions;
use super::group::{Grouping, Total};
use super::phrases;
use super::report::UsageReport;
use super::scu::Scu;
use crate::exit::Exit;
use crate::render::terminal_page::{BOLD, DIM, GREEN, RED, TerminalPage, YELLOW, painted, safe};
use crate::text::{count, grouped};

/// The days of the plot.
const DAYS: i64 = 31;

/// The width of the bars, in characters.
const WIDTH: u64 = 40;

/// The most totals of a list; JSON has all.
const LISTED: usize = 10;

/// The widest key of a total.
const KEY: usize = 48;

pub(super) fn render(report: &UsageReport, options: &UsageOptions) -> String {
    let mut page = TerminalPage::default();
    if let Some(verdict) = phrases::budget(report) {
        let style = if verdict.exit == Exit::Passed {
            GREEN
        } else if verdict.exit == Exit::Failed {
            RED
        } else {
            YELLOW
        };
        page.line(0, &painted(style, &safe(&format!("{}: {}", verdict.word, verdict.why))));
    }
    page.line(0, &painted(BOLD, &safe(&phrases::month(report))));
    page.line(0, &safe(&phrases::forecast(report)));
    page.line(0, &painted(DIM, &safe(&phrases::scope(report))));
    plot(&mut page, report);
    bills(&mut page, report);
    for grouping in options.groupings.iter().filter(|grouping| **grouping != Grouping::Day) {
        list(&mut page, *grouping, report.totals(*grouping));
    }
    page.blank();
    for note in &report.notes {
        page.line(0, &format!("note: {}", safe(note)));
    }
    page.text()
}

/// A bar for each of the last days.
fn plot(page: &mut TerminalPage, report: &UsageReport) {
    let Some(coverage) = &report.coverage else { return };
    let days = report.totals(Grouping::Day);
    let earliest = report.today.checked_sub((DAYS - 1).days()).unwrap_or(report.today);
    let first = coverage.since.max(earliest);
    if first > coverage.until {
        return;
    }
    let used = |day: jiff::civil::Date| {
        let key = day.to_string();
        days.iter().find(|total| total.key == key).map_or(Scu::ZERO, |total| total.used)
    };
    let shown: Vec<_> = super::forecast::days(first, coverage.until).map(|day| (day, used(day))).collect();
    let most = shown.iter().map(|(_, used)| *used).max().unwrap_or_default();
    page.blank();
    page.line(0, &painted(BOLD, "SCU by day"));
    for (day, used) in shown {
        let name = day.strftime("%a %Y-%m-%d").to_string();
        if coverage.gap_in(day, day).is_some_and(|gap| gap.last >= day) {
            page.line(2, &format!("{name}   unknown"));
            continue;
        }
        page.line(2, &format!("{name} {used:>9} {}", bar(used, most)));
    }
}

/// A bar in eighths of a character. What is not zero is never empty.
fn bar(used: Scu, most: Scu) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let whole = u128::from(most.in_thousandths()).max(1);
    let eighths = (u128::from(used.in_thousandths()) * u128::from(WIDTH) * 8).div_ceil(whole);
    let eighths = usize::try_from(eighths).unwrap_or(0);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

fn bills(page: &mut TerminalPage, report: &UsageReport) {
    page.blank();
    page.line(0, &painted(BOLD, "By month"));
    for month in &report.months {
        let name = month.first.strftime("%Y-%m").to_string();
        let partial = phrases::partial(report, month).map(|days| format!("  ({days})")).unwrap_or_default();
        page.line(2, &format!("{name} {:>14}{partial}", format!("{} SCU", month.used)));
        for line in phrases::billing(report, month) {
            page.line(10, &safe(&line));
        }
    }
}

fn list(page: &mut TerminalPage, grouping: Grouping, totals: &[Total]) {
    if totals.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &painted(BOLD, grouping.heading()));
    for Total { key, used, uses } in totals.iter().take(LISTED) {
        let uses = if *uses == 1 { "1 use".to_owned() } else { format!("{} uses", grouped(*uses)) };
        page.line(2, &format!("{used:>10}  {:10}  {}", uses, safe(&phrases::key(key, KEY))));
    }
    if let Some(more) = totals.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let rest: Scu = totals.iter().skip(LISTED).map(|total| total.used).sum();
        page.line(
            2,
            &format!("{rest:>10}  {}", painted(DIM, &format!("in {}; JSON lists all", count(more, "more group")))),
        );
    }
}
