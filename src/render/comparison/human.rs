//! A comparison as text for a person at a terminal, with ANSI styles, which the writer removes where they are not wanted.
//!
//! The most important comes first: the sentence, the waterfall, the controls behind it, changes of the catalogue, assumptions,
//! and doubts.

use super::format::ComparisonRenderer;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use anstyle::Style;

use super::cell;
use super::waterfall::{self, Kind, Row};
use crate::render::phrases::{self, clip};
use crate::render::terminal_page::{BOLD, DIM, GREEN, RED, TerminalPage, YELLOW, painted, safe};
use crate::report::{CatalogueChange, Comparison};
use crate::report::{Change, Contribution, ControlChange};
use crate::text::{contribution, count};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ComparisonRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "human",
        description: "text for a person at a terminal",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |comparison| Ok(render(comparison)),
};

/// The most controls that are listed for a part; JSON contains all.
const LISTED: usize = 10;

/// The most changes of the catalogue that are listed.
const CATALOGUE: usize = 20;

/// The widest column of ids.
const ID: usize = 44;

/// The most characters of a title.
const TITLE: usize = 80;

fn render(comparison: &Comparison) -> String {
    let mut page = TerminalPage::default();
    let change = &comparison.change;
    page.line(0, &painted(BOLD, &safe(&change.sentence())));
    let tenant = comparison.tenant.as_deref().unwrap_or("unknown tenant");
    let (from, to) = (&change.from, &change.to);
    let days = format!("{} ({}) → {} ({})", from.date, cell::held(from), to.date, cell::held(to));
    page.line(0, &painted(DIM, &format!("{} · {days}", safe(tenant))));
    page.blank();
    chart(&mut page, &waterfall::rows(change));
    for part in waterfall::listed_parts(change) {
        moves(&mut page, change, part);
    }
    catalogue(&mut page, comparison);
    page.blank();
    let inputs = comparison.earlier_inputs.iter().chain(&comparison.later_inputs);
    if let Some(live) = phrases::live_of(inputs) {
        page.line(0, &format!("data  {}", safe(&live)));
    }
    for assumed in &change.assumptions {
        page.line(0, &format!("assumed  {}", safe(&assumed.to_string())));
    }
    for note in &comparison.catalogue.notes {
        page.line(0, &format!("note  {}", safe(note)));
    }
    for doubt in &comparison.doubts {
        page.line(0, &format!("{}  {}", painted(YELLOW, "warning"), safe(doubt)));
    }
    page.text()
}

fn chart(page: &mut TerminalPage, rows: &[Row]) {
    let (label, figure) = waterfall::widths(rows);
    for row in rows {
        let bar = if row.bar.is_empty() { String::new() } else { painted(style(row.kind), &row.bar) };
        page.line(2, &format!("{:label$}  {:>figure$}  {bar}", row.label, row.figure));
    }
}

const fn style(kind: Kind) -> Style {
    match kind {
        Kind::Rise => GREEN,
        Kind::Drop => RED,
        Kind::Day | Kind::Nothing | Kind::Sum => DIM,
    }
}

/// The controls behind a part, the largest contribution first.
fn moves(page: &mut TerminalPage, change: &Change, part: &Contribution) {
    page.blank();
    let share = contribution(part.percentage_points);
    page.line(0, &format!("{}  {share}  {}", painted(BOLD, part.cause.name()), painted(DIM, part.cause.meaning())));
    let shown: Vec<&ControlChange> = part.controls.iter().take(LISTED).collect();
    let shares: Vec<String> = shown.iter().map(|one| contribution(one.percentage_points)).collect();
    let worths: Vec<String> = shown.iter().map(|one| change.control_text(part.cause, one)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    let ids: Vec<String> = shown.iter().map(|one| safe(&one.id)).collect();
    let (share, id, worth) = (widest(&shares), widest(&ids).min(ID), widest(&worths));
    for (index, one) in shown.iter().enumerate() {
        let title = one.title.as_deref().map(|title| painted(DIM, &safe(&clip(title, TITLE)))).unwrap_or_default();
        let assumed = if one.assumed { format!("{} ", cell::assumption(part.cause)) } else { String::new() };
        let figures = format!("{:>share$}  {:id$}  {:worth$}", shares[index], ids[index], worths[index]);
        page.line(2, &format!("{figures}  {assumed}{title}"));
    }
    if let Some(rest) = part.controls.get(LISTED..).filter(|rest| !rest.is_empty()) {
        let together = contribution(rest.iter().map(|one| one.percentage_points).sum());
        page.line(2, &format!("… and {}, together {together}", count(rest.len(), "more control")));
    }
}

fn catalogue(page: &mut TerminalPage, comparison: &Comparison) {
    let changes = &comparison.catalogue.changes;
    if !comparison.catalogue.compared {
        return;
    }
    page.blank();
    if changes.is_empty() {
        page.line(0, "Both catalogues have the same profile for each control that they share.");
        return;
    }
    let head = format!("Changes in Microsoft's catalogue: {}", count(changes.len(), "control"));
    page.line(0, &painted(BOLD, &head));
    let shown: Vec<&CatalogueChange> = changes.iter().take(CATALOGUE).collect();
    let ids: Vec<String> = shown.iter().map(|change| safe(&change.id)).collect();
    let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0).min(ID);
    for (change, id) in shown.iter().zip(&ids) {
        let title = change.title.as_deref().map(|title| painted(DIM, &safe(&clip(title, TITLE)))).unwrap_or_default();
        page.line(2, &format!("{id:width$}  {}  {title}", safe(&clip(&cell::profiled(change), 4 * TITLE))));
    }
    if changes.len() > CATALOGUE {
        page.line(2, &format!("… and {}", count(changes.len() - CATALOGUE, "more control")));
    }
}
