//! Any bytes as a file of evidence, evaluated with every kind of rule.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoregate_fuzz::{evaluate_file, scratch};

fuzz_target!(|data: &[u8]| {
    let path = scratch("evidence.json", data);
    evaluate_file(&path, 400 + data.len() % 1600, data.len().is_multiple_of(8));
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = scoregate::evidence::of_recorded_text(text);
    }
});
