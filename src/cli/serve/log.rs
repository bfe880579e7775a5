//! The log of the server: a JSON object per line on standard error, with the entries of the server alone. Those of other crates could
//! contain text of a request.

use std::net::SocketAddr;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::report::Verdict;

/// Logs what the server is: how callers reach it, what they need, and the verdict that it begins with.
pub(super) fn started((scheme, authentication): (&str, &str), address: SocketAddr, verdict: Verdict) {
    let address = format!("{scheme}://{address}");
    tracing::info!(address, authentication, verdict = verdict.name(), "started");
}

/// Starts the log.
pub(super) fn start() {
    let own = Targets::new().with_target("scoregate", LevelFilter::INFO);
    let lines =
        tracing_subscriber::fmt::layer().json().flatten_event(true).with_target(false).with_writer(std::io::stderr);
    // An error means that there is a log already.
    let _ = tracing_subscriber::registry().with(lines).with(own).try_init();
}
