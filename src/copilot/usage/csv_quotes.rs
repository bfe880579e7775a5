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

/// Requires that quotes enclose whole cells, each within its line.
pub(super) fn check(text: &str, separator: u8) -> Result<(), Fault> {
    let separator = char::from(separator);
    let (mut line, mut column, mut place) = (1_usize, 1_usize, Place::Start);
    let mut before = '\0';
    for c in text.chars() {
        let is_end = matches!(c, '\n' | '\r');
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

fn open(line: usize, column: usize) -> Fault {
    fault(
        line,
        column,
        "the quote before this cell is not closed in the line, and no cell of an export has a line break",
    )
}

fn fault(line: usize, column: usize, message: &str) -> Fault {
    let help =
        "write a quote before and after the whole cell, and a quote within the text twice, or export the data again";
    Fault::at(line, column, message).with_help(help)
}
