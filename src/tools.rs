//! Users of [`crate::evaluate`] other than formats.

pub mod fleet;
pub mod inventory;
