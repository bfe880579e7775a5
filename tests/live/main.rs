//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod auth;
mod auth_choice;
mod auth_failures;
mod entra;
mod program;
