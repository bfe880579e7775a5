//! The formats of `scoregate controls list`: the controls of a tenant.

mod csv;
mod facts;
mod format;
mod human;
pub mod json;
mod markdown;

pub use format::{InventoryFormat, render};
