//! Laws of attribution, over arbitrary pairs of days.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fall;
mod pairs;
mod parts;
