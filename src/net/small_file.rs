//! Short files and values that people and pipelines write: tokens, secrets, keys, certificates. They are all read here, so
//! that a byte order mark, UTF-16 or a line feed at the end means the same in each of them.

use std::fs::File;
use std::io::Read;

use crate::text::encoding::decoded;

/// The most bytes of a file with a token, a secret or a key: 1 MiB, far more than any of them needs.
pub(crate) const SECRET_BYTES: u64 = 1 << 20;

/// The most bytes of a file with certificates of authorities: 16 MiB; the list of a system has about 250 kB.
pub(crate) const AUTHORITIES_BYTES: u64 = 16 << 20;

/// The bytes of a regular file, or why they cannot be read.
///
/// # Errors
///
/// A sentence fragment about the file, without its name and without a byte of its content.
pub(crate) fn bytes(path: &str, most: u64) -> Result<Vec<u8>, String> {
    // To open a pipe waits until something writes to it, and no time-out ends that; a device may never end.
    if !std::fs::metadata(path).map_err(|error| error.to_string())?.is_file() {
        return Err(
            "it is not a regular file (a folder, a device, a pipe, or a process substitution such as <(...))".into()
        );
    }
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if read as u64 > most {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    Ok(bytes)
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark, without the mark.
///
/// # Errors
///
/// A sentence fragment about the file.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, String> {
    let text = decoded(bytes, AUTHORITIES_BYTES)?;
    // UTF-16 without its mark is valid UTF-8 where all letters are ASCII.
    if text.contains('\0') {
        return Err("it contains NUL characters, as UTF-16 without a byte order mark does: save it as UTF-8".to_owned());
    }
    Ok(text)
}

/// A value without what pipelines and editors leave at its ends: blanks, line feeds, byte order marks.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_a_secret_gives_the_same_value() {
        let written = "s3cret-ä\r\n";
        let units = |order: fn(u16) -> [u8; 2]| format!("\u{feff}{written}").encode_utf16().flat_map(order).collect();
        let files: [Vec<u8>; 4] =
            [written.into(), format!("\u{feff}{written}").into(), units(u16::to_le_bytes), units(u16::to_be_bytes)];
        for file in files {
            assert_eq!(trimmed(&text(file).unwrap()), "s3cret-ä");
        }
        assert_eq!(trimmed(" \u{feff}\n a b \t"), "a b");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let unmarked: Vec<u8> = "s3cret".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for wrong in [unmarked, b"\xff\xfea".to_vec(), b"\xff\xfe\x00\xd8".to_vec(), b"a\xffb".to_vec()] {
            assert!(text(wrong.clone()).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_file_may_fill_its_limit_and_no_more() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_string_lossy();
        for (size, expected) in [(1 << 20, true), ((1 << 20) + 1, false)] {
            std::fs::write(file.path(), vec![b'x'; size]).unwrap();
            assert_eq!(bytes(&path, SECRET_BYTES).is_ok(), expected, "{size}");
        }
        assert!(bytes(".", SECRET_BYTES).unwrap_err().starts_with("it is not a regular file"));
    }
}
