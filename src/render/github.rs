//! Workflow commands for GitHub Actions: a command for each annotation.

mod step_outputs;

use super::annotation::{Level, Spot, written};
use super::escape::workflow_command::{data, property};
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};

pub use step_outputs::step_outputs;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "github",
        description: "annotations in GitHub Actions, with the step summary and outputs",
        audience: Audience::People,
        shares_standard_output: true,
        shows_hashes: false,
        options: &[],
    },
    render: |view, options| Ok(written(view, options, command)),
};

/// A workflow command, with the end of its line.
pub(crate) fn command(level: Level, spot: Option<Spot<'_>>, title: &str, message: &str) -> String {
    let level = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    let spot = spot.map(|spot| format!("file={},line={},col={},", property(spot.path), spot.line, spot.column));
    format!("::{level} {}title={}::{}\n", spot.unwrap_or_default(), property(title), data(message))
}
