//! Reads a CSV file.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::csv_quotes;
use super::table::{Cell, Fault, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Row, Table};

/// The table of a CSV file: UTF-8 (with or without a byte order mark) or UTF-16, separated by commas, semicolons or tabs.
pub(super) fn read(bytes: &[u8]) -> Result<Table, Fault> {
    let text = text(bytes)?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // The separator of the line with the header; in a tie the comma.
    let occurrences = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let separator = [b';', b'\t', b','].into_iter().max_by_key(|separator| occurrences(*separator)).unwrap_or(b',');
    csv_quotes::check(&text, separator)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let line = |record: &StringRecord| record.position().map_or(0, |position| position.line());
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let row = error.position().map_or(0, |position| position.line());
                return Err(Fault::at(number(row), 0, format!("this is not CSV: {error}")));
            }
        }
        let row = Row { number: number(line(&record)), cells: record.iter().map(Cell::of).collect() };
        check(&row)?;
        if rows.len() >= MOST_ROWS {
            return Err(Fault::of_file(format!("it has more than {MOST_ROWS} rows: export a shorter period")));
        }
        if !row.is_blank() {
            rows.push(row);
        }
    }
    Ok(Table { rows, separator: Some(separator), notes: Vec::new() })
}

fn number(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

fn text(bytes: &[u8]) -> Result<String, Fault> {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok().filter(|_| bytes.len().is_multiple_of(2))
    };
    let read = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    read.ok_or_else(|| {
        Fault::of_file("it is neither an .xlsx workbook nor text in UTF-8 or UTF-16: export it again as CSV UTF-8")
    })
}

/// Requires that a row is within the limits.
fn check(row: &Row) -> Result<(), Fault> {
    if row.cells.len() > MOST_COLUMNS {
        return Err(Fault::at(row.number, MOST_COLUMNS + 1, format!("it has more than {MOST_COLUMNS} columns")));
    }
    let long = row.cells.iter().position(|cell| matches!(cell, Cell::Text(text) if text.len() > MOST_CHARACTERS));
    match long {
        Some(column) => Err(Fault::at(row.number, column + 1, format!("it has more than {MOST_CHARACTERS} bytes"))),
        None => Ok(()),
    }
}
