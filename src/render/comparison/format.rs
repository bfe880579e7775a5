//! The formats that a comparison can be written in.

use super::{human, json, markdown};
use crate::render::format::formats;
use crate::report::Comparison;

/// The renderer of a comparison.
pub(super) type ComparisonRenderer = fn(&Comparison) -> Result<String, String>;

formats! {
    /// A format of the output of `scoregate diff`.
    DiffFormat: ComparisonRenderer {
        /// Text for a person at a terminal.
        Human => human,
        /// JSON (schemas/diff.schema.json).
        Json => json,
        /// Markdown for a pull request or a ticket.
        Markdown => markdown,
    }
}

/// Renders a comparison. The human format contains ANSI styles, which the writer removes where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, if it fails.
pub fn render(comparison: &Comparison, format: DiffFormat) -> Result<String, String> {
    (format.spec().render)(comparison)
}
