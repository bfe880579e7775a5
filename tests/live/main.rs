//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod auth;
mod auth_choice;
mod auth_failures;
#[path = "../cli/common.rs"]
mod common;
mod entra;
mod failures;
mod fetch;
mod graph;
mod hostile;
mod program;
mod proxy;
mod record;
mod review;
mod review_graph;
mod server;
