//! Tests that drive the real program and show what a user sees.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod arithmetic;
mod baseline;
mod diff;
mod docs;
mod evidence;
mod fail_closed;
mod hostile;
mod laws;
mod limits;
mod outputs;
mod paths;
mod policy;
mod printed;
mod proof;
mod readme;
mod recording_schema;
mod redact;
mod regression;
mod seal;
mod shapes;
mod shipped;
mod simulation;
mod tenant_id;
mod waivers;

#[path = "../support"]
mod support {
    pub(crate) mod faketime;
    pub(crate) mod generated;
    pub(crate) mod history;
    pub(crate) mod tenant;
    pub(crate) mod workspace;
}
