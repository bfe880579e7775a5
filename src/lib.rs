//! A policy-as-code compliance gate for Microsoft Secure Score.
//!
//! The flow of data:
//!
//! ```text
//! YAML ── policy::load ──▶ PolicySet ─┐
//!                                     ├─ evaluate(policies, evidence, run) ─▶ Report ─┬─ render(format) ─▶ files
//! files ─┬ evidence::collect ─▶ Evidence ┘                                            └─ verdict() ─▶ exit code
//! Graph ─┘
//! ```
//!
//! Evaluation is pure: no input, no output, no clock. Code after [`evidence::Evidence`] does not depend on the source of the data,
//! and the verdict is a function of the [`report::Report`] alone, so that no format and no output flag can change it.

pub mod azure;
pub mod baseline;
pub mod cli;
pub mod copilot;
pub mod crosswalk;
mod entra;
pub mod error;
pub mod evaluate;
pub mod evidence;
pub mod exit;
mod figures;
pub mod graph;
mod hash;
mod names;
pub mod net;
pub mod operations;
pub mod output;
mod paths;
pub mod policy;
mod pseudonym;
pub mod render;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod tenant;
pub mod text;
mod tokens;
pub mod tools;
pub mod yaml;
