//! Reads exports into a ledger.

use std::fs::File;
use std::io::Read;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::columns::{Column, Columns};
use super::ledger::{Ledger, Source};
use super::overlap;
use super::setting_names::SettingNames;
use super::table::Fault;
use super::table_uses::{TableUses, table_uses};
use super::{csv_table, xlsx_table};
use crate::error::{Error, EvidenceErrorKind, Problem};
use crate::hash::sha256;

/// The most bytes of one file.
const MOST_BYTES: u64 = 64 << 20;

/// The most problems of one file that are listed.
const MOST_PROBLEMS: usize = 20;

/// How the sources are read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The time of the evaluation: no use is later.
    pub now: Timestamp,
    /// The time zone of local times, and of days and months.
    pub zone: TimeZone,
    /// The headers that the user names.
    pub columns: Columns,
    /// The names of the settings for messages.
    pub names: SettingNames,
}

/// Reads files: .xlsx workbooks and CSV, which their content identifies.
///
/// # Errors
///
/// [`Error::Evidence`] where a file cannot be read, and [`Error::Rows`] with every row of every file that cannot be counted.
pub fn read_files(names: &[String], reading: &Reading) -> Result<Ledger, Error> {
    let mut ledger = Ledger::default();
    let (mut problems, mut filled, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        let bytes = bytes(name)?;
        let table =
            if bytes.starts_with(xlsx_table::MAGIC) { xlsx_table::read(&bytes) } else { csv_table::read(&bytes) };
        match table.map_err(|fault| vec![fault]).and_then(|table| table_uses(&table, reading)) {
            Ok(read) => {
                filled.extend(read.filled.iter().copied());
                ends.push(overlap::Ends::of(&read.uses));
                add(&mut ledger, name, Some(sha256(&bytes)), read);
            }
            Err(faults) => problems.extend(listed(name, &faults)),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Rows { problems });
    }
    ledger.missing = Column::ALL.into_iter().filter(|column| !filled.contains(column)).collect();
    ledger.notes.extend(overlap::notes(&ledger.sources));
    ledger.doubtful = overlap::doubtful(&ends);
    Ok(ledger)
}

/// Adds the uses of a source to a ledger.
pub(super) fn add(ledger: &mut Ledger, name: &str, sha256: Option<String>, read: TableUses) {
    let shown = crate::text::line(name);
    let days = read.days();
    if let Some((first, last)) = days.filter(|_| read.is_without_year) {
        ledger
            .notes
            .push(format!("{shown} has dates without a year: its uses are read as those from {first} to {last}"));
    }
    ledger.notes.extend(read.notes.iter().map(|note| format!("{shown}: {note}")));
    let source = Source {
        name: name.to_owned(),
        sha256,
        uses: read.uses.len(),
        days,
        is_without_year: read.is_without_year,
        headers: read.headers,
    };
    ledger.add(source, read.uses);
}

/// The faults of a file as problems, the first of them in full.
pub(super) fn listed(name: &str, faults: &[Fault]) -> Vec<Problem> {
    let help = "correct the row, or export the data again: no row is left out of the sums";
    let problem = |fault: &Fault| {
        Problem::without_place(fault.with_place(name), fault.help.clone().unwrap_or_else(|| help.to_owned()))
    };
    let mut problems: Vec<Problem> = faults.iter().take(MOST_PROBLEMS).map(problem).collect();
    if let Some(more) = faults.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
        let name = crate::text::line(name);
        problems
            .push(Problem::without_place(format!("{name}: and {}", crate::text::count(more, "more problem")), help));
    }
    problems
}

/// The bytes of a file, within the limit.
fn bytes(name: &str) -> Result<Vec<u8>, Error> {
    let shown = crate::text::line(name);
    let unreadable = |error: std::io::Error| {
        let help = "name the export of the dashboard (CapacityUsage.xlsx), or a CSV file of it";
        Error::evidence(EvidenceErrorKind::Unreadable, format!("{shown}: {error}"), help)
    };
    let mut bytes = Vec::new();
    let read = |reader: Box<dyn Read>, bytes: &mut Vec<u8>| reader.take(MOST_BYTES + 1).read_to_end(bytes);
    let reader: Box<dyn Read> =
        if name == "-" { Box::new(std::io::stdin()) } else { Box::new(File::open(name).map_err(unreadable)?) };
    read(reader, &mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("{shown}: it is larger than {} MiB", MOST_BYTES >> 20);
        return Err(Error::evidence(EvidenceErrorKind::TooLarge, message, "export a shorter period"));
    }
    Ok(bytes)
}
