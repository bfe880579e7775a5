//! Tests that drive the real program and show what a user sees.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod arithmetic;
mod baseline;
mod completions;
mod controls;
mod diff;
mod docs;
mod evidence;
mod explain;
mod fleet;
mod freshness;
mod help;
mod hostile;
mod incidents;
mod limits;
mod outputs;
mod paths;
mod plugin;
mod plugin_check;
mod policy;
mod printed;
mod quiet;
mod redact;
mod regression;
mod schemas;
mod seal;
mod shapes;
mod shipped;
mod simulation;
mod tenant_id;
mod terminal;
mod usage;
mod verdict;
mod waivers;
mod windows;
mod yaml;

#[path = "../support"]
mod support {
    pub(crate) mod faketime;
    pub(crate) mod format_names;
    pub(crate) mod generated;
    pub(crate) mod history;
    #[cfg(unix)]
    pub(crate) mod shell;
    pub(crate) mod tenant;
    pub(crate) mod workbook;
    pub(crate) mod workspace;
}
