//! Tests of the live tenant: the real program against a server of our own, over real TLS on loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cache;
mod commands;
mod entra;
mod graph;
mod incidents;
mod monotony;
mod net;
mod record;
#[cfg(feature = "serve")]
mod serve;
mod usage;

#[path = "../support"]
mod support {
    pub(crate) mod clock;
    pub(crate) mod entra_server;
    pub(crate) mod faketime;
    #[cfg(feature = "serve")]
    pub(crate) mod generated;
    pub(crate) mod graph_server;
    pub(crate) mod live;
    #[cfg(feature = "serve")]
    pub(crate) mod serving;
    pub(crate) mod sign_in;
    pub(crate) mod tls;
    pub(crate) mod workspace;
}
