//! The state that all requests share: the evidence of the last refresh, and the answers that rest on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use super::current::Current;
use super::metrics::Metrics;
use crate::baseline::Baseline;
use crate::crosswalk::Crosswalk;
use crate::error::Error;
use crate::evidence::{Evidence, Incidents};
use crate::policy::PolicySet;
use crate::report::Report;

/// What the server rests on, given by its caller.
pub trait Provider: Send + Sync {
    /// Reads the policies, the baseline and the evidence.
    ///
    /// # Errors
    ///
    /// As the sources and the policies give them.
    fn load(&self) -> Result<Loaded, Error>;

    /// Evaluates what was read, as of now.
    ///
    /// # Errors
    ///
    /// As [`crate::evaluate::evaluate`].
    fn evaluate(&self, loaded: &Loaded) -> Result<Report, Error>;

    /// The time.
    fn now(&self) -> Timestamp;
}

/// What a refresh read.
#[derive(Debug)]
pub struct Loaded {
    /// The policies.
    pub policies: PolicySet,
    /// The baseline, where one is named.
    pub baseline: Option<Baseline>,
    /// The evidence, with the history that changes can be requested for.
    pub evidence: Arc<Evidence>,
    /// The techniques that controls protect against: for the digest, and for the causes of incidents.
    pub crosswalk: Option<Crosswalk>,
    /// The incidents, where they are read.
    pub incidents: Option<Incidents>,
}

/// The state of the server.
pub struct State {
    pub(super) provider: Box<dyn Provider>,
    current: RwLock<Arc<Current>>,
    is_draining: AtomicBool,
    pub(super) metrics: Metrics,
}

impl State {
    /// The state after the first read.
    ///
    /// # Errors
    ///
    /// As the provider gives them.
    pub fn new(provider: Box<dyn Provider>) -> Result<Self, Error> {
        let loaded = Arc::new(provider.load()?);
        let report = provider.evaluate(&loaded)?;
        let current = Arc::new(Current::new(report, loaded, provider.now(), None));
        let metrics = Metrics::new();
        metrics.show(&current);
        Ok(Self { provider, current: RwLock::new(current), is_draining: AtomicBool::new(false), metrics })
    }

    /// The evidence of the last refresh that succeeded.
    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the place of the evidence.
    pub(super) fn set(&self, current: Current) {
        let current = Arc::new(current);
        self.metrics.show(&current);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = current;
    }

    /// Marks that the server is about to stop.
    pub(super) fn drain(&self) {
        self.is_draining.store(true, Ordering::SeqCst);
    }

    /// Whether the server is about to stop.
    pub(super) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("State")
    }
}
