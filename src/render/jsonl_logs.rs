//! Flat records for a table of Azure Monitor Logs (Log Analytics, Microsoft Sentinel, Defender XDR): one JSON object per line, as
//! the Logs Ingestion API takes them in an array.
//!
//! Each record has the columns of [`columns`] only, with text, numbers and truth values, and repeats the facts by which queries
//! select a run. The id of the run is derived from its content: the same report gives the same bytes, and records that are sent
//! twice have the same id.

mod attribution;
pub(crate) mod columns;
mod finding;
mod incident;
mod record;
mod run;
mod waiver;

use crate::hash;
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::render::view::View;
use crate::text::json_safe;

use columns::RUN_ID;
use record::Record;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "jsonl-logs",
        description: "flat records for a log table, one JSON object per line (Azure Monitor Logs)",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |view, _| Ok(render(view)),
};

/// The hexadecimal digits of the id of a run.
const RUN_ID_DIGITS: usize = 32;

/// The records, a line each: the run, categories, findings, attribution, waivers, incidents with their causes.
fn render(view: &View<'_>) -> String {
    let common = run::common(view);
    let mut records = vec![run::run(&common, view)];
    records.extend(view.report.snapshot.categories.iter().map(|category| run::category(&common, category)));
    records.extend(view.report.findings.iter().map(|finding| finding::finding(&common, view.report, finding)));
    records.extend(attribution::attribution(&common, view.report));
    records.extend(view.report.waivers.iter().map(|info| waiver::waiver(&common, view.report, info)));
    records.extend(view.report.incidents.iter().flat_map(|report| incident::incidents(&common, report)));
    let run_id = hash::short("scoregate run", &lines(&records), RUN_ID_DIGITS);
    for record in &mut records {
        record.text(RUN_ID, &run_id);
    }
    lines(&records)
}

fn lines(records: &[Record]) -> String {
    let lines: String = records.iter().map(|record| record.to_json() + "\n").collect();
    json_safe(&lines)
}
