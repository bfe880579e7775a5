//! The formats that reports and comparisons are written in: a file or a folder for each. A renderer is a pure function of a value;
//! it cannot change a verdict.

pub mod comparison;
mod digest;
pub(crate) mod escape;
mod format;
mod github;
mod group;
mod human;
pub mod json;
mod junit;
mod markdown;
mod phrases;
mod sarif;
mod score_change;

pub use digest::MIN_BUDGET;
pub use format::{Format, RenderOptions, SarifWaived, render};
pub(crate) use phrases::percentage;
