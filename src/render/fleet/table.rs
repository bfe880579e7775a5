//! The summary of a fleet as a table for people: a line for each tenant, the reasons of those that need attention, and the totals.

use anstyle::Style;

use super::format::FleetRenderer;
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
    let head = format!("{:STATUS$}  {:longest$}  {}", "status", "tenant", figures(FIGURES));
    page.line(0, &painted(DIM, &head));
    for ((result, name), row) in summary.tenants.iter().zip(&names).zip(&rows) {
        let status = painted(style(result.status), &format!("{:STATUS$}", result.status.name()));
        let row = figures(std::array::from_fn(|column| row[column].as_str()));
        page.line(0, &format!("{status}  {name:longest$}  {row}{}", reason(result)));
    }
    page.blank();
    page.line(0, &totals(summary));
    page.text()
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
    let labels = result.labels.iter().map(|(key, value)| format!("{key}={value}"));
    let mut parts: Vec<String> = labels.collect();
    parts.extend(result.error.as_ref().map(|error| error.message.clone()));
    if !result.decisive.is_empty() {
        parts.push(result.decisive.join(", "));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("  {}", painted(DIM, &safe(&clip(&parts.join(" · "), LONGEST_REASON))))
}

fn totals(summary: &FleetSummary) -> String {
    let counts = summary.counts;
    let parts = TenantStatus::ALL.iter().filter(|status| counts.of(**status) > 0);
    let parts: Vec<String> = parts.map(|status| format!("{} {}", counts.of(*status), status.name())).collect();
    let tenants = painted(BOLD, &count(counts.all(), "tenant"));
    let exit = counts.exit();
    format!("{tenants}: {} (exit {})", list(&parts, "and"), exit.code())
}

const fn style(status: TenantStatus) -> Style {
    match status {
        TenantStatus::Passed => GREEN,
        TenantStatus::Failed => RED,
        TenantStatus::Inconclusive | TenantStatus::Unreadable => YELLOW,
    }
}
