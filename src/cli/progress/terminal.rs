//! A line of a terminal that is written again and again.

use std::io::{IsTerminal, Write};

use crate::cli::notes::is_quiet;

/// Whether standard error is a terminal on which a line can be updated: no log of a CI job, which keeps every state of the line.
pub(in crate::cli) fn has_moving_lines() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !is_quiet() && std::io::stderr().is_terminal() && !is_dumb && !is_set("CI") && !is_set("TF_BUILD")
}

/// Replaces the line. `text` is text of this program. A closed stream is not an error.
pub(in crate::cli) fn draw(text: &str) {
    let _ = write!(std::io::stderr(), "\r\u{1b}[K{text}");
}

/// Removes the line.
pub(in crate::cli) fn clear() {
    draw("");
}
