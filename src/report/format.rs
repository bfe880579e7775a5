//! The formats that a report can be written in: one variant and one file each.

use clap::ValueEnum;

use super::Report;
use crate::text::{json_safe, xml_safe};

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// Text for a person at a terminal.
    Human,
    /// JUnit XML for test reports.
    Junit,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
    /// Workflow commands: annotations in GitHub Actions.
    Github,
    /// The report as JSON (schemas/report.schema.json).
    Json,
    /// Markdown for Microsoft Security Copilot, within a token budget.
    Digest,
}

/// What a renderer may be told besides the report. None of it can change a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// The most tokens (`o200k_base`) that a digest may take.
    pub budget: usize,
    /// Whether ids, domains and user names in a digest are replaced by pseudonyms.
    pub redact: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { budget: super::digest::DEFAULT_BUDGET, redact: false }
    }
}

/// Renders a report. No line of it is a command to the log of a pipeline, but for those that the format itself is made of; JSON has
/// escapes for that, which leave every value as it is. The human format holds ANSI styles, which the writer strips where they are
/// not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, where it cannot.
pub fn render(report: &Report, format: Format, options: RenderOptions) -> Result<String, String> {
    match format {
        Format::Human => Ok(super::human::render(report)),
        Format::Junit => Ok(xml_safe(&super::junit::render(report)?)),
        Format::Sarif => Ok(json_safe(&super::sarif::render(report)?)),
        Format::Github => Ok(super::github::render(report)),
        Format::Json => Ok(json_safe(&super::json::render(report)?)),
        Format::Digest if options.redact => Ok(super::digest::render(&super::redact::redact(report), options.budget)),
        Format::Digest => Ok(super::digest::render(report, options.budget)),
    }
}
