//! Any bytes as a compressed or encoded file, and any text compressed and encoded in every supported form.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use scoregate::evidence::recording_text;
use scoregate_fuzz::{check_diagnostic, evaluate_file, scratch};

/// The first characters by which a file is taken for something else than UTF-8 text: a byte order mark, gzip, zstd.
const OTHER_FORMS: [char; 3] = ['\u{feff}', '\u{1f}', '('];

fuzz_target!(|data: &[u8]| {
    let path = scratch("container", data);
    let name = path.to_string_lossy().into_owned();
    match recording_text(&name) {
        Ok(_) => drop(evaluate_file(&path, 500, false)),
        Err(error) => check_diagnostic(&error),
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.starts_with(OTHER_FORMS) {
        return;
    }
    let zstd = ruzstd::encoding::compress_to_vec(data, ruzstd::encoding::CompressionLevel::Fastest);
    let [little, big] = [u16::to_le_bytes, u16::to_be_bytes].map(|bytes| utf16(text, bytes));
    for (form, encoded) in
        [("gzip", gzip_of_two_members(data)), ("zstd", zstd), ("UTF-16 LE", little), ("UTF-16 BE", big)]
    {
        scratch("container", &encoded);
        assert_eq!(recording_text(&name).expect(form), text, "{form}");
    }
});

/// Several members of gzip are one file.
fn gzip_of_two_members(data: &[u8]) -> Vec<u8> {
    let (left, right) = data.split_at(data.len() / 2);
    let compressed = [left, right].map(|part| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(part).unwrap();
        encoder.finish().unwrap()
    });
    compressed.concat()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}
