//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../cli/common.rs"]
mod common;
mod failures;
mod fetch;
mod graph;
mod hostile;
mod proxy;
mod record;
mod server;
