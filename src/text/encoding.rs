//! The encodings of text files: UTF-8 and UTF-16, with or without a byte order mark. PowerShell writes UTF-16 with one.

/// The encoding that a byte order mark names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with the mark or without one.
    Utf8,
    /// UTF-16, the low byte of each unit first.
    Utf16Little,
    /// UTF-16, the high byte of each unit first.
    Utf16Big,
}

/// A text, and the first place where the bytes are not text.
pub(crate) struct Decoded {
    /// The text; invalid bytes are replaced by U+FFFD.
    pub(crate) text: String,
    /// The offset in `text`, and the fault there.
    pub(crate) flaw: Option<(usize, &'static str)>,
}

impl Encoding {
    /// The encoding of some bytes, and the bytes behind the mark.
    pub(crate) const fn of(bytes: &[u8]) -> (Self, &[u8]) {
        match bytes {
            [0xff, 0xfe, rest @ ..] => (Self::Utf16Little, rest),
            [0xfe, 0xff, rest @ ..] => (Self::Utf16Big, rest),
            [0xef, 0xbb, 0xbf, rest @ ..] | rest => (Self::Utf8, rest),
        }
    }
}

impl Decoded {
    /// Decodes bytes and drops the mark.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        match Encoding::of(bytes) {
            (Encoding::Utf8, rest) => utf8(rest),
            (Encoding::Utf16Little, rest) => utf16(rest, u16::from_le_bytes),
            (Encoding::Utf16Big, rest) => utf16(rest, u16::from_be_bytes),
        }
    }
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark, without the mark. `most` is the most bytes that the UTF-16 may
/// have.
///
/// # Errors
///
/// A sentence fragment about the file.
pub(crate) fn decoded(bytes: Vec<u8>, most: u64) -> Result<String, String> {
    let (encoding, rest) = Encoding::of(&bytes);
    match encoding {
        Encoding::Utf8 if rest.len() == bytes.len() => strict_utf8(bytes),
        // Windows PowerShell writes the mark in front of UTF-8 too; JSON allows none.
        Encoding::Utf8 => strict_utf8(rest.to_vec()),
        Encoding::Utf16Little | Encoding::Utf16Big if rest.len() as u64 > most => {
            Err(format!("it is UTF-16 of more than {} MiB; write it as UTF-8", most >> 20))
        }
        Encoding::Utf16Little | Encoding::Utf16Big => {
            let Decoded { text, flaw } = Decoded::of(&bytes);
            flaw.map_or(Ok(text), |_| Err("it begins like UTF-16 but is not".to_owned()))
        }
    }
}

fn strict_utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to() + 1))
}

fn utf8(bytes: &[u8]) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), flaw: None },
        Err(error) => Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            flaw: Some((error.valid_up_to(), "the file is not valid UTF-8")),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut flaw = None;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if decoded.is_err() {
            flaw = flaw.or(Some((text.len(), "the file is not valid UTF-16")));
        }
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        flaw = flaw.or(Some((text.len(), "the file ends within a character of UTF-16")));
    }
    Decoded { text, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "why: ä 😀\r\n";
        let marked = |units: Vec<[u8; 2]>, mark: [u8; 2]| [vec![mark], units].concat().concat();
        let little = marked(text.encode_utf16().map(u16::to_le_bytes).collect(), [0xff, 0xfe]);
        let big = marked(text.encode_utf16().map(u16::to_be_bytes).collect(), [0xfe, 0xff]);
        let utf8 = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &utf8, &little, &big] {
            let decoded = Decoded::of(bytes);
            assert_eq!((decoded.text.as_str(), decoded.flaw), (text, None));
        }
    }

    #[test]
    fn the_first_flaw_is_placed() {
        assert_eq!(Decoded::of(b"ab\xff\xffc").flaw.map(|(at, _)| at), Some(2));
        assert_eq!(Decoded::of(b"\xff\xfea\0\0\xd8b\0").flaw.map(|(at, _)| at), Some(1));
        assert_eq!(Decoded::of(b"\xff\xfea\0b").flaw.map(|(at, _)| at), Some(1));
    }
}
