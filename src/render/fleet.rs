//! The summary of a fleet of tenants, and the lines of a filter.

mod csv;
mod format;
pub mod json;
mod notes;
mod table;

pub use format::{FleetFormat, render};
pub use json::result_line;
pub use notes::notes;
