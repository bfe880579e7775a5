//! The formats that reports and comparisons are written in: a file or a folder for each. A renderer is a pure function of a value;
//! it cannot change a verdict.

mod annotation;
mod azure;
pub mod comparison;
mod csv;
mod digest;
pub(crate) mod escape;
mod fingerprint;
pub mod fleet;
mod format;
mod github;
mod gitlab;
mod human;
pub mod inventory;
pub mod json;
pub(crate) mod jsonl_logs;
mod junit;
mod markdown;
mod options;
mod phrases;
mod sarif;
mod score_change;
pub(crate) mod terminal_page;
mod view;

pub(crate) use annotation::{Level, Spot};
pub(crate) use azure::command as azure_command;
pub use azure::{azure_summary, azure_variables};
pub use digest::MIN_BUDGET;
pub use format::{Audience, Format, FormatFacts, FormatSet, render};
pub(crate) use github::command as github_command;
pub use github::step_outputs;
pub use options::{FormatOption, RenderOptions, SarifWaived};
pub use view::View;
