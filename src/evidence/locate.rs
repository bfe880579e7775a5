//! The place of a fault in the text of a file.

use super::fault::Fault;
use super::limits;
use crate::text::line;
use serde_json::error::Category;

/// The fault that a parser reports, with the line and column in the whole text, or in `part` where that is no slice of it.
pub(super) fn locate(whole: &str, part: &str, error: &serde_json::Error) -> Fault {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize);
    let start = start.filter(|start| *start <= whole.len()).unwrap_or_default();
    let before = whole.get(..start).unwrap_or_default();
    let number = before.matches('\n').count() + error.line();
    let begun = if error.line() > 1 { 0 } else { start - before.rfind('\n').map_or(0, |newline| newline + 1) };
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let (kind, place) = (limits::kind_of_parser_error(), format!("line {number}, column {}", begun + error.column()));
    match error.classify() {
        Category::Syntax => Fault::new(kind, format!("not valid JSON at {place} ({})", line(message))),
        Category::Io | Category::Data | Category::Eof => Fault::new(kind, format!("{place}: {}", line(message))),
    }
}
