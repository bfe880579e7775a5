//! Any bytes as a baseline, and as a file of waivers beside a policy.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoregate::error::Error;
use scoregate::evaluate::Run;
use scoregate::report::Report;
use scoregate_fuzz::{NOW, check_diagnostic, check_report, evaluated, every_kind, here, run_at, scratch, tenant};

fuzz_target!(|data: &[u8]| {
    let path = scratch("side.yaml", data);
    let run = || run_at(NOW.parse().unwrap());
    let as_baseline = scoregate::baseline::load(&path)
        .and_then(|baseline| evaluated(every_kind(), tenant(), &Run { baseline: Some(baseline), ..run() }));
    let as_waivers = scoregate::policy::load(&[here("policies/every-kind.yaml"), path])
        .and_then(|policies| evaluated(&policies, tenant(), &run()));
    for result in [as_baseline, as_waivers] {
        check(result, data.len());
    }
});

fn check(result: Result<Report, Error>, size: usize) {
    match result {
        Ok(report) => check_report(&report, 400 + size % 1600, size.is_multiple_of(8)),
        Err(error) => check_diagnostic(&error),
    }
}
