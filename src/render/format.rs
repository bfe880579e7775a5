//! The formats that a report can be written in: one variant and one file each.

use clap::ValueEnum;

use crate::report::{Report, redact};
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
    /// Markdown for people: the same as the step summary of GitHub Actions.
    Markdown,
    /// The report as JSON (schemas/report.schema.json).
    Json,
    /// Markdown for Microsoft Security Copilot, within a token budget.
    Digest,
}

/// The treatment of waived findings in SARIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SarifWaived {
    /// Writes them as suppressed results, which SARIF viewers hide. GitHub code scanning ignores suppressions and shows alerts.
    #[default]
    Suppress,
    /// Leaves them out, for GitHub code scanning.
    Omit,
}

/// What a renderer may be told besides the report. None of it can change a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// The most tokens (`o200k_base`) that a digest may take.
    pub budget: usize,
    /// Whether ids, domains and user names in a digest are replaced by pseudonyms.
    pub redact: bool,
    /// Whether the human format lists what passed, with what was required and observed.
    pub show_passed: bool,
    /// The treatment of waived findings in SARIF.
    pub sarif_waived: SarifWaived,
    /// The category of the SARIF run, by which code scanning keeps the runs of one tool apart.
    pub sarif_category: Option<String>,
    /// The sentence about the exit code where it is not the one of the verdict.
    pub exit_note: Option<String>,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            budget: super::digest::DEFAULT_BUDGET,
            redact: false,
            show_passed: false,
            sarif_waived: SarifWaived::default(),
            sarif_category: None,
            exit_note: None,
        }
    }
}

/// Renders a report. No line of it is a command to the log of a pipeline, but for those that the format itself is made of;
/// JSON has escapes for that, which leave every value as it is. The human format holds ANSI styles, which the writer strips
/// where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, where it cannot.
pub fn render(report: &Report, format: Format, options: &RenderOptions) -> Result<String, String> {
    match format {
        Format::Human => Ok(super::human::render(report, options)),
        Format::Junit => Ok(xml_safe(&super::junit::render(report)?)),
        Format::Sarif => Ok(json_safe(&super::sarif::render(report, options)?)),
        Format::Github => Ok(super::github::render(report, options)),
        Format::Markdown => Ok(super::markdown::render(report, options)),
        Format::Json => Ok(json_safe(&super::json::render(report)?)),
        Format::Digest if options.redact => Ok(super::digest::render(&redact(report), options.budget)),
        Format::Digest => Ok(super::digest::render(report, options.budget)),
    }
}
