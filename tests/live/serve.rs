//! `scoregate serve`: the real program, asked over HTTP, over MCP and over standard input.

mod access;
mod answers;
mod connections;
mod docs;
mod guard;
mod lifecycle;
mod mcp;
mod refresh;

use std::process::Command;

use crate::support::serving::{Serving, command};
use crate::support::workspace::Workspace;

/// The example tenant with its history, and the shipped policies.
fn arguments() -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    format!("serve --policy {root}/policies --from {root}/examples/contoso-history.json --now 2026-11-24T06:00:00Z")
}

/// The command that serves the example tenant on a free port.
fn example(workspace: &Workspace, more: &str) -> Command {
    command(workspace, &format!("{} --listen 127.0.0.1:0 {more}", arguments()))
}

/// The example tenant, served.
fn serving(more: &str) -> Serving {
    let workspace = Workspace::new();
    let command = example(&workspace, more);
    Serving::start(workspace, command)
}

/// What the program prints where it does not start.
fn refused(more: &str) -> String {
    let workspace = Workspace::new();
    workspace.file("key", "0123456789abcdef0123456789abcdef\n").file("short", "secret\n").file("empty", "\n");
    workspace.run(&format!("{} {more}", arguments())).seen()
}
