//! Tests of the library as others see it: its public types and functions, without the program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says so when it is skipped")]

mod attribution;
mod digest;
mod formats;
mod monotony;

#[path = "../support"]
mod support {
    pub(crate) mod report;
}

/// The parts of the fuzz target `laws` that a test shares with it.
#[path = "../../fuzz/targets/laws/change.rs"]
mod change;
#[path = "../../fuzz/targets/laws/law.rs"]
mod law;
#[path = "../../fuzz/targets/laws/tenant.rs"]
mod tenant;
