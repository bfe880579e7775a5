//! The formats that a summary can be written in.

use super::{csv, json, table};
use crate::render::format::formats;
use crate::tools::fleet::FleetSummary;

/// The renderer of a summary.
pub(super) type FleetRenderer = fn(&FleetSummary) -> Result<String, String>;

formats! {
    /// A format of the summary of `scoregate fleet`.
    FleetFormat: FleetRenderer {
        /// A table for people.
        Table => table,
        /// JSON (schemas/fleet.schema.json).
        Json => json,
        /// A row for each tenant, for spreadsheets.
        Csv => csv,
    }
}

/// Renders a summary. The table contains ANSI styles, which the writer removes where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, if it fails.
pub fn render(summary: &FleetSummary, format: FleetFormat) -> Result<String, String> {
    (format.spec().render)(summary)
}
