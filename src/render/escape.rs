//! Escapes for text of the tenant and of policies, by format.

pub(crate) mod logging_command;
pub(crate) mod markdown;
pub(crate) mod workflow_command;
