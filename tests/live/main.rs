//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod almost;
mod auth;
mod auth_choice;
mod auth_failures;
mod cache;
mod clock;
mod commands;
#[path = "../cli/common.rs"]
mod common;
mod denied;
mod entra;
mod failures;
mod fetch;
mod forms;
mod graph;
mod hostile;
mod laws;
mod network;
mod program;
mod proxy;
mod record;
mod redact;
mod review;
mod review_graph;
mod server;
