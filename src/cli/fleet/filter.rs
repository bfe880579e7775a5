//! The fleet as a filter: a line in, a line out.

use std::io::{ErrorKind, Write};

use super::source::{self, Source};
use crate::cli::command_outputs::render_error;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::write_error;
use crate::render::fleet::result_line;
use crate::tools::fleet::{BlankLines, Fleet, StatusCounts};

/// The reason why no further result is written.
enum Stop {
    /// The reader has closed the pipe, which is not an error.
    Closed,
    Failed(Error),
}

/// Writes the result of each line as soon as it and all lines before it are evaluated.
pub(super) fn run(fleet: &Fleet<'_>, source: &str) -> Result<Exit, Error> {
    let lines = Source::stream(source)?.tenants(BlankLines::Tenants);
    let mut counts = StatusCounts::default();
    let mut is_closed = false;
    let ran = fleet.run(lines, |result, _| {
        counts.add(result.status);
        let text = result_line(&result).map_err(|message| render_error("standard output", message))?;
        write(&text).map_err(|reason| match reason {
            Stop::Closed => {
                is_closed = true;
                write_error("standard output", &ErrorKind::BrokenPipe.into())
            }
            Stop::Failed(error) => error,
        })
    });
    // A reader that closes the pipe needs no more results.
    if !is_closed {
        ran?;
    }
    // A file without lines is a mistake; standard input may be a part of a larger stream that happens to be empty.
    if counts.all() == 0 && source != "-" {
        return Err(source::empty(source));
    }
    Ok(counts.exit())
}

fn write(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        if error.kind() == ErrorKind::BrokenPipe {
            Stop::Closed
        } else {
            Stop::Failed(write_error("standard output", &error))
        }
    })
}
