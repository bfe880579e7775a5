//! What a security team gets from the gate into Security Copilot.

pub mod lint;
