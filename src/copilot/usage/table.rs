//! A table of an export, whatever file it comes from.

use jiff::civil::DateTime;

/// The most rows of one source: many times what 90 days of a large tenant have.
pub(crate) const MOST_ROWS: usize = 500_000;

/// The most columns of a table.
pub(super) const MOST_COLUMNS: usize = 100;

/// The most characters of a cell.
pub(super) const MOST_CHARACTERS: usize = 4_000;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date and time of a spreadsheet, without a time zone.
    Time(DateTime),
    /// Something that cannot be used, such as an error of a formula: what it is.
    Unusable(&'static str),
}

impl Cell {
    /// The cell of a text.
    pub(super) fn of(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// The content as clean text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => crate::text::line(text),
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Unusable(what) => (*what).to_owned(),
        }
    }
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}

/// A table: the rows that are not blank, the header among them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// The separator of the cells, where the table is text.
    pub(super) separator: Option<u8>,
    /// What a reader must know about the file, as sentences.
    pub(super) notes: Vec<String>,
}

/// A fault of a table: the row and the column from 1 where they are known, the sentence, and the remedy where it is not to correct
/// the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn at(row: usize, column: usize, message: impl Into<String>) -> Self {
        Self { row, column, message: message.into(), help: None }
    }

    /// The fault with another remedy than to correct the row.
    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A fault of the whole file.
    pub(super) fn of_file(message: impl Into<String>) -> Self {
        Self::at(0, 0, message)
    }

    /// The fault with its place: `file:row:column: message`.
    pub(super) fn with_place(&self, file: &str) -> String {
        let Self { row, column, message, help: _ } = self;
        let file = crate::text::line(file);
        match (row, column) {
            (0, _) => format!("{file}: {message}"),
            (row, 0) => format!("{file}:{row}: {message}"),
            (row, column) => format!("{file}:{row}:{column}: {message}"),
        }
    }
}
