//! The summary of a fleet as a table for people: a line for each tenant, the reasons of those that need attention, and the totals.

use std::collections::BTreeSet;

use anstyle::Style;
use jiff::Timestamp;

use super::format::FleetRenderer;
use super::notes::notes;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::render::phrases::clip;
use crate::render::terminal_page::{BOLD, DIM, GREEN, RED, TerminalPage, YELLOW, painted, safe};
use crate::text::{count, list, percent};
use crate::tools::fleet::{FleetSummary, TenantResult, TenantStatus};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<FleetRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "table",
        description: "a table for a person at a terminal, with the reasons and the totals",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |summary| Ok(render(summary)),
};

/// The widest column of names, in characters.
const WIDEST_NAME: usize = 48;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 160;

/// The most remedies below the table.
const MOST_REMEDIES: usize = 10;

/// The width of the longest status.
const STATUS: usize = 12;

/// The headings of the columns of figures.
const FIGURES: [&str; 6] = ["score", "failed", "unknown", "waived", "passed", "snapshot"];

fn render(summary: &FleetSummary) -> String {
    let mut page = TerminalPage::default();
    let names: Vec<String> = summary.tenants.iter().map(name).collect();
    let rows: Vec<[String; 6]> = summary.tenants.iter().map(figures).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("tenant".len());
    let widths: [usize; 6] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).max(FIGURES[column].len())
    });
    let figures = |row: [&str; 6]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ")
    };
    let head = format!("{:STATUS$}  {:longest$}  {}  reason", "status", "tenant", figures(FIGURES));
    page.line(0, &painted(DIM, &head));
    for ((result, name), row) in summary.tenants.iter().zip(&names).zip(&rows) {
        let status = painted(style(result.status), &format!("{:STATUS$}", result.status.name()));
        let row = figures(std::array::from_fn(|column| row[column].as_str()));
        page.line(0, &format!("{status}  {name:longest$}  {row}{}", reason(result)));
    }
    page.blank();
    remedies(&mut page, &summary.tenants);
    notes(summary).iter().for_each(|note| page.line(0, &format!("note  {}", safe(note))));
    page.line(0, &totals(summary));
    page.text()
}

/// What to do about unreadable tenants, once for each code and remedy.
fn remedies(page: &mut TerminalPage, results: &[TenantResult]) {
    let errors = results.iter().filter_map(|result| result.error.as_ref());
    let remedies = errors.filter_map(|error| Some((error.code.as_str(), error.help.as_deref()?)));
    let remedies: BTreeSet<(&str, &str)> = remedies.collect();
    for (code, help) in remedies.iter().take(MOST_REMEDIES) {
        page.line(0, &format!("fix   [{}] {}", safe(code), safe(help)));
    }
    let rest = remedies.len().saturating_sub(MOST_REMEDIES);
    if rest > 0 {
        page.line(0, &format!("fix   {rest} more, in the formats json and csv"));
    }
}

fn name(result: &TenantResult) -> String {
    safe(&clip(result.name.as_deref().or(result.tenant.as_deref()).unwrap_or("unknown tenant"), WIDEST_NAME))
}

fn figures(result: &TenantResult) -> [String; 6] {
    let snapshot = result.snapshot.as_ref();
    let number = |of: fn(&crate::tools::fleet::OutcomeCounts) -> usize| {
        result.counts.as_ref().map_or_else(|| "-".to_owned(), |counts| of(counts).to_string())
    };
    [
        snapshot.and_then(|snapshot| snapshot.percent).map_or_else(|| "-".to_owned(), |value| percent(value, None)),
        number(|counts| counts.failed),
        number(|counts| counts.unknown),
        number(|counts| counts.waived),
        number(|counts| counts.passed),
        snapshot.map_or_else(|| "-".to_owned(), |snapshot| snapshot.date.clone()),
    ]
}

/// The reason of a status that needs attention, and the labels.
fn reason(result: &TenantResult) -> String {
    let labels = result.labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" · ");
    let error = result.error.as_ref();
    let error = error.map(|error| format!("{} [{}]", clip(&error.message, LONGEST_REASON), error.code));
    let parts = [(!labels.is_empty()).then(|| clip(&labels, LONGEST_REASON)), error, findings(result)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("  {}", painted(DIM, &safe(&parts.join(" · "))))
}

/// The findings that decide the verdict, as many whole ones as there is room for, and the number of the rest.
fn findings(result: &TenantResult) -> Option<String> {
    let (first, others) = result.decisive.split_first()?;
    let mut text = clip(first, LONGEST_REASON);
    let mut shown = 1;
    for finding in others {
        if text.chars().count() + finding.chars().count() > LONGEST_REASON {
            break;
        }
        text.push_str(", ");
        text.push_str(finding);
        shown += 1;
    }
    let counted = result.counts.map_or(0, |counts| match result.status {
        TenantStatus::Failed => counts.failed,
        TenantStatus::Inconclusive => counts.unknown,
        TenantStatus::Passed | TenantStatus::Unreadable => 0,
    });
    let rest = counted.max(result.decisive.len()) - shown;
    Some(if rest == 0 { text } else { format!("{text} and {rest} more") })
}

fn totals(summary: &FleetSummary) -> String {
    let counts = summary.counts;
    let parts = TenantStatus::ALL.iter().filter(|status| counts.of(**status) > 0);
    let parts: Vec<String> = parts.map(|status| format!("{} {}", counts.of(*status), status.name())).collect();
    let tenants = count(summary.distinct_tenants(), "tenant");
    let is_distinct = summary.distinct_tenants() == counts.all();
    let all = if is_distinct { tenants } else { format!("{} of {tenants}", count(counts.all(), "input")) };
    let now = Timestamp::from_second(summary.now.as_second()).unwrap_or(summary.now);
    let exit = counts.exit();
    format!("{} as of {now}: {} (exit {})", painted(BOLD, &all), list(&parts, "and"), exit.code())
}

const fn style(status: TenantStatus) -> Style {
    match status {
        TenantStatus::Passed => GREEN,
        TenantStatus::Failed => RED,
        TenantStatus::Inconclusive | TenantStatus::Unreadable => YELLOW,
    }
}
