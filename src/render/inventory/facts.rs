//! Figures and short texts that the formats for people share.

use crate::report::{Inventory, InventoryControl};
use crate::text::{count, points};

/// The points of a control and its maximum: `4 of 10`; `?` for what is unknown, and `-` where it is not scored.
pub(super) fn held(control: &InventoryControl) -> String {
    let figure = |figure: Option<f64>, limit| figure.map_or_else(|| "?".to_owned(), |value| points(value, limit));
    let max = figure(control.info.max, None);
    if control.is_scored {
        format!("{} of {max}", figure(control.info.score, control.info.max))
    } else {
        format!("- of {max}")
    }
}

/// The points that can be recovered: `?` where that is unknown, and `-` where it is not scored.
pub(super) fn recoverable(control: &InventoryControl) -> String {
    match (control.recoverable, control.is_scored) {
        (Some(value), _) => points(value, None),
        (None, true) => "?".to_owned(),
        (None, false) => "-".to_owned(),
    }
}

/// What is special about a control: its state, unless Microsoft measures it, and that it is deprecated or not scored.
pub(super) fn marks(control: &InventoryControl) -> Vec<String> {
    let state = match control.info.state.as_deref() {
        Some("Default") => None,
        Some(state) => Some(state.to_owned()),
        None => control.is_scored.then(|| "state unknown".to_owned()),
    };
    let deprecated = control.is_deprecated.then(|| "deprecated".to_owned());
    let unscored = (!control.is_scored).then(|| "not scored".to_owned());
    [state, deprecated, unscored].into_iter().flatten().collect()
}

/// The rules that choose a control: `1 rule`, or `no rule`; none where no policies were given.
pub(super) fn rules(inventory: &Inventory, control: &InventoryControl) -> Option<String> {
    inventory.has_policies.then(|| match control.rules.len() {
        0 => "no rule".to_owned(),
        number => count(number, "rule"),
    })
}

/// The list in one sentence: `35 controls on 2026-11-23, 12.5 points to recover`.
pub(super) fn summary(inventory: &Inventory) -> String {
    let shown = inventory.controls.len();
    let of = if shown == inventory.total { String::new() } else { format!(" of {}", inventory.total) };
    let open: f64 = inventory.controls.iter().filter_map(|control| control.recoverable).sum();
    let noun = if inventory.total == 1 { "control" } else { "controls" };
    format!("{shown}{of} {noun} on {}, {} points to recover", inventory.date, points(open, None))
}
