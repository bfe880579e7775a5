//! The formats that a comparison can be written in.

use clap::ValueEnum;

use super::{human, json, markdown};
use crate::report::Comparison;
use crate::text::{json_safe, markdown_safe};

/// A format of the output of `scoregate diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum DiffFormat {
    /// Text for a person at a terminal.
    Human,
    /// JSON (schemas/diff.schema.json).
    Json,
    /// Markdown for a pull request or a ticket.
    Markdown,
}

/// Renders a comparison. The human format holds ANSI styles, which the writer strips where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, where it cannot.
pub fn render(comparison: &Comparison, format: DiffFormat) -> Result<String, String> {
    match format {
        DiffFormat::Human => Ok(human::render(comparison)),
        DiffFormat::Json => Ok(json_safe(&json::render(comparison)?)),
        DiffFormat::Markdown => Ok(markdown_safe(&markdown::render(comparison))),
    }
}
