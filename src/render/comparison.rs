//! The formats of `scoregate diff`: the difference between two days of a tenant.

mod cell;
mod format;
mod human;
pub mod json;
mod markdown;
mod waterfall;

pub use format::{DiffFormat, render};
