//! Text of others, made harmless for the format that it is written in.

pub(crate) mod markdown;
pub(crate) mod workflow_command;
