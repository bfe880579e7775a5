//! The uses of a table: every row below the header is one, or a fault.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::columns::Column;
use super::header;
use super::row::{self, Use};
use super::source::Reading;
use super::table::{Fault, Table};

/// The most days before the evaluation that a date without a year can be: the dashboard shows 90, and some slack for the time zone.
const MOST_DAYS: i32 = 92;

/// The uses of a table.
#[derive(Debug)]
pub(super) struct TableUses {
    pub(super) uses: Vec<Use>,
    /// The columns that contain something.
    pub(super) filled: Vec<Column>,
    /// The headers of all columns.
    pub(super) headers: BTreeSet<String>,
    /// Whether dates have no year.
    pub(super) is_without_year: bool,
    /// What a reader must know about the file, as sentences.
    pub(super) notes: Vec<String>,
}

impl TableUses {
    /// The days of the first and of the last use.
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        let days = || self.uses.iter().map(|used| used.local.date());
        days().min().zip(days().max())
    }
}

/// Reads the uses of a table.
pub(super) fn table_uses(table: &Table, reading: &Reading) -> Result<TableUses, Vec<Fault>> {
    let header = header::find(table, &reading.columns, &reading.names).map_err(|fault| vec![fault])?;
    let context = row::Context { header: &header, separator: table.separator, now: reading.now, zone: &reading.zone };
    let (mut uses, mut faults) = (Vec::new(), Vec::new());
    // The earliest use without a year, and its row.
    let mut earliest: Option<(Date, usize)> = None;
    for row in table.rows.iter().skip(header.index + 1) {
        match row::read(row, context) {
            Ok(read) => {
                if read.is_without_year {
                    let this = (read.used.local.date(), row.number);
                    earliest = Some(earliest.map_or(this, |before| before.min(this)));
                }
                uses.push(read.used);
            }
            Err(found) => faults.extend(found),
        }
    }
    if let Some((day, row)) = earliest {
        let column = header.places.get(&Column::Time).map_or(0, |at| at + 1);
        faults.extend(too_early(day, reading).map(|fault| Fault { row, column, ..fault }));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_filled = |column: &Column| {
        header.places.contains_key(column) && (uses.is_empty() || uses.iter().any(|used| has(used, *column)))
    };
    Ok(TableUses {
        filled: Column::ALL.into_iter().filter(is_filled).collect(),
        headers: header.names(),
        is_without_year: earliest.is_some(),
        notes: table.notes.clone(),
        uses,
    })
}

/// The fault of a day without a year that no export of the time of the evaluation can contain.
fn too_early(day: Date, reading: &Reading) -> Option<Fault> {
    let today = reading.zone.to_datetime(reading.now).date();
    let first = today.checked_sub(MOST_DAYS.days()).ok()?;
    let before = day.until(today).map_or(0, |span| span.get_days());
    (day < first).then(|| {
        let message = format!(
            "the date has no year, and would be {day}, {before} days before the time of the evaluation, but an export covers 90 days at \
             most"
        );
        let help = format!(
            "evaluate as of the day of the export ({}), or write the year into the dates of an older export",
            reading.names.now
        );
        Fault::of_file(message).with_help(help)
    })
}

/// Whether a use has a value in a column.
fn has(used: &Use, column: Column) -> bool {
    match column {
        Column::Time | Column::Units => true,
        Column::User => !used.user.is_empty(),
        Column::Session => !used.session.is_empty(),
        Column::Category => !used.category.is_empty(),
        Column::Type => !used.kind.is_empty(),
        Column::Experience => !used.experience.is_empty(),
        Column::Plugins => !used.plugins.is_empty(),
    }
}
