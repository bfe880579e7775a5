//! Any bytes as a file of policies or waivers: a diagnostic, or else a report on a fixed tenant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoregate_fuzz::{NOW, check_diagnostic, check_report, evaluated, run_at, scratch, tenant};

fuzz_target!(|data: &[u8]| {
    let path = scratch("policy.yaml", data);
    let result = scoregate::policy::load(&[path])
        .and_then(|policies| evaluated(&policies, tenant(), &run_at(NOW.parse().unwrap())));
    match result {
        Ok(report) => check_report(&report, 400 + data.len() % 1600, data.len().is_multiple_of(8)),
        Err(error) => check_diagnostic(&error),
    }
});
