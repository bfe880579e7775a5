//! Reads the first sheet of an .xlsx workbook that has rows.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};
use jiff::civil::DateTime;

use super::scu::quoted;
use super::table::{Cell, Fault, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Row, Table};
use super::xlsx_limits;

/// The beginning of every ZIP file.
pub(super) const MAGIC: &[u8] = b"PK\x03\x04";

/// The table of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Table, Fault> {
    xlsx_limits::check(bytes)?;
    let not_a_workbook = |error: XlsxError| {
        Fault::of_file(format!(
            "this is not an .xlsx workbook that can be read: {}",
            crate::text::line(&error.to_string())
        ))
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_a_workbook)?;
    let (mut filled, mut notes) = (Vec::new(), Vec::new());
    for sheet in workbook.sheets_metadata().to_vec() {
        let name = quoted(&sheet.name);
        if !matches!(sheet.typ, SheetType::WorkSheet) {
            notes.push(format!("the sheet {name} is not a worksheet: it is not read"));
            continue;
        }
        let sheet = sheet.name;
        let unreadable = |error: XlsxError| {
            if matches!(error, XlsxError::WorksheetNotFound(_)) {
                Fault::of_file(format!(
                    "the workbook has no sheet {name}, although it names one: export the data again"
                ))
            } else if matches!(error, XlsxError::NotAWorksheet(_)) {
                Fault::of_file(format!("the sheet {name} is not a worksheet: delete it from the workbook"))
            } else {
                not_a_workbook(error)
            }
        };
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(unreadable)?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(record) = cells.next_cell_with_formula_metadata().map_err(not_a_workbook)? {
            // Not calculated: the value is unknown, and not nothing.
            let is_open = record.formula.is_some() && record.value == DataRef::Empty;
            let cell = if is_open { Cell::Unusable("a formula without a value") } else { cell(&record.value) };
            add(&mut rows, record.pos, cell)?;
        }
        rows.retain(|row| !row.is_blank());
        if !rows.is_empty() {
            filled.push((sheet, rows));
        }
    }
    let mut filled = filled.into_iter();
    match (filled.next(), filled.next()) {
        (None, _) => Ok(Table { rows: Vec::new(), separator: None, notes }),
        (Some((_, rows)), None) => Ok(Table { rows, separator: None, notes }),
        (Some((first, _)), Some((second, _))) => {
            let [first, second] = [first, second].map(|name| quoted(&name));
            Err(Fault::of_file(format!(
                "several sheets have rows ({first}, {second}): leave only the sheet of the export, or save it as CSV"
            )))
        }
    }
}

/// Adds a cell to its row. A sheet lists its cells by row; another order is an error.
fn add(rows: &mut Vec<Row>, (row, column): (u32, u32), cell: Cell) -> Result<(), Fault> {
    let [number, column] = [row, column].map(|index| usize::try_from(index).unwrap_or(usize::MAX).saturating_add(1));
    if cell == Cell::Empty {
        return Ok(());
    }
    if column > MOST_COLUMNS {
        return Err(Fault::at(number, column, format!("the sheet has more than {MOST_COLUMNS} columns")));
    }
    if matches!(&cell, Cell::Text(text) if text.len() > MOST_CHARACTERS) {
        return Err(Fault::at(number, column, format!("it has more than {MOST_CHARACTERS} bytes")));
    }
    let last = rows.last().map_or(0, |row| row.number);
    if number < last {
        return Err(Fault::at(number, column, "the rows of the sheet are not in order"));
    }
    if number > last {
        if rows.len() >= MOST_ROWS {
            return Err(Fault::of_file(format!("it has more than {MOST_ROWS} rows: export a shorter period")));
        }
        rows.push(Row { number, cells: Vec::new() });
    }
    if let Some(row) = rows.last_mut() {
        if row.cells.len() < column {
            row.cells.resize(column, Cell::Empty);
        }
        if row.cells[column - 1] != Cell::Empty {
            return Err(Fault::at(number, column, "the sheet has this cell twice"));
        }
        row.cells[column - 1] = cell;
    }
    Ok(())
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "a number that large is beyond every limit")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) => Cell::of(text),
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::Bool(_) => Cell::Unusable("a truth value"),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let [month, day, hour, minute, second] =
                [month, day, hour, minute, second].map(|part| i8::try_from(part).unwrap_or(-1));
            let year = i16::try_from(year).unwrap_or(-1);
            let time = DateTime::new(year, month, day, hour, minute, second, 0);
            time.map_or(Cell::Unusable("a date that does not exist"), Cell::Time)
        }
        DataRef::DateTime(_) | DataRef::DurationIso(_) => Cell::Unusable("a duration"),
        DataRef::Error(_) => Cell::Unusable("an error of a formula"),
        DataRef::Empty => Cell::Empty,
    }
}
