//! A use: one row of an export.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use super::columns::Column;
use super::header::{Header, HeaderCell};
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
    /// The values of the columns that are not read, each with its header, in alphabetical order: they tell uses apart.
    pub(super) others: Vec<(String, String)>,
    /// Whether the local time occurs twice, because clocks go back.
    pub(super) is_twice: bool,
}

/// A row that was read, and its time as it is written.
#[derive(Debug)]
pub(super) struct ReadRow {
    pub(super) used: Use,
    pub(super) is_without_year: bool,
}

/// The table that a row is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) header: &'a Header,
    /// The separator of the cells, where the table is text.
    pub(super) separator: Option<u8>,
    pub(super) now: Timestamp,
    pub(super) zone: &'a TimeZone,
}

/// Reads a row. Every fault of it is reported.
pub(super) fn read(row: &Row, context: Context<'_>) -> Result<ReadRow, Vec<Fault>> {
    let Context { header, separator, now, zone } = context;
    // Where cells are not under their headers, every other fault is a consequence.
    fits(row, context).map_err(|fault| vec![fault])?;
    let place = |column: Column| header.places.get(&column).copied();
    let cell = |column: Column| place(column).and_then(|at| row.cells.get(at)).unwrap_or(&Cell::Empty);
    let fault = |column: Column, message: String| Fault::at(row.number, place(column).map_or(0, |at| at + 1), message);
    let mut faults = Vec::new();
    let time = time(cell(Column::Time)).and_then(|written| Ok((written, written.resolve(now, zone)?)));
    let time = time.map_err(|message| faults.push(fault(Column::Time, message)));
    let units = units(cell(Column::Units), separator).map_err(|message| faults.push(fault(Column::Units, message)));
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
                others: others(row, header),
                is_twice: time.is_twice,
            },
            is_without_year: written.is_without_year(),
        }),
        (Ok(_) | Err(()), Ok(_) | Err(())) => Err(faults),
    }
}

/// Requires that every cell of a row is under its header: a cell without one is not counted, and shows that a separator within a cell
/// has no quotes around it.
fn fits(row: &Row, context: Context<'_>) -> Result<(), Fault> {
    let columns = &context.header.columns;
    let help = match context.separator {
        Some(_) => {
            "write a cell that contains a separator, such as the comma in 1,234, in quotes, or export the data again"
        }
        None => "delete what is not part of the export, or give its column a header",
    };
    if row.cells.len() > columns.len() {
        let message =
            format!("the row has more cells than the header: {} instead of {}", row.cells.len(), columns.len());
        return Err(Fault::at(row.number, columns.len() + 1, message).with_help(help));
    }
    let is_stray = |(cell, header): (&Cell, &HeaderCell)| *cell != Cell::Empty && *header == HeaderCell::Empty;
    if let Some(at) = row.cells.iter().zip(columns).position(is_stray) {
        return Err(Fault::at(row.number, at + 1, "the cell has no header above it").with_help(help));
    }
    match split_number(row, context) {
        Some(at) => {
            let message = "a number follows the number of SCU: a comma within a number that is not in quotes makes two cells of it";
            Err(Fault::at(row.number, at + 1, message).with_help(help))
        }
        None => Ok(()),
    }
}

/// The place of a cell that looks like the second part of a number of SCU: a row that has as many cells as the header, or fewer,
/// can still have one too many.
fn split_number(row: &Row, context: Context<'_>) -> Option<usize> {
    let columns = &context.header.columns;
    let units = context.header.places.get(&Column::Units).copied().filter(|_| context.separator == Some(b','))?;
    let is_numeric = |at: usize| {
        let text = row.cells.get(at).map(Cell::text).unwrap_or_default();
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let can_be_number = match columns.get(units + 1)? {
        HeaderCell::Known(Column::Session) | HeaderCell::Other(_) | HeaderCell::Empty => true,
        HeaderCell::Known(
            Column::Time
            | Column::Units
            | Column::User
            | Column::Category
            | Column::Type
            | Column::Experience
            | Column::Plugins,
        ) => false,
    };
    let is_short = row.cells.len() < columns.len();
    (is_numeric(units) && is_numeric(units + 1) && (is_short || !can_be_number)).then_some(units + 1)
}

/// The values of the columns that are not read.
fn others(row: &Row, header: &Header) -> Vec<(String, String)> {
    let value = |(cell, header): (&Cell, &HeaderCell)| match header {
        HeaderCell::Other(name) if *cell != Cell::Empty => Some((name.clone(), cell.text())),
        HeaderCell::Other(_) | HeaderCell::Known(_) | HeaderCell::Empty => None,
    };
    let mut values: Vec<(String, String)> = row.cells.iter().zip(&header.columns).filter_map(value).collect();
    values.sort_unstable();
    values
}

pub(super) fn time(cell: &Cell) -> Result<Written, String> {
    match cell {
        Cell::Empty => Err("the date is missing".to_owned()),
        Cell::Text(text) => Written::read(text),
        // A cell with a day alone has the value of its midnight.
        Cell::Time(time) if time.time() == Time::midnight() => Err(format!(
            "{} is a day without a time: write a use at midnight as text, such as `{}`",
            time.date(),
            time.strftime("%b %-d, %Y, 12:00 AM")
        )),
        Cell::Time(time) => Written::of_local(*time),
        Cell::Number(number) => Err(format!("{number} is not a date: format the column as date and time, or as text")),
        Cell::Unusable(what) => Err(format!("{what} in place of the date")),
    }
}

pub(super) fn units(cell: &Cell, separator: Option<u8>) -> Result<Scu, String> {
    match cell {
        Cell::Empty => Err("the number of SCU is missing".to_owned()),
        Cell::Text(text) if separator != Some(b',') && separator.is_some() && can_be_grouped(text) => Err(format!(
            "{} can have a point before decimals or between thousands, in a file whose separator is not the comma: write {}0 or {}",
            quoted(text),
            text.trim(),
            text.trim().replace('.', "")
        )),
        Cell::Text(text) => Scu::parse(text),
        Cell::Number(number) => Scu::of_number(*number),
        Cell::Time(time) => Err(format!("{} is a date in place of the number of SCU", quoted(&time.to_string()))),
        Cell::Unusable(what) => Err(format!("{what} in place of the number of SCU")),
    }
}

/// Whether a number can have a point between thousands, as in a country with a decimal comma: `1.234`.
fn can_be_grouped(text: &str) -> bool {
    let Some((whole, rest)) = text.trim().split_once('.') else { return false };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3 && is_digits(whole) && is_digits(rest)
}

/// The plugins of a use, in alphabetical order and each once.
fn plugins(text: &str) -> String {
    let mut names: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
