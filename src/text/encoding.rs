//! The encodings of text files: UTF-8 and UTF-16, with or without a byte order mark.

/// The text of a file: UTF-8, or UTF-16 with a byte order mark, without the mark. `most` is the most bytes that the UTF-16 may
/// have.
///
/// # Errors
///
/// A sentence fragment about the file.
pub(crate) fn decoded(bytes: Vec<u8>, most: u64) -> Result<String, String> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, most),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, most),
        // Windows PowerShell writes the mark in front of UTF-8 too; JSON allows none.
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to() + 1))
}

/// The text that UTF-16 stands for, half again as long at most: what is unpacked and what becomes of it are held at once.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, most: u64) -> Result<String, String> {
    if bytes.len() as u64 > most {
        return Err(format!("it is UTF-16 of more than {} MiB; write it as UTF-8", most >> 20));
    }
    let (pairs, rest) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    match characters.collect::<Result<String, _>>() {
        Ok(text) if rest.is_empty() => Ok(text),
        Ok(_) | Err(_) => Err("it begins like UTF-16 but is not".to_owned()),
    }
}
