//! Microsoft Security Copilot: the plugins for it, and what it costs.

pub mod lint;
pub mod usage;
