//! The writing of results to standard output.

use std::io::{ErrorKind, Write};

use crate::error::Error;
use crate::output::write_error;

/// Writes to standard output. A closed pipe (`| head`) is not an error.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(write_error("standard output", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
