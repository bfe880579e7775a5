//! The writing of results to standard output.

use std::io::{ErrorKind, IsTerminal, Write};

use crate::error::Error;
use crate::output::write_error;

/// Whether standard output is a terminal that shows hyperlinks: never a pipe or a file, whatever the environment forces.
pub(super) fn has_hyperlinks() -> bool {
    std::io::stdout().is_terminal() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// Writes to standard output. A closed pipe (`| head`) is not an error.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(write_error("standard output", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
