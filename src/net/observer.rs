//! Reports on the requests of a run, for the caller to show or to log.

use std::fmt::Debug;
use std::time::Duration;

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'e> {
    /// A request ended.
    Request {
        /// The method and the address or path, without secrets.
        request: &'e str,
        /// The status of the response, or why there is none.
        outcome: Result<u16, &'e str>,
        /// The duration of the request.
        took: Duration,
        /// The id that the server gave the request.
        request_id: Option<&'e str>,
    },
    /// Something that explains the course of the run, such as another try.
    Note(&'e str),
    /// Something that the user can correct, and that does not end the run.
    Warning(&'e str),
    /// More entries of a collection arrived.
    Progress {
        /// An entry of the collection: `day`.
        noun: &'static str,
        /// The number of new entries.
        entries: usize,
    },
    /// The entries of a collection are fetched again from the first.
    Restart {
        /// An entry of the collection: `day`.
        noun: &'static str,
    },
}

/// A receiver of reports. It never receives a secret.
pub trait Observer: Debug + Send + Sync {
    /// Receives one report.
    fn observe(&self, event: &Event<'_>);
}

/// Drops all reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn observe(&self, _: &Event<'_>) {}
}
