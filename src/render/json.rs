//! The report as JSON, with a schema of its own (`schemas/report.schema.json`): the types of the program can change without a change
//! of the file.
//!
//! Everything that depends on the run, and not on policies and data, is under `provenance`: the rest is the same for live and for
//! recorded data that is evaluated as of the same time.

pub(super) mod change;
pub(super) mod convert;
mod incident;
pub(super) mod model;

use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::render::view::View;
use crate::text::json_safe;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::report::Counts;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "json",
        description: "the whole report for programs (schemas/report.schema.json)",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[],
    },
    render: |view, _| Ok(json_safe(&render(view)?)),
};

/// The report as JSON, indented, with a line feed at the end.
fn render(view: &View<'_>) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(&convert::report(view)).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// The counts with the keys of the JSON report.
pub(crate) fn counts(counts: Counts) -> impl Serialize {
    convert::counts(counts)
}

/// A number for JSON, which has no NaN and no infinity; these become unknown. A zero has no sign.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(if value == 0.0 { 0.0 } else { value })
}

/// The JSON Schema (draft 2020-12) of the report, indented, with a line feed at the end.
#[must_use]
pub fn schema() -> String {
    // The schema of what is written: every key that is always written is required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<model::JsonReport>();
    format!("{:#}\n", schema.as_value())
}
