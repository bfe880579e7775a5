//! Any bytes as a crosswalk of a user, with the incidents of a fixed tenant.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scoregate::crosswalk;
use scoregate::evidence::{Incidents, collect_incidents};
use scoregate_fuzz::{check_diagnostic, check_incidents, here, scratch};

static INCIDENTS: LazyLock<Incidents> = LazyLock::new(|| {
    let path = here("../examples/fabrikam-incidents.json").to_string_lossy().into_owned();
    collect_incidents(&[path]).unwrap()
});

fuzz_target!(|data: &[u8]| {
    let path = scratch("crosswalk.yaml", data);
    match crosswalk::load_from(&[path], None) {
        Ok(crosswalk) => check_incidents(&INCIDENTS, &crosswalk, data.len()),
        Err(error) => check_diagnostic(&error),
    }
});
