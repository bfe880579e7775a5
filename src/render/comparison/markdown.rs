//! A comparison as Markdown, for a pull request or a ticket. Text of the tenant and of Microsoft is shown as it is written.

use super::cell;
use super::format::ComparisonRenderer;
use super::waterfall::{self, Row};
use crate::render::escape::markdown::inert;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::render::phrases::clip;
use crate::report::Comparison;
use crate::report::{Change, Contribution, ControlChange};
use crate::text::markdown_safe;
use crate::text::{contribution, count};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ComparisonRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "markdown",
        description: "a page for a pull request or a ticket",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |comparison| Ok(markdown_safe(&render(comparison))),
};

/// The most controls that are listed for a part; JSON contains all.
const LISTED: usize = 20;

/// The most changes of the catalogue that are listed.
const CATALOGUE: usize = 50;

/// The most characters of a text of the tenant or of Microsoft.
const LONGEST: usize = 300;

fn render(comparison: &Comparison) -> String {
    let change = &comparison.change;
    let tenant = comparison.tenant.as_deref().unwrap_or("unknown tenant");
    let (from, to) = (&change.from, &change.to);
    let mut page = format!(
        "**{}**\n\n{} · {} ({}) → {} ({})\n\n",
        inert(&change.sentence()),
        text(tenant),
        from.date,
        cell::held(from),
        to.date,
        cell::held(to)
    );
    page.push_str(&chart(&waterfall::rows(change)));
    page.push_str(&moves(comparison));
    page.push_str(&catalogue(comparison));
    let assumed = change.assumptions.iter().map(|assumed| format!("- Assumed: {}\n", text(&assumed.to_string())));
    let notes = comparison.catalogue.notes.iter().map(|note| format!("- Note: {}\n", text(note)));
    let doubts = comparison.doubts.iter().map(|doubt| format!("- **Warning:** {}\n", text(doubt)));
    page.extend(assumed.chain(notes).chain(doubts));
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// The waterfall as a code block; it contains no text of the tenant.
fn chart(rows: &[Row]) -> String {
    let (label, figure) = waterfall::widths(rows);
    let lines = rows.iter().map(|row| format!("{:label$}  {:>figure$}  {}", row.label, row.figure, row.bar));
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    format!("```text\n{}\n```\n\n", lines.join("\n"))
}

fn moves(comparison: &Comparison) -> String {
    let mut table = String::new();
    for part in waterfall::listed_parts(&comparison.change) {
        table.push_str(&format!(
            "| **{}** | **{}** | {} | | |\n",
            part.cause.name(),
            contribution(part.percentage_points),
            part.cause.meaning()
        ));
        table.push_str(&rows(&comparison.change, part));
    }
    if table.is_empty() {
        table
    } else {
        format!("| Cause | Contribution | Control | Points | Title |\n|---|---:|---|---|---|\n{table}\n")
    }
}

fn rows(change: &Change, part: &Contribution) -> String {
    let row = |one: &ControlChange| {
        let title = one.title.as_deref().map(text).unwrap_or_default();
        let assumed = if one.assumed { format!(" {}", cell::assumption(part.cause)) } else { String::new() };
        format!(
            "| | {} | {} | {}{assumed} | {title} |\n",
            contribution(one.percentage_points),
            text(&one.id),
            change.control_text(part.cause, one)
        )
    };
    let mut rows: String = part.controls.iter().take(LISTED).map(row).collect();
    if let Some(rest) = part.controls.get(LISTED..).filter(|rest| !rest.is_empty()) {
        let together = contribution(rest.iter().map(|one| one.percentage_points).sum());
        rows.push_str(&format!("| | {together} | … and {} | | |\n", count(rest.len(), "more control")));
    }
    rows
}

fn catalogue(comparison: &Comparison) -> String {
    let changes = &comparison.catalogue.changes;
    if changes.is_empty() {
        return String::new();
    }
    let mut table = String::from("| Changed in Microsoft's catalogue | What | Title |\n|---|---|---|\n");
    for change in changes.iter().take(CATALOGUE) {
        let title = change.title.as_deref().map(text).unwrap_or_default();
        table.push_str(&format!("| {} | {} | {title} |\n", text(&change.id), text(&cell::profiled(change))));
    }
    if changes.len() > CATALOGUE {
        table.push_str(&format!("| … and {} | | |\n", count(changes.len() - CATALOGUE, "more control")));
    }
    table.push('\n');
    table
}

/// Escapes and clips a text for a cell or an item, so that one long text does not fill the page.
fn text(text: &str) -> String {
    inert(&clip(text, LONGEST))
}
