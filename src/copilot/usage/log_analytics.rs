//! The use of SCU from a table of a Log Analytics workspace, which the user fills and names: Microsoft provides none.

use jiff::Timestamp;

use super::columns::{Column, Columns};
use super::ledger::Ledger;
use super::source::{Reading, add, listed};
use super::table::{Cell, Fault, MOST_ROWS, Row, Table};
use super::table_uses::table_uses;
use crate::azure::log_analytics::{Rows, cell_text, is_name};
use crate::error::{Error, EvidenceErrorKind};

/// The query of a table for the uses in a span of time.
///
/// # Errors
///
/// [`Error::Usage`] where the table or a column has a name that cannot be put into a query.
pub(crate) fn query(table: &str, columns: &Columns, from: Timestamp, to: Timestamp) -> Result<String, Error> {
    let names = std::iter::once(table).chain(columns.values().map(String::as_str));
    if let Some(wrong) = names.into_iter().find(|name| !is_name(name)) {
        return Err(Error::Usage {
            message: format!("`{}` cannot be the name of a table or a column", crate::text::line(wrong)),
            help: "write a name of letters, digits and underscores, such as ScuUsage_CL".into(),
        });
    }
    let named = |column: Column| columns.get(&column).map_or_else(|| column.table_column(), String::as_str);
    let time = named(Column::Time);
    let projected = Column::ALL.map(|column| {
        let name = named(column);
        // A column that the user names must exist; of the others only two.
        let value = if column.is_required() || columns.contains_key(&column) {
            format!("['{name}']")
        } else {
            format!("column_ifexists('{name}', '')")
        };
        format!("['{}']=tostring({value})", column.name())
    });
    Ok(format!(
        "{table} | where ['{time}'] >= datetime({from}) and ['{time}'] <= datetime({to}) | project {} | take {}",
        projected.join(", "),
        MOST_ROWS + 1
    ))
}

/// The uses of the result of [`query`].
///
/// # Errors
///
/// [`Error::Rows`] with every row that cannot be counted.
pub(crate) fn read_rows(name: &str, result: &Rows, reading: &Reading) -> Result<Ledger, Error> {
    if result.rows.len() > MOST_ROWS {
        let message = format!("{name}: there are more than {MOST_ROWS} rows");
        return Err(Error::evidence(EvidenceErrorKind::TooLarge, message, "query fewer days"));
    }
    let row = |(index, values): (usize, &Vec<serde_json::Value>)| Row {
        number: index + 1,
        cells: values
            .iter()
            .map(|value| cell_text(value).map_or(Cell::Unusable("a list or an object"), |text| Cell::of(&text)))
            .collect(),
    };
    let header = Row { number: 0, cells: result.columns.iter().map(|name| Cell::of(name)).collect() };
    let rows = std::iter::once(header).chain(result.rows.iter().enumerate().map(row)).collect();
    let table = Table { rows, separator: None, notes: Vec::new() };
    // The result has the names of this program for the columns, whatever they are called in the table.
    let reading = Reading { columns: Columns::new(), ..reading.clone() };
    let checked = table_uses(&table, &reading).and_then(|read| {
        // A time without an offset would be read as local, and the table holds UTC.
        let is_utc = |row: &Row| row.cells.first().is_some_and(|cell| cell.text().ends_with('Z'));
        match table.rows.iter().skip(1).find(|row| !is_utc(row)) {
            Some(row) => {
                Err(vec![Fault::at(row.number, 1, "the time is not in UTC: name a column of the type datetime")])
            }
            None => Ok(read),
        }
    });
    let read = checked.map_err(|faults| Error::Rows { problems: listed(name, &faults) })?;
    let mut ledger = Ledger::default();
    ledger.missing = Column::ALL.into_iter().filter(|column| !read.filled.contains(column)).collect();
    add(&mut ledger, name, None, read);
    Ok(ledger)
}
