//! The formats that a report can be written in, and what a format states about itself.
//!
//! A format is one file: a constant `FORMAT` with its facts and its renderer. A line in [`Format`] registers it; help texts,
//! checks of the command line and documentation are derived from the facts.

use super::options::{FormatOption, RenderOptions};
use super::view::View;
use super::{azure, csv, digest, github, gitlab, human, json, jsonl_logs, junit, markdown, sarif};
use crate::report::Report;

/// The reader of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A person, who sees the verdict in it.
    People,
    /// A program.
    Programs,
}

/// The facts of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatFacts {
    /// The name on the command line.
    pub name: &'static str,
    /// The content and its use, as a phrase for help texts.
    pub description: &'static str,
    /// The reader.
    pub audience: Audience,
    /// Whether it can share standard output with another such format, because both consist of lines.
    pub shares_standard_output: bool,
    /// Whether it shows the SHA-256 of the inputs.
    pub shows_hashes: bool,
    /// The options that change its content.
    pub options: &'static [FormatOption],
}

/// A format as its file states it: the facts, and the renderer of type `R`.
pub(super) struct FormatSpec<R: 'static> {
    pub(super) facts: FormatFacts,
    pub(super) render: R,
}

/// The renderer of a report.
pub(super) type ReportRenderer = fn(&View<'_>, &RenderOptions) -> Result<String, String>;

/// A set of formats that the command line can choose from.
pub trait FormatSet: Copy + Eq + 'static {
    /// Every format, in the order of help texts.
    const ALL: &'static [Self];

    /// The facts of the format.
    fn facts(self) -> &'static FormatFacts;

    /// The format of a name, in any letter case.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.facts().name.eq_ignore_ascii_case(name))
    }
}

/// Declares a set of formats: for each variant the module that holds its facts and its renderer.
macro_rules! formats {
    ($(#[$about:meta])* $name:ident: $renderer:ty { $($(#[$doc:meta])* $variant:ident => $module:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            const fn spec(self) -> &'static $crate::render::format::FormatSpec<$renderer> {
                match self { $(Self::$variant => &$module::FORMAT),+ }
            }
        }

        impl $crate::render::format::FormatSet for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn facts(self) -> &'static $crate::render::format::FormatFacts {
                &self.spec().facts
            }
        }
    };
}
pub(super) use formats;

formats! {
    /// A format of a report.
    Format: ReportRenderer {
        /// Text for a person at a terminal.
        Human => human,
        /// JUnit XML for test reports.
        Junit => junit,
        /// SARIF 2.1.0 for code scanning.
        Sarif => sarif,
        /// Workflow commands: annotations in GitHub Actions.
        Github => github,
        /// Logging commands: issues in Azure Pipelines.
        Azure => azure,
        /// Code Quality of GitLab.
        Gitlab => gitlab,
        /// Markdown for people: the same as the step summary of GitHub Actions.
        Markdown => markdown,
        /// The report as JSON (schemas/report.schema.json).
        Json => json,
        /// A row for each finding, for spreadsheets.
        Csv => csv,
        /// Flat records for a table of Azure Monitor Logs.
        JsonlLogs => jsonl_logs,
        /// Markdown for Microsoft Security Copilot, within a token budget.
        Digest => digest,
    }
}

impl View<'_> {
    /// Renders the report in a format. No line is a command to the log of a pipeline, except the commands of the format itself;
    /// JSON escapes such lines without changing a value. The human format contains ANSI styles, which the writer removes where
    /// they are not wanted.
    ///
    /// # Errors
    ///
    /// The message of the library that writes the format, if it fails.
    pub fn render(&self, format: Format, options: &RenderOptions) -> Result<String, String> {
        (format.spec().render)(self, options)
    }
}

/// Renders a report in one format; several formats share a [`View`].
///
/// # Errors
///
/// The message of the library that writes the format, if it fails.
pub fn render(report: &Report, format: Format, options: &RenderOptions) -> Result<String, String> {
    View::of(report).render(format, options)
}
