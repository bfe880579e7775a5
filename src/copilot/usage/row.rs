//! A use: one row of an export.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::columns::{Column, Places};
use super::local_time::Written;
use super::scu::{Scu, quoted};
use super::table::{Cell, Fault, Row};
use crate::text::line;

/// One use of SCU. Equal uses of one file are different uses, those of several files are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub(super) local: DateTime,
    pub(super) at: Timestamp,
    pub(super) units: Scu,
    pub(super) user: String,
    pub(super) session: String,
    pub(super) category: String,
    pub(super) kind: String,
    pub(super) experience: String,
    pub(super) plugins: String,
    /// Whether the local time occurs twice, because clocks go back.
    pub(super) is_twice: bool,
}

/// A row that was read, and its time as it is written.
#[derive(Debug)]
pub(super) struct ReadRow {
    pub(super) used: Use,
    pub(super) is_without_year: bool,
}

/// Reads a row. Every fault of it is reported.
pub(super) fn read(row: &Row, places: &Places, now: Timestamp, zone: &TimeZone) -> Result<ReadRow, Vec<Fault>> {
    let place = |column: Column| places.get(&column).copied();
    let cell = |column: Column| place(column).and_then(|at| row.cells.get(at)).unwrap_or(&Cell::Empty);
    let fault = |column: Column, message: String| Fault::at(row.number, place(column).map_or(0, |at| at + 1), message);
    let mut faults = Vec::new();
    let time = time(cell(Column::Time)).and_then(|written| Ok((written, written.resolve(now, zone)?)));
    let time = time.map_err(|message| faults.push(fault(Column::Time, message)));
    let units = units(cell(Column::Units)).map_err(|message| faults.push(fault(Column::Units, message)));
    let mut text = |column: Column| match cell(column) {
        Cell::Unusable(what) => {
            faults.push(fault(column, format!("{what} in the column `{}`", column.name())));
            String::new()
        }
        other @ (Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Time(_)) => line(&other.text()),
    };
    let user = text(Column::User);
    let session = text(Column::Session);
    let category = text(Column::Category);
    let kind = text(Column::Type);
    let experience = text(Column::Experience);
    let plugins = plugins(&text(Column::Plugins));
    match (time, units) {
        (Ok((written, time)), Ok(units)) if faults.is_empty() => Ok(ReadRow {
            used: Use {
                local: time.local,
                at: time.at,
                units,
                user,
                session,
                category,
                kind,
                experience,
                plugins,
                is_twice: time.is_twice,
            },
            is_without_year: written.is_without_year(),
        }),
        (Ok(_) | Err(()), Ok(_) | Err(())) => Err(faults),
    }
}

fn time(cell: &Cell) -> Result<Written, String> {
    match cell {
        Cell::Empty => Err("the date is missing".to_owned()),
        Cell::Text(text) => Written::read(text),
        Cell::Time(time) => Ok(Written::Local(*time)),
        Cell::Number(number) => Err(format!("{number} is not a date: format the column as date and time, or as text")),
        Cell::Unusable(what) => Err(format!("{what} in place of the date")),
    }
}

fn units(cell: &Cell) -> Result<Scu, String> {
    match cell {
        Cell::Empty => Err("the number of SCU is missing".to_owned()),
        Cell::Text(text) => Scu::parse(text),
        Cell::Number(number) => Scu::of_number(*number),
        Cell::Time(time) => Err(format!("{} is a date in place of the number of SCU", quoted(&time.to_string()))),
        Cell::Unusable(what) => Err(format!("{what} in place of the number of SCU")),
    }
}

/// The plugins of a use, in alphabetical order and each once.
fn plugins(text: &str) -> String {
    let mut names: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
