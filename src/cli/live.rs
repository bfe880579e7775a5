//! From the flags and the environment to the connection of a command that reads the live tenant.

use super::connection::ConnectionArgs;
use crate::graph::Connection;
use crate::net::environment::Surroundings;

/// The connection. Nothing is asked yet.
pub(super) fn connection(args: &ConnectionArgs) -> Connection {
    Connection {
        cloud: args.cloud(),
        auth: args.auth(),
        surroundings: Surroundings::of_process(),
        timeout: args.timeout(),
        verbose: args.verbose(),
        cache: None,
    }
}
