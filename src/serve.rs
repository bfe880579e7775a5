//! The server: the operations of [`crate::operations`] over HTTP and over MCP.
//!
//! The evidence is read and evaluated once per refresh; requests are answered from the values in memory. The server reads no clock
//! and knows no flag: a [`Provider`] gives it the time, the evidence and the report.

mod access;
mod body;
mod connections;
mod current;
mod guard;
mod listen;
mod local_names;
mod mcp;
mod message;
mod metrics;
mod problem;
mod refresh;
mod routes;
mod state;

pub use access::{Access, ApiKey, TokenRules};
pub use guard::Limits;
pub use listen::{Bound, Settings, Tls, bind};
pub use local_names::Names;
pub use mcp::serve_stdio;
pub use refresh::{Refresher, refresh_every};
pub use state::{Loaded, Provider, State};
