//! The summary of a fleet as JSON, with a schema of its own (`schemas/fleet.schema.json`). Every key is always present; an unknown value
//! is `null`.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::format::FleetRenderer;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::text::json_safe;
use crate::tools::fleet::{FleetSummary, SharedTenant, StatusCounts, TenantResult};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<FleetRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "json",
        description: "the whole summary for programs (schemas/fleet.schema.json)",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[],
    },
    render: |summary| Ok(json_safe(&render(summary)?)),
};

/// The results of many tenants under the same policies. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate fleet")]
struct JsonFleet<'a> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    scoregate_fleet: u32,
    /// The exit code of these results, without the option that changes it.
    exit_code: u8,
    /// The number of inputs by status.
    counts: JsonStatusCounts,
    /// The results, by name; of lines in their order.
    tenants: &'a [TenantResult],
    /// The tenants that several inputs are of, by id.
    shared_tenants: Vec<SharedTenant>,
    /// The folders with reports of earlier runs, of tenants that this run did not have; null where no reports are written.
    other_reports: Option<&'a [String]>,
    /// Everything that depends on the run and not on the data of the tenants.
    provenance: JsonFleetProvenance<'a>,
}

/// The number of inputs by status.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "StatusCounts")]
struct JsonStatusCounts {
    /// All inputs: files, folders or lines, and the entries of the list of tenants that no tenant has.
    inputs: usize,
    /// The distinct tenants; an input whose tenant is not known counts as one.
    tenants: usize,
    /// Inputs of which every blocking rule passed or is waived.
    passed: usize,
    /// Inputs of which a blocking rule failed.
    failed: usize,
    /// Inputs of which no blocking rule failed, but at least one is unknown, or none passed.
    inconclusive: usize,
    /// Inputs without a verdict.
    unreadable: usize,
}

/// The inputs of the run that all tenants share.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
struct JsonFleetProvenance<'a> {
    /// The version of scoregate.
    version: &'a str,
    /// The time as of which the tenants were evaluated.
    #[schemars(extend("format" = "date-time"))]
    now: String,
    /// Whether that time was given rather than taken from the clock.
    replayed: bool,
    /// The policy and waiver files.
    policies: Vec<JsonFile<'a>>,
    /// The baselines.
    baselines: Vec<JsonFile<'a>>,
}

/// A file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "File")]
struct JsonFile<'a> {
    /// The path.
    path: &'a str,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    sha256: &'a str,
}

/// The summary as JSON, indented, with a line feed at the end.
fn render(summary: &FleetSummary) -> Result<String, String> {
    let StatusCounts { passed, failed, inconclusive, unreadable } = summary.counts;
    let fleet = JsonFleet {
        scoregate_fleet: 1,
        exit_code: summary.counts.exit().code(),
        counts: JsonStatusCounts {
            inputs: summary.counts.all(),
            tenants: summary.distinct_tenants(),
            passed,
            failed,
            inconclusive,
            unreadable,
        },
        tenants: &summary.tenants,
        shared_tenants: summary.shared_tenants(),
        other_reports: summary.other_reports.as_ref().map(|other| other.folders.as_slice()),
        provenance: JsonFleetProvenance {
            version: env!("CARGO_PKG_VERSION"),
            now: summary.now.to_string(),
            replayed: summary.replayed,
            policies: summary.policies.iter().map(file).collect(),
            baselines: summary.baselines.iter().map(file).collect(),
        },
    };
    let mut text = serde_json::to_string_pretty(&fleet).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn file((path, sha256): &(String, String)) -> JsonFile<'_> {
    JsonFile { path, sha256 }
}

/// The result of one tenant on one line, with a line feed at the end. It does not depend on the place of the tenant in a stream.
///
/// # Errors
///
/// The message of the library that writes JSON, if it fails.
pub fn result_line(result: &TenantResult) -> Result<String, String> {
    let result = TenantResult { name: None, ..result.clone() };
    let text = serde_json::to_string(&result).map_err(|error| error.to_string())?;
    Ok(json_safe(&text) + "\n")
}

/// The JSON Schema (draft 2020-12) of a summary, indented, with a line feed at the end. `$defs/TenantResult` is the schema of the lines
/// of a filter.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<JsonFleet<'_>>();
    format!("{:#}\n", schema.as_value())
}
