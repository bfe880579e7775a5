//! The report as JSON: a contract of its own (`schemas/report.schema.json`), apart from the types inside the program, so that
//! these can change without breaking what others have built on the file.
//!
//! What depends on the run rather than on the policies and the tenant's data stands under `provenance`, so that all else is the
//! same for live and for recorded data judged at the same time.

pub(super) mod change;
pub(super) mod convert;
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

/// The counts by the names of the JSON report.
pub(crate) fn counts(counts: Counts) -> impl Serialize {
    convert::counts(counts)
}

/// JSON has no NaN and no infinity; a figure that is none of a number is not known. A zero has no sign.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(if value == 0.0 { 0.0 } else { value })
}

/// The JSON Schema (draft 2020-12) of the view, indented, with a line feed at the end.
#[must_use]
pub fn schema() -> String {
    // What is written, not what could be read: then every key that is always written is required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<model::JsonReport>();
    format!("{:#}\n", schema.as_value())
}
