//! Notes on standard error beside the outputs of a run, and the option that leaves them out.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use crate::text::log_plain;

/// Whether this run prints no notes. The process has one command line, and every part of it may have a note.
static QUIET: AtomicBool = AtomicBool::new(false);

/// The option of every command.
#[derive(Debug, Args)]
pub(super) struct QuietArgs {
    /// Print errors and the requested outputs only: no progress, no notes, no verdict on standard error.
    ///
    /// A report on standard output counts as requested, also the one that is written without --output.
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl QuietArgs {
    /// Applies the option to this process.
    pub(super) fn apply(&self) {
        QUIET.store(self.quiet, Ordering::Relaxed);
    }
}

/// Whether notes and progress are left out.
pub(super) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints lines to standard error, unless the run is quiet. A closed stream is not an error.
pub(super) fn note(text: &str) {
    if !is_quiet() {
        let _ = writeln!(anstream::stderr(), "{}", log_plain(text));
    }
}
