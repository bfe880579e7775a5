//! From the bytes of a file to its text.

/// The text of a file, and the first place where the bytes are not text.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// The offset in `text`, and what is wrong there.
    pub(crate) flaw: Option<(usize, &'static str)>,
}

/// Decodes UTF-8, or UTF-16 with a byte order mark (which PowerShell writes), and drops the mark.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => utf8(rest),
    }
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
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.flaw), (text, None));
        }
    }

    #[test]
    fn the_first_flaw_is_placed() {
        assert_eq!(decode(b"ab\xff\xffc").flaw.map(|(at, _)| at), Some(2));
        assert_eq!(decode(b"\xff\xfea\0\0\xd8b\0").flaw.map(|(at, _)| at), Some(1));
        assert_eq!(decode(b"\xff\xfea\0b").flaw.map(|(at, _)| at), Some(1));
    }
}
