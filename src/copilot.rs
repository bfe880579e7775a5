//! What a security team gets from the gate into Security Copilot, and what Security Copilot uses.

pub mod lint;
pub mod plugin;
pub mod usage;
