//! A table for spreadsheets: a row for each finding and disabled rule, for each warning about a waiver, and for each gap of the evidence.
//! Every row repeats the tenant, the snapshot and the verdict, so that tables of several runs can be put together.

pub(super) mod cell;
mod row;

use csv::Writer;
use serde::Serialize;

use super::phrases;
use super::view::View;
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use row::{Row, Rows};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "csv",
        description: "a table with a row for each finding, for spreadsheets",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |view, _| render(view),
};

/// The table with its header, in UTF-8. Lines end with a line feed, which a log shows as it is.
fn render(view: &View<'_>) -> Result<String, String> {
    let rows = Rows::of(view);
    let report = view.report;
    let mut table: Vec<Row> = report.findings.iter().map(|finding| rows.finding(finding)).collect();
    table.extend(report.disabled().map(|(policy, rule)| rows.disabled(policy, rule)));
    let warned = report.waivers.iter().filter_map(|waiver| Some((waiver, phrases::waiver_warning(waiver)?)));
    table.extend(warned.map(|(waiver, warning)| rows.waiver(waiver, &warning)));
    table.extend(view.unreported_gaps.iter().map(|gap| rows.gap(gap)));
    written(table)
}

/// The table of some rows, with a header if there is a row.
pub(in crate::render) fn written(rows: impl IntoIterator<Item = impl Serialize>) -> Result<String, String> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}
