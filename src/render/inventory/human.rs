//! The controls as a table for people.

use super::facts::{held, marks, recoverable, rules, summary};
use super::format::InventoryRenderer;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::render::phrases::clip;
use crate::render::terminal_page::{BOLD, DIM, TerminalPage, YELLOW, painted, safe};
use crate::report::{Inventory, InventoryControl};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<InventoryRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "human",
        description: "a table for a person at a terminal",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |inventory| Ok(render(inventory)),
};

/// The widest column of ids, in characters.
const WIDEST_ID: usize = 40;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 80;

/// The headings of the columns of figures.
const FIGURES: [&str; 2] = ["to recover", "points"];

fn render(inventory: &Inventory) -> String {
    let mut page = TerminalPage::default();
    let rows: Vec<[String; 2]> =
        inventory.controls.iter().map(|control| [recoverable(control), held(control)]).collect();
    let ids: Vec<String> = inventory.controls.iter().map(|control| safe(&clip(&control.info.id, WIDEST_ID))).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>, least: usize| texts.max().unwrap_or(0).max(least);
    let widths: [usize; 2] = std::array::from_fn(|column| {
        width(&mut rows.iter().map(|row| row[column].chars().count()), FIGURES[column].len())
    });
    let longest = width(&mut ids.iter().map(|id| id.chars().count()), "control".len());
    let figures = |row: [&str; 2]| format!("{:>1$}  {2:>3$}", row[0], widths[0], row[1], widths[1]);
    page.line(0, &painted(DIM, &format!("{}  {:longest$}  title", figures(FIGURES), "control")));
    for ((control, id), row) in inventory.controls.iter().zip(&ids).zip(&rows) {
        let row = figures([&row[0], &row[1]]);
        page.line(0, &format!("{row}  {}  {}", painted(BOLD, &format!("{id:longest$}")), about(inventory, control)));
    }
    page.blank();
    for gap in &inventory.gaps {
        page.line(0, &format!("{}  {}", painted(YELLOW, "note"), safe(gap)));
    }
    page.line(0, &summary(inventory));
    page.text()
}

/// The title of a control, what is special about it, where it belongs, and its rules.
fn about(inventory: &Inventory, control: &InventoryControl) -> String {
    let info = &control.info;
    let title = safe(&clip(info.title.as_deref().unwrap_or("-"), LONGEST_TITLE));
    let place = [&info.category, &info.service, &info.tier].into_iter().flatten().map(|text| safe(text));
    let rest: Vec<String> =
        marks(control).iter().map(|mark| safe(mark)).chain(place).chain(rules(inventory, control)).collect();
    if rest.is_empty() { title } else { format!("{title}  {}", painted(DIM, &rest.join(" · "))) }
}
