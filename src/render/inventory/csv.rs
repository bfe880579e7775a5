//! The controls as a table for spreadsheets: a row for each.

use serde::Serialize;

use super::format::InventoryRenderer;
use crate::render::csv::cell::{Cell, Figure};
use crate::render::csv::written;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::report::{Inventory, InventoryControl};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<InventoryRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "csv",
        description: "a table with a row for each control, for spreadsheets",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |inventory| written(inventory.controls.iter().map(|control| row(inventory, control))),
};

/// The columns, in their order. `rules` is empty where no policies were given.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    tenant: Cell,
    date: Cell,
    id: Cell,
    title: Cell,
    category: Cell,
    service: Cell,
    tier: Cell,
    scored: bool,
    points: Figure,
    max_points: Figure,
    recoverable_points: Figure,
    state: Cell,
    deprecated: bool,
    implementation_cost: Cell,
    user_impact: Cell,
    threats: Cell,
    rules: Cell,
    action_url: Cell,
}

fn row(inventory: &Inventory, control: &InventoryControl) -> Row {
    let info = &control.info;
    Row {
        tenant: Cell::of_optional(inventory.tenant.as_deref()),
        date: Cell::of(&inventory.date.to_string()),
        id: Cell::of(&info.id),
        title: Cell::of_optional(info.title.as_deref()),
        category: Cell::of_optional(info.category.as_deref()),
        service: Cell::of_optional(info.service.as_deref()),
        tier: Cell::of_optional(info.tier.as_deref()),
        scored: control.is_scored,
        points: Figure::points(info.score, info.max),
        max_points: Figure::points(info.max, None),
        recoverable_points: Figure::points(control.recoverable, None),
        state: Cell::of_optional(info.state.as_deref()),
        deprecated: control.is_deprecated,
        implementation_cost: Cell::of_optional(control.implementation_cost.as_deref()),
        user_impact: Cell::of_optional(control.user_impact.as_deref()),
        threats: Cell::of(&control.threats.join("; ")),
        rules: Cell::of(&control.rules.join("; ")),
        action_url: Cell::of_optional(info.action_url.as_deref()),
    }
}
