//! The limits on a workbook, checked before calamine reads it: calamine reserves memory for as many texts as a workbook claims to
//! have, and computes with cell references of any length. What it would leave out without a word is an error too.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::table::Fault;
use super::xlsx_cells::Cells;

/// The most bytes of the unpacked parts of a workbook together.
const MOST_UNPACKED: u64 = 256 << 20;

/// The most parts of a workbook.
const MOST_PARTS: usize = 2_000;

/// The most texts that a workbook may claim to have.
const MOST_TEXTS: u32 = 5_000_000;

/// The most digits of a row number, and letters of a column.
const MOST_DIGITS: usize = 7;
const MOST_LETTERS: usize = 3;

/// Requires that a workbook is within the limits.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let broken = |what: String| {
        let what = crate::text::line(&what);
        Fault::of_file(format!("this is not an .xlsx workbook that can be read: {what}"))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    if archive.len() > MOST_PARTS {
        return Err(Fault::of_file(format!("the workbook has more than {MOST_PARTS} parts")));
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| broken(error.to_string()))?;
        let is_xml = part.name().to_ascii_lowercase().ends_with(".xml");
        let mut text = Vec::new();
        part.take(left + 1).read_to_end(&mut text).map_err(|error| broken(error.to_string()))?;
        left = left.checked_sub(text.len() as u64).ok_or_else(|| {
            Fault::of_file(format!("the workbook has more than {} MiB when it is unpacked", MOST_UNPACKED >> 20))
        })?;
        // A part of any name can be a sheet. One that is not XML ends where calamine would fail as well.
        match check_part(&text) {
            Err(Wrong::Value(what)) => return Err(broken(what)),
            Err(Wrong::Xml(what)) if is_xml => return Err(broken(what)),
            Err(Wrong::Xml(_)) | Ok(()) => {}
        }
    }
    Ok(())
}

/// A fault of a part.
enum Wrong {
    Xml(String),
    Value(String),
}

fn check_part(text: &[u8]) -> Result<(), Wrong> {
    let mut reader = Reader::from_reader(text);
    // As calamine reads it.
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut cells = Cells::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => {
                cells.check(&event).map_err(|what| Wrong::Value(what.to_owned()))?;
                if let Event::Start(element) | Event::Empty(element) = &event {
                    check_element(element)?;
                }
            }
            Err(error) => return Err(Wrong::Xml(error.to_string())),
        }
    }
}

fn check_element(element: &BytesStart<'_>) -> Result<(), Wrong> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Wrong::Xml(error.to_string()))?;
        let key = attribute.key;
        let value = attribute.value.as_ref();
        let is_sound = match key.as_ref() {
            b"uniqueCount" | b"count" => number(value).is_some_and(|number| number <= MOST_TEXTS),
            // With a prefix it is something else: `r:id` names a relation.
            b"r" => is_reference(value),
            b"ref" => value.split(|byte| *byte == b' ').all(is_range),
            _ => true,
        };
        if !is_sound {
            let [key, value] = [key.as_ref(), value].map(|bytes| super::scu::quoted(&String::from_utf8_lossy(bytes)));
            return Err(Wrong::Value(format!("the attribute {key} has the value {value}")));
        }
    }
    Ok(())
}

fn number(text: &[u8]) -> Option<u32> {
    let text = str::from_utf8(text).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Whether a text is a cell or a row of a sheet: `B7`, `7`.
fn is_reference(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = &text[letters..];
    letters <= MOST_LETTERS && (1..=MOST_DIGITS).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
}

/// Whether a text is a reference, or two with a colon of which the second is not before the first.
fn is_range(text: &[u8]) -> bool {
    let parts: Vec<&[u8]> = text.split(|byte| *byte == b':').collect();
    match parts.as_slice() {
        [one] => is_reference(one),
        [first, last] => {
            let (from, to) = (place(first), place(last));
            is_reference(first) && is_reference(last) && from.0 <= to.0 && from.1 <= to.1
        }
        _ => false,
    }
}

/// The column and the row of a reference that is not too long.
fn place(text: &[u8]) -> (u32, u32) {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(MOST_LETTERS);
    let column = letters.fold(0, |column, letter| column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let digits: Vec<u8> = text.iter().copied().filter(u8::is_ascii_digit).take(MOST_DIGITS).collect();
    (column, number(&digits).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_short_and_ranges_in_order() {
        for sound in ["A1", "XFD1048576", "7", "A1:B3", "A1 B2:B2", "a1"] {
            assert!(sound.split(' ').all(|range| is_range(range.as_bytes())), "{sound}");
        }
        for wrong in ["", "A10000000000", "ABCD1", "1A", "B3:A1", "A3:B1", "A1:B2:C3", "A-1", "A1:"] {
            assert!(!is_range(wrong.as_bytes()), "{wrong}");
        }
    }
}
