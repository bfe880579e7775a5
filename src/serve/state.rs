//! The state that all requests share: the evidence of the last refresh, and the answers that rest on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;

use super::current::Current;
use super::metrics::Metrics;
use crate::baseline::Baseline;
use crate::crosswalk::Crosswalk;
use crate::error::{Error, Reference};
use crate::evidence::{Evidence, Incidents};
use crate::operations::{Age, Arguments, Operation, RefreshState, Refusal};
use crate::policy::PolicySet;
use crate::report::{Report, Verdict};

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

    /// The time as of which the evidence is evaluated, which may be another than now.
    fn now(&self) -> Timestamp;

    /// The time by the clock, for everything else: tokens, and how long ago the evidence was read.
    fn clock(&self) -> Timestamp;

    /// The words of the interface for its parts.
    fn words(&self) -> fn(Reference) -> &'static str;
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
    /// Held while the evidence takes another place or is evaluated again, so that neither undoes the other.
    changing: Mutex<()>,
    is_overdue: AtomicBool,
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
        let current = read(&*provider)?;
        let metrics = Metrics::new();
        metrics.show(&current);
        Ok(Self {
            provider,
            current: RwLock::new(Arc::new(current)),
            changing: Mutex::default(),
            is_overdue: AtomicBool::new(false),
            is_draining: AtomicBool::new(false),
            metrics,
        })
    }

    /// The verdict of the last evaluation.
    pub fn verdict(&self) -> Verdict {
        self.last().basis.report.verdict()
    }

    /// The evidence of the last refresh that succeeded, evaluated as of now.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] where it cannot be evaluated: an old verdict is none.
    pub(super) fn current(&self) -> Result<Arc<Current>, Refusal> {
        let last = self.last();
        if last.is_of(self.provider.now()) {
            return Ok(last);
        }
        let _changing = self.changing();
        let last = self.last();
        if last.is_of(self.provider.now()) {
            return Ok(last);
        }
        let report = self.provider.evaluate(&last.loaded).map_err(|_| {
            tracing::error!("the evidence cannot be evaluated again");
            Refusal::Internal("the evidence cannot be evaluated as of now".to_owned())
        })?;
        if !last.keep_if_same(&report) {
            self.set(Current::new(report, Arc::clone(&last.loaded), last.read, last.failed));
        }
        Ok(self.last())
    }

    /// The answer of an operation as JSON.
    ///
    /// # Errors
    ///
    /// As the operation gives them, in the words of the interface.
    pub(super) fn answer(&self, operation: &Operation, arguments: &Arguments) -> Result<String, Refusal> {
        let answer = self.current().and_then(|current| {
            let refresh = match current.failed {
                _ if self.is_overdue() => RefreshState::Overdue,
                Some(fault) => RefreshState::Failed(fault),
                None => RefreshState::Ok,
            };
            let (now, clock) = (self.provider.now(), self.provider.clock());
            current.json(operation, arguments, &Age { now, clock, read: current.read, refresh })
        });
        answer.map_err(|refusal| refusal.worded(self.provider.words()))
    }

    /// Reads and evaluates everything again.
    pub(super) fn renew(&self) -> Result<(), Error> {
        let current = read(&*self.provider)?;
        let _changing = self.changing();
        self.set(current);
        Ok(())
    }

    /// Keeps the evidence, with the word for the fault of the refresh that failed.
    pub(super) fn keep(&self, fault: &'static str) {
        let _changing = self.changing();
        let last = self.last();
        self.set(Current::new(last.basis.report.clone(), Arc::clone(&last.loaded), last.read, Some(fault)));
    }

    fn last(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, current: Current) {
        let current = Arc::new(current);
        self.metrics.show(&current);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = current;
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks whether a refresh has been running for longer than it may.
    pub(super) fn set_overdue(&self, is_overdue: bool) {
        self.is_overdue.store(is_overdue, Ordering::SeqCst);
        self.metrics.overdue(is_overdue);
    }

    /// Whether a refresh has been running for longer than it may.
    pub(super) fn is_overdue(&self) -> bool {
        self.is_overdue.load(Ordering::SeqCst)
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

/// Reads and evaluates everything, and answers the usual questions.
fn read(provider: &dyn Provider) -> Result<Current, Error> {
    let loaded = Arc::new(provider.load()?);
    let report = provider.evaluate(&loaded)?;
    let current = Current::new(report, loaded, provider.clock(), None);
    current.prepare();
    Ok(current)
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("State")
    }
}

#[cfg(test)]
mod tests;
