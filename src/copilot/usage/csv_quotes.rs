//! The quotes of a CSV file. A reader of CSV takes a quote that nothing closes for the beginning of a cell that goes on to the next
//! quote, many rows later: these rows would be lost. An export has no cell with a line break, so that every quote must close on its
//! line.

use super::table::Fault;

/// The place within a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At its first character.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Within the quotes.
    Quoted,
    /// After a quote within quotes: it closes them, or it is the first half of a quote that belongs to the text.
    Quote,
    /// After the quote that closes.
    Closed,
}

/// Requires that quotes enclose whole cells, each within its line, and that no cell has swallowed a row: where the line break between two
/// rows is lost, their quotes can be two quotes within one cell.
pub(super) fn check(text: &str, separator: u8) -> Result<(), Fault> {
    let separator = char::from(separator);
    let row = longest_row(text, separator);
    let (mut line, mut column, mut place) = (1_usize, 1_usize, Place::Start);
    let mut before = '\0';
    // The separators behind a quote that belongs to the text of a cell.
    let mut behind_quote: Option<usize> = None;
    for c in text.chars() {
        let is_end = matches!(c, '\n' | '\r');
        match place {
            Place::Quote if c == '"' => behind_quote = behind_quote.or(Some(0)),
            Place::Quoted if c == separator => behind_quote = behind_quote.map(|separators| separators + 1),
            Place::Start => behind_quote = None,
            Place::Plain | Place::Quoted | Place::Quote | Place::Closed => {}
        }
        if row > 0 && behind_quote.is_some_and(|separators| separators >= row) {
            return Err(swallowed(line, column));
        }
        place = match place {
            Place::Quoted if is_end => return Err(open(line, column)),
            Place::Quoted if c == '"' => Place::Quote,
            Place::Quoted => Place::Quoted,
            Place::Start if c == '"' => Place::Quoted,
            Place::Quote if c == '"' => Place::Quoted,
            Place::Start | Place::Plain | Place::Quote | Place::Closed if c == separator || is_end => Place::Start,
            Place::Quote | Place::Closed if c == ' ' => Place::Closed,
            Place::Quote | Place::Closed => {
                return Err(fault(line, column, "text follows the quote that closes the cell"));
            }
            Place::Start | Place::Plain if c == '"' => {
                return Err(fault(line, column, "a quote stands within a cell that does not begin with one"));
            }
            Place::Start | Place::Plain => Place::Plain,
        };
        if c == separator && place == Place::Start {
            column += 1;
        } else if is_end {
            // A carriage return and a line feed end one line.
            line += usize::from(!(c == '\n' && before == '\r'));
            column = 1;
        }
        before = c;
    }
    if place == Place::Quoted { Err(open(line, column)) } else { Ok(()) }
}

/// The most separators outside quotes in a line: those of a whole row.
fn longest_row(text: &str, separator: char) -> usize {
    let outside = |line: &str| {
        let mut is_quoted = false;
        line.chars()
            .filter(|c| {
                is_quoted ^= *c == '"';
                *c == separator && !is_quoted
            })
            .count()
    };
    text.lines().map(outside).max().unwrap_or(0)
}

fn open(line: usize, column: usize) -> Fault {
    fault(
        line,
        column,
        "the quote before this cell is not closed in the line, and no cell of an export has a line break",
    )
}

fn swallowed(line: usize, column: usize) -> Fault {
    let message =
        "behind a quote within the cell stand as many separators as in a row: it seems to contain a whole row";
    Fault::at(line, column, message).with_help("separate the rows by a line break, or export the data again")
}

fn fault(line: usize, column: usize, message: &str) -> Fault {
    let help =
        "write a quote before and after the whole cell, and a quote within the text twice, or export the data again";
    Fault::at(line, column, message).with_help(help)
}
