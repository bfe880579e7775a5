//! The container of a text: gzip, zstd, byte order marks, UTF-16, and the limit on size.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::fault::Fault;
use super::read::{MOST_BYTES, too_large};
use crate::text::encoding::decoded;

/// The text of an input, unpacked if it is packed. UTF-8 text is moved, not copied, so that a large file is held once.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Fault> {
    let bytes = match bytes.as_slice() {
        [0x1f, 0x8b, ..] => unpack(MultiGzDecoder::new(bytes.as_slice()), "gzip")?,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(bytes.as_slice());
            unpack(decoder.map_err(|error| Fault::malformed(format!("it is no readable zstd data: {error}")))?, "zstd")?
        }
        _ => bytes,
    };
    // What is unpacked and what becomes of it are held at once, and UTF-8 is half again as long as UTF-16 at most.
    decoded(bytes, MOST_BYTES / 2).map_err(Fault::malformed)
}

fn unpack(reader: impl Read, format: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    match read.map_err(|error| Fault::malformed(format!("it is no readable {format} data: {error}")))? as u64
        > MOST_BYTES
    {
        true => Err(too_large(&format!("its content, packed as {format},"))),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn marks_go_and_utf16_becomes_utf8() {
        let le: Vec<u8> = "\u{feff}{\"ä\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "\u{feff}{\"ä\":1}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [le, be, "\u{feff}{\"ä\":1}".as_bytes().to_vec(), "{\"ä\":1}".as_bytes().to_vec()] {
            assert_eq!(text(bytes), Ok("{\"ä\":1}".to_owned()));
        }
    }

    #[test]
    fn damaged_input_is_an_error() {
        for bytes in [&b"\xff\xfe{"[..], b"\xff\xfe\x00\xd8", b"\x80", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"] {
            assert!(text(bytes.to_vec()).is_err(), "{bytes:?}");
        }
    }
}
