//! The formats that a list of controls can be written in.

use super::{csv, human, json, markdown};
use crate::render::format::formats;
use crate::report::Inventory;

/// The renderer of a list of controls.
pub(super) type InventoryRenderer = fn(&Inventory) -> Result<String, String>;

formats! {
    /// A format of the output of `scoregate controls list`.
    InventoryFormat: InventoryRenderer {
        /// A table for a person at a terminal.
        Human => human,
        /// JSON (schemas/controls.schema.json).
        Json => json,
        /// A row for each control, for spreadsheets.
        Csv => csv,
        /// A table for a page or a ticket.
        Markdown => markdown,
    }
}

/// Renders a list of controls. The human format contains ANSI styles, which the writer removes where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, if it fails.
pub fn render(inventory: &Inventory, format: InventoryFormat) -> Result<String, String> {
    (format.spec().render)(inventory)
}
