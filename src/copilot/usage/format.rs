//! The formats of `copilot usage`.

use super::group::Grouping;
use super::report::UsageReport;
use super::{html, human, json};
use crate::render::{Audience, FormatFacts, FormatSet};

/// A format of a report on the use of SCU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageFormat {
    /// Text for a person at a terminal.
    Human,
    /// JSON (schemas/usage.schema.json).
    Json,
    /// A page of its own for a browser.
    Html,
}

const HUMAN: FormatFacts = FormatFacts {
    name: "human",
    description: "text for a person at a terminal, with a plot",
    audience: Audience::People,
    shares_standard_output: false,
    shows_hashes: false,
    options: &[],
};

const JSON: FormatFacts = FormatFacts {
    name: "json",
    description: "every figure for programs (schemas/usage.schema.json)",
    audience: Audience::Programs,
    shares_standard_output: false,
    shows_hashes: true,
    options: &[],
};

const HTML: FormatFacts = FormatFacts {
    name: "html",
    description: "a page for a browser, without scripts or anything from outside",
    audience: Audience::People,
    shares_standard_output: false,
    shows_hashes: true,
    options: &[],
};

impl FormatSet for UsageFormat {
    const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Html];

    fn facts(self) -> &'static FormatFacts {
        match self {
            Self::Human => &HUMAN,
            Self::Json => &JSON,
            Self::Html => &HTML,
        }
    }
}

/// The options of the formats.
#[derive(Debug, Clone, Default)]
pub struct UsageOptions {
    /// The totals that the formats for people show; JSON has all.
    pub groupings: Vec<Grouping>,
}

/// Renders a report. The human format contains ANSI styles, which the writer removes where they are not wanted.
///
/// # Errors
///
/// The message of the library that writes the format, if it fails.
pub fn render(report: &UsageReport, format: UsageFormat, options: &UsageOptions) -> Result<String, String> {
    match format {
        UsageFormat::Human => Ok(human::render(report, options)),
        UsageFormat::Json => json::render(report),
        UsageFormat::Html => Ok(html::render(report, options)),
    }
}
