//! Limits on all files of a run together: each has limits of its own, and a folder can hold any number of them.

use crate::error::Problem;
use crate::policy::discover::pathless;
use crate::policy::load::Outcome;
use crate::text::grouped;

/// The most files.
const MOST_FILES: usize = 10_000;
/// The most bytes of all files.
const MOST_BYTES: usize = 64 << 20;
/// The most values in all files.
const MOST_NODES: usize = 2_000_000;

/// The amount that was read so far.
#[derive(Default)]
pub(crate) struct Budget {
    files: usize,
    bytes: usize,
    nodes: usize,
}

impl Budget {
    /// Counts what was read of one file, and what is kept of it.
    pub(crate) fn count(&mut self, bytes: usize, outcome: &Outcome) {
        self.files += 1;
        self.bytes += bytes;
        self.nodes += outcome.nodes();
    }

    /// The limit that was passed.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let grouped = |number: usize| grouped(number as u64);
        let limit = if self.files > MOST_FILES {
            format!("{} files", grouped(MOST_FILES))
        } else if self.bytes > MOST_BYTES {
            format!("{} MiB", MOST_BYTES >> 20)
        } else if self.nodes > MOST_NODES {
            format!("{} values", grouped(MOST_NODES))
        } else {
            return None;
        };
        let message = format!("the policies and waivers hold more than {limit} together; no further file is read");
        Some(pathless(message, "name fewer files, or a folder that holds policies alone"))
    }
}
