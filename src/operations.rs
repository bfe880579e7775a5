//! The operations over a report: the questions that a person or an assistant asks about the posture of a tenant, and their
//! answers. There is one table, [`Operation::ALL`]; the routes of HTTP, the OpenAPI document, the tools of MCP and the plugins are
//! derived from it.
//!
//! Nothing here knows HTTP or MCP. An answer is a function of the [`Basis`] and the arguments, limited in tokens, and begins with
//! the verdict and the counts.

mod answer;
mod arguments;
mod basis;
mod bounded;
mod changes;
mod control;
mod digest;
mod findings;
mod incidents;
pub mod openapi;
mod operation;
mod parameter;
mod posture;
mod refusal;
mod schema;

pub use answer::{Age, Answer, RefreshState};
pub use arguments::{Arguments, Value};
pub use basis::Basis;
pub use operation::Operation;
pub use parameter::{Kind, Parameter};
pub use refusal::Refusal;
