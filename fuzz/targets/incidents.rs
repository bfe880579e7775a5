//! Any bytes as a file of incidents, with the shipped crosswalk and a fixed tenant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoregate::evidence::incidents_from_memory;
use scoregate_fuzz::{check_diagnostic, check_incidents, shipped_crosswalk};

fuzz_target!(|data: &[u8]| {
    match incidents_from_memory([("incidents.json".to_owned(), data.to_vec())]) {
        Ok(incidents) => check_incidents(&incidents, shipped_crosswalk(), data.len()),
        Err(error) => check_diagnostic(&error),
    }
});
