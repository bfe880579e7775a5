//! Tests of the library as others see it: its public types and functions, without the program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says so when it is skipped")]

mod attribution;
mod baseline_in_memory;
mod digest;
mod evidence_errors;
#[path = "../../examples/evaluate.rs"]
#[expect(dead_code, reason = "the example is a program; its `main` only prints the report")]
mod example;
mod formats;
mod live_source;
mod monotony;
mod operations;
mod required;
#[path = "../../examples/tokens.rs"]
#[expect(dead_code, reason = "the example is a program; its `main` only prints the tables")]
mod token_tables;
mod tokens;
mod usage_laws;
mod usage_rows;

#[path = "../support"]
mod support {
    pub(crate) mod generated;
    pub(crate) mod report;
}

/// The parts of the fuzz target `laws` that a test shares with it.
#[path = "../../fuzz/targets/laws/change.rs"]
mod change;
#[path = "../../fuzz/targets/laws/law.rs"]
mod law;
#[path = "../../fuzz/targets/laws/tenant.rs"]
mod tenant;

#[test]
fn the_example_of_the_library_passes_as_the_program_does() {
    let report = example::report().unwrap();
    assert_eq!(report.verdict(), scoregate::report::Verdict::Passed);
    let passed = report.findings.iter().filter(|finding| report.identity(finding) == "mfa/admins-use-mfa/AdminMFAV2");
    assert_eq!(passed.count(), 1);
}
