//! Logging commands for Azure Pipelines: an issue for each annotation of level error and warning. The agent knows no other level and
//! keeps the first ten of each; notices are lines of the log. No command changes the result of the task: the exit code does.

mod variables;

use super::annotation::{Level, Spot, written};
use super::escape::logging_command::{data, property};
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::text::log_plain;

pub use variables::{azure_summary, azure_variables};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "azure",
        description: "issues in Azure Pipelines, with the summary and variables",
        audience: Audience::People,
        shares_standard_output: true,
        shows_hashes: false,
        options: &[],
    },
    render: |view, options| Ok(written(view, options, command)),
};

/// A logging command, or the lines of a notice, with the end of the line.
pub(crate) fn command(level: Level, spot: Option<Spot<'_>>, title: &str, message: &str) -> String {
    let kind = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => return notice(spot, title, message),
    };
    let spot = spot.map(|spot| {
        format!(";sourcepath={};linenumber={};columnnumber={}", property(spot.path), spot.line, spot.column)
    });
    format!("##vso[task.logissue type={kind}{}]{}\n", spot.unwrap_or_default(), data(&format!("{title}: {message}")))
}

/// The lines of a notice, those behind the first indented.
fn notice(spot: Option<Spot<'_>>, title: &str, message: &str) -> String {
    let spot = spot.map(|spot| format!(" ({}:{})", spot.path, spot.line)).unwrap_or_default();
    log_plain(&format!("{title}{spot}: {}\n", message.trim_end().replace('\n', "\n  ")))
}
