//! Tests of the digest and of redaction, against the library as others see it.

pub(crate) mod arbitrary;
mod budget;
mod content;
mod fence;
mod redact;
pub(crate) mod samples;

use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::Report;

/// The digest of a report.
fn digest(report: &Report, budget: usize) -> String {
    render(report, Format::Digest, &RenderOptions { budget, ..RenderOptions::default() }).unwrap()
}

/// The real number of tokens.
pub(crate) fn tokens(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().encode_ordinary(text).len()
}
