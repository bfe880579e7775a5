//! The summary of a fleet as a table for spreadsheets: a row for each tenant.

use serde::Serialize;

use super::format::FleetRenderer;
use crate::render::csv::cell::{Cell, Figure};
use crate::render::csv::written;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::tools::fleet::{FleetSummary, TenantResult};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<FleetRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "csv",
        description: "a table with a row for each tenant, for spreadsheets",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[],
    },
    render,
};

/// The columns, in their order.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    name: Cell,
    tenant: Cell,
    labels: Cell,
    status: &'static str,
    exit_code: u8,
    date: Cell,
    score: Figure,
    max: Figure,
    percent: Figure,
    failed: Option<usize>,
    unknown: Option<usize>,
    waived: Option<usize>,
    passed: Option<usize>,
    decisive: Cell,
    unsealed_recordings: usize,
    error_code: Cell,
    error: Cell,
    help: Cell,
    sha256: Cell,
}

/// The table with its header, in UTF-8. Lines end with a line feed.
fn render(summary: &FleetSummary) -> Result<String, String> {
    written(summary.tenants.iter().map(row))
}

fn row(result: &TenantResult) -> Row {
    let labels: Vec<String> = result.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let (snapshot, counts, error) = (result.snapshot.as_ref(), result.counts.as_ref(), result.error.as_ref());
    Row {
        name: Cell::of_optional(result.name.as_deref()),
        tenant: Cell::of_optional(result.tenant.as_deref()),
        labels: Cell::of(&labels.join("; ")),
        status: result.status.name(),
        exit_code: result.exit_code,
        date: Cell::of_optional(snapshot.map(|snapshot| snapshot.date.as_str())),
        score: Figure::points(snapshot.and_then(|snapshot| snapshot.current), None),
        max: Figure::points(snapshot.and_then(|snapshot| snapshot.max), None),
        percent: Figure::points(snapshot.and_then(|snapshot| snapshot.percent), Some(100.0)),
        failed: counts.map(|counts| counts.failed),
        unknown: counts.map(|counts| counts.unknown),
        waived: counts.map(|counts| counts.waived),
        passed: counts.map(|counts| counts.passed),
        decisive: Cell::of(&result.decisive.join("; ")),
        unsealed_recordings: result.unsealed_recordings,
        error_code: Cell::of_optional(error.map(|error| error.code.as_str())),
        error: Cell::of_optional(error.map(|error| error.message.as_str())),
        help: Cell::of_optional(error.and_then(|error| error.help.as_deref())),
        sha256: Cell::of_optional(result.sha256.as_deref()),
    }
}
