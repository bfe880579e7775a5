//! Sources over the network, and what one gives.

use std::fmt::Debug;
use std::pin::Pin;

use super::recording::{Recording, is_incidents};
use super::{Input, InputKind};
use crate::error::Error;
use crate::text::line;

/// The name of the live tenant among sources.
pub const LIVE: &str = "graph";

/// The data that a run needs from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The number of the newest days; at least one is always fetched.
    pub days: u32,
    /// Whether the incidents are needed, which takes a permission of their own.
    pub incidents: bool,
}

impl Plan {
    /// The number of days after which no further page of days is needed.
    pub(crate) fn enough_days(self) -> usize {
        usize::try_from(self.days.max(1)).unwrap_or(usize::MAX)
    }
}

/// A fetch in progress.
pub type Fetching<'s> = Pin<Box<dyn Future<Output = Result<Fetched, Error>> + Send + 's>>;

/// A source of evidence over the network.
pub trait Source: Debug + Send + Sync {
    /// Fetches the data of the tenant.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where the sign-in fails; [`Error::Evidence`] where the data cannot be obtained or used.
    fn fetch(&self, plan: Plan) -> Fetching<'_>;

    /// A text that names whose data the source gives and how it is obtained (hosts, tenant, app, sign-in method), where that is
    /// known before anything is fetched. Two sources with the same text give the same data.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where the sign-in would fail.
    fn identity(&self) -> Result<Option<String>, Error>;
}

/// The data that a source gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The responses, and how they were obtained.
    pub recording: Recording,
    /// Whether an earlier run fetched them.
    pub is_cached: bool,
}

impl Fetched {
    /// The responses as inputs, each with the SHA-256 that a recording of it contains: those of the incidents, or all others.
    pub(super) fn inputs(&self, of_incidents: bool) -> impl Iterator<Item = Input> {
        let Self { recording, is_cached } = self;
        let captured = recording.captured;
        let kind = if *is_cached { InputKind::Cached { captured } } else { InputKind::Live { captured } };
        let exchanges = recording.exchanges.iter();
        exchanges.filter(move |exchange| is_incidents(&exchange.request) == of_incidents).map(move |exchange| Input {
            name: line(&format!("{}{}", recording.graph, exchange.request)),
            sha256: Some(exchange.sha256.clone()),
            bytes: exchange.body.len() as u64,
            response_bytes: exchange.body.len() as u64,
            kind,
            graph: None,
        })
    }
}
