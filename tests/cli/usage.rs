//! `scoregate copilot usage`: the use of Security Copilot, by figures that a reader can check by hand.

mod billing;
mod budget;
mod files;
mod gaps;
mod html;
mod rows;
mod workbooks;

use serde_json::Value;

use crate::support::workspace::{Run, Workspace};

pub(crate) const NOW: &str = "--time-zone Europe/Berlin --now 2026-11-24T06:00:00Z";

pub(crate) const HEADER: &str =
    "Date,Units used,Initiated by,Session ID,Category,Type,Copilot experience,Plugins used\n";

/// A use of a user at a time: the columns that most tests do not look at are the same.
pub(crate) fn row(time: &str, units: &str) -> String {
    format!("\"{time}\",{units},ana@contoso.example,s1,Prompt,Manual,Standalone,Defender\n")
}

/// The uses of some SCU at nine o'clock on each of some days of a month.
pub(crate) fn days(month: &str, days: std::ops::RangeInclusive<u8>, units: &str) -> String {
    days.map(|day| row(&format!("{month} {day}, 09:00 AM"), units)).collect()
}

/// A run on one CSV file with these rows.
pub(crate) fn run(rows: &str, arguments: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{rows}"));
    workspace.run(&format!("copilot usage --from a.csv {NOW} {arguments}"))
}

/// The JSON of a run that succeeds.
pub(crate) fn json(rows: &str, arguments: &str) -> Value {
    let run = run(rows, &format!("{arguments} -o json"));
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    serde_json::from_str(&run.stdout).unwrap()
}
