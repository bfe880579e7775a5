//! Reads exports into a ledger.

use std::fs::File;
use std::io::Read;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::columns::{self, Column, Columns};
use super::ledger::{Ledger, Source};
use super::row::{self, Use};
use super::table::{Fault, Table};
use super::{csv_table, xlsx_table};
use crate::error::{Error, EvidenceErrorKind, Problem};
use crate::hash::sha256;

/// The most bytes of one file.
const MOST_BYTES: u64 = 64 << 20;

/// The most days that one export covers: the dashboard shows 90, and some slack for the time zone.
const MOST_DAYS: i32 = 92;

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
}

/// Reads files: .xlsx workbooks and CSV, which their content identifies.
///
/// # Errors
///
/// [`Error::Evidence`] where a file cannot be read, and [`Error::Rows`] with every row of every file that cannot be counted.
pub fn read_files(names: &[String], reading: &Reading) -> Result<Ledger, Error> {
    let mut ledger = Ledger::default();
    let mut problems = Vec::new();
    let mut filled = Vec::new();
    for name in names {
        let bytes = bytes(name)?;
        let table = if bytes.starts_with(xlsx_table::MAGIC) {
            xlsx_table::read(name, &bytes)
        } else {
            csv_table::read(name, &bytes)
        };
        let uses = table.map_err(|fault| vec![fault]).and_then(|table| uses(&table, reading));
        match uses {
            Ok((uses, columns)) => {
                filled.extend(columns);
                let source = Source { name: name.clone(), sha256: Some(sha256(&bytes)), uses: uses.len() };
                ledger.add(source, uses);
            }
            Err(faults) => problems.extend(listed(name, &faults)),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Rows { problems });
    }
    ledger.missing = Column::ALL.into_iter().filter(|column| !filled.contains(column)).collect();
    Ok(ledger)
}

/// The faults of a file as problems, the first of them in full.
pub(super) fn listed(name: &str, faults: &[Fault]) -> Vec<Problem> {
    let help = "correct the row, or export the data again: no row is left out of the sums";
    let mut problems: Vec<Problem> =
        faults.iter().take(MOST_PROBLEMS).map(|fault| Problem::without_place(fault.with_place(name), help)).collect();
    if let Some(more) = faults.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
        let name = crate::text::line(name);
        problems
            .push(Problem::without_place(format!("{name}: and {}", crate::text::count(more, "more problem")), help));
    }
    problems
}

/// The uses of a table, and the columns that contain something.
pub(super) fn uses(table: &Table, reading: &Reading) -> Result<(Vec<Use>, Vec<Column>), Vec<Fault>> {
    let (places, header) = columns::find(table, &reading.columns).map_err(|fault| vec![fault])?;
    let (mut uses, mut faults) = (Vec::new(), Vec::new());
    // The uses without a year, each with its row.
    let mut without_year = Vec::new();
    for row in table.rows.iter().skip(header + 1) {
        match row::read(row, &places, reading.now, &reading.zone) {
            Ok(read) => {
                if read.is_without_year {
                    without_year.push((read.used.local.date(), row.number));
                }
                uses.push(read.used);
            }
            Err(found) => faults.extend(found),
        }
    }
    faults.extend(too_long(&without_year, places.get(&Column::Time).map_or(0, |at| at + 1)));
    if !faults.is_empty() {
        return Err(faults);
    }
    let filled = Column::ALL.into_iter().filter(|column| places.contains_key(column) && is_filled(&uses, *column));
    let filled = filled.collect();
    Ok((uses, filled))
}

/// The fault of dates without a year, each with its row, that span more days than one export covers: the year of some is wrong.
fn too_long(dates: &[(Date, usize)], column: usize) -> Option<Fault> {
    let ((first, _), (last, row)) = dates.iter().min().zip(dates.iter().max())?;
    let end = first.checked_add(MOST_DAYS.days()).ok()?;
    let message = format!(
        "the dates have no year, and as of the time of the evaluation they span from {first} to {last}, but an export covers 90 days \
         at most: evaluate as of the day of the export"
    );
    (*last > end).then(|| Fault::at(*row, column, message))
}

/// Whether a use has a value in a column; a table without uses has all of its columns.
fn is_filled(uses: &[Use], column: Column) -> bool {
    let has_value = |used: &Use| match column {
        Column::Time | Column::Units => true,
        Column::User => !used.user.is_empty(),
        Column::Session => !used.session.is_empty(),
        Column::Category => !used.category.is_empty(),
        Column::Type => !used.kind.is_empty(),
        Column::Experience => !used.experience.is_empty(),
        Column::Plugins => !used.plugins.is_empty(),
    };
    uses.is_empty() || uses.iter().any(has_value)
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
