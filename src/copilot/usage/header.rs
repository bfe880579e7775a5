//! The header of a table: where its columns are, and what stands above it.

use std::collections::BTreeSet;

use super::columns::{Column, Columns, Places};
use super::row;
use super::scu::quoted;
use super::setting_names::SettingNames;
use super::table::{Cell, Fault, Row, Table};

/// The rows above the header that may be a title.
const TITLES: usize = 10;

/// The header of a table.
#[derive(Debug)]
pub(super) struct Header {
    /// The index of its row.
    pub(super) index: usize,
    /// The places of the columns that are read.
    pub(super) places: Places,
    /// The columns from the first to the last.
    pub(super) columns: Vec<HeaderCell>,
}

/// A cell of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeaderCell {
    /// Nothing.
    Empty,
    /// The header of a column that is read.
    Known(Column),
    /// The header of another column: rows are compared by it as well.
    Other(String),
}

impl Header {
    /// The names of the columns, in alphabetical order.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let name = |cell: &HeaderCell| match cell {
            HeaderCell::Empty => None,
            HeaderCell::Known(column) => Some(column.header().to_owned()),
            HeaderCell::Other(name) => Some(name.clone()),
        };
        self.columns.iter().filter_map(name).collect()
    }
}

/// Finds the header of a table.
pub(super) fn find(table: &Table, named: &Columns, names: &SettingNames) -> Result<Header, Fault> {
    if table.rows.is_empty() {
        return Err(Fault::of_file("it is empty: the header is missing").with_help("export the data again"));
    }
    let mut first_fault = None;
    for (index, row) in table.rows.iter().enumerate().take(TITLES) {
        match places(row, named, names) {
            Ok(places) if places.contains_key(&Column::Time) && places.contains_key(&Column::Units) => {
                require_titles(&table.rows[..index], row, &places)?;
                let columns: Vec<HeaderCell> =
                    row.cells.iter().enumerate().map(|(at, cell)| cell_of(at, cell, &places)).collect();
                require_no_values(row, &columns)?;
                return Ok(Header { index, places, columns });
            }
            Ok(_) => {}
            Err(fault) => first_fault = first_fault.or(Some(fault)),
        }
    }
    Err(first_fault.unwrap_or_else(|| missing(&table.rows[0], named, names)))
}

fn cell_of(at: usize, cell: &Cell, places: &Places) -> HeaderCell {
    match places.iter().find(|(_, place)| **place == at) {
        Some((column, _)) => HeaderCell::Known(*column),
        None if *cell == Cell::Empty => HeaderCell::Empty,
        None => HeaderCell::Other(cell.text()),
    }
}

/// Requires that no row above the header can be a use.
fn require_titles(above: &[Row], header: &Row, places: &Places) -> Result<(), Fault> {
    let filled = |row: &Row| row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
    let is_title = |row: &Row| {
        let cell = |column: Column| places.get(&column).and_then(|at| row.cells.get(*at)).unwrap_or(&Cell::Empty);
        filled(row) < filled(header)
            && row::time(cell(Column::Time)).is_err()
            && row::units(cell(Column::Units), None).is_err()
    };
    match above.iter().find(|row| !is_title(row)) {
        Some(row) => {
            let message = format!(
                "the row is above the header, which is row {}, and it is more than a title: it would not be counted",
                header.number
            );
            Err(Fault::at(row.number, 0, message)
                .with_help("move the header above all rows, or delete the row if it is no use"))
        }
        None => Ok(()),
    }
}

/// Requires that no cell of the header is a value: where a line break is lost, the first use stands in the header and would not be
/// counted.
fn require_no_values(header: &Row, columns: &[HeaderCell]) -> Result<(), Fault> {
    let is_value = |cell: &Cell| match cell {
        Cell::Empty | Cell::Unusable(_) => false,
        Cell::Text(_) => row::time(cell).is_ok() || row::units(cell, None).is_ok(),
        Cell::Number(_) | Cell::Time(_) => true,
    };
    let is_wrong = |(cell, column): (&Cell, &HeaderCell)| is_value(cell) && matches!(column, HeaderCell::Other(_));
    match header.cells.iter().zip(columns).position(is_wrong) {
        Some(at) => {
            let message = format!(
                "the header {} is a value: a use in the row of the header would not be counted",
                quoted(&header.cells[at].text())
            );
            Err(Fault::at(header.number, at + 1, message)
                .with_help("put each use in a row of its own below the header, or export the data again"))
        }
        None => Ok(()),
    }
}

fn missing(row: &Row, named: &Columns, names: &SettingNames) -> Fault {
    let header = |column: Column| named.get(&column).map_or_else(|| column.header().to_owned(), Clone::clone);
    let [time, units] = [Column::Time, Column::Units].map(|column| quoted(&header(column)));
    let found: Vec<String> = row.cells.iter().take(8).map(|cell| quoted(&cell.text())).collect();
    let message =
        format!("no header with the columns {time} and {units} was found; the first row is {}", found.join(", "));
    let help = format!("if the columns have other headers, name them: {0} time=HEADER {0} units=HEADER", names.column);
    Fault::at(row.number, 0, message).with_help(help)
}

fn places(row: &Row, named: &Columns, names: &SettingNames) -> Result<Places, Fault> {
    let mut places = Places::new();
    for (index, cell) in row.cells.iter().enumerate() {
        let Some(column) = column_of(&cell.text(), named) else { continue };
        if let Some(before) = places.insert(column, index) {
            let name = column.name();
            let message = format!(
                "the header {} is a second one for the column `{name}`, besides column {}",
                quoted(&cell.text()),
                before + 1
            );
            let help = format!("name the right one: {} {name}=HEADER", names.column);
            return Err(Fault::at(row.number, index + 1, message).with_help(help));
        }
    }
    let absent = named.iter().find(|(column, _)| !places.contains_key(column));
    match absent {
        Some((column, header)) if !places.is_empty() => {
            let message = format!(
                "there is no column with the header {}, which was named for `{}`",
                quoted(header),
                column.name()
            );
            let help = format!("check the header in {} {}=HEADER", names.column, column.name());
            Err(Fault::at(row.number, 0, message).with_help(help))
        }
        Some(_) | None => Ok(places),
    }
}

fn column_of(header: &str, named: &Columns) -> Option<Column> {
    if let Some((column, _)) = named.iter().find(|(_, name)| name.trim().eq_ignore_ascii_case(header)) {
        return Some(*column);
    }
    let letters = letters(header);
    let unnamed = |column: &Column| !named.contains_key(column);
    Column::ALL.into_iter().filter(unnamed).find(|column| column.headers().contains(&letters.as_str()))
}

/// A header in lower case, without anything but letters and digits.
fn letters(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
