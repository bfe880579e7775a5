//! The controls as a table in Markdown. Text of the tenant and of Microsoft is shown as it is written.

use super::facts::{held, marks, recoverable, summary};
use super::format::InventoryRenderer;
use crate::render::escape::markdown::inert;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::render::phrases::clip;
use crate::report::{Inventory, InventoryControl};
use crate::text::markdown_safe;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<InventoryRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "markdown",
        description: "a table for a page or a ticket",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |inventory| Ok(markdown_safe(&render(inventory))),
};

/// The most characters of a text of the tenant or of Microsoft.
const LONGEST: usize = 300;

fn render(inventory: &Inventory) -> String {
    let tenant = inventory.tenant.as_deref().unwrap_or("unknown tenant");
    let mut page = format!("**{}**, {}\n\n", inert(&summary(inventory)), text(tenant));
    let rules = if inventory.has_policies { (" rules |", "---|") } else { ("", "") };
    page.push_str(&format!(
        "| to recover | points | control | title | category | service | tier | notes |{}\n|---:|---:|---|---|---|---|---|---|{}\n",
        rules.0, rules.1
    ));
    page.extend(inventory.controls.iter().map(|control| row(inventory, control)));
    page.extend(inventory.gaps.iter().map(|gap| format!("\n- Note: {}\n", text(gap))));
    page
}

fn row(inventory: &Inventory, control: &InventoryControl) -> String {
    let info = &control.info;
    let optional = |value: &Option<String>| value.as_deref().map(text).unwrap_or_default();
    let mut cells = vec![
        recoverable(control),
        held(control),
        text(&info.id),
        optional(&info.title),
        optional(&info.category),
        optional(&info.service),
        optional(&info.tier),
        text(&marks(control).join(", ")),
    ];
    if inventory.has_policies {
        cells.push(text(&control.rules.join(", ")));
    }
    format!("| {} |\n", cells.join(" | "))
}

fn text(text: &str) -> String {
    inert(&clip(text, LONGEST))
}
