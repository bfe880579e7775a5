//! Azure as a source over the network: tables of Log Analytics workspaces.

pub mod log_analytics;
mod reply;
