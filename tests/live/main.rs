//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod almost;
mod auth;
mod auth_choice;
mod auth_failures;
mod cache;
mod commands;
mod denied;
mod failures;
mod fetch;
mod forms;
mod hostile;
mod laws;
mod network;
mod proxy;
mod record;
mod redact;
mod review;
mod review_graph;

#[path = "../support"]
mod support {
    pub(crate) mod clock;
    pub(crate) mod entra_server;
    pub(crate) mod faketime;
    pub(crate) mod graph_server;
    pub(crate) mod live;
    pub(crate) mod sign_in;
    pub(crate) mod workspace;
}
