//! The refresh in the background: a thread that reads everything again after each interval.
//!
//! The policies, the waivers and the baseline are read again too. A refresh that fails keeps what the last one read, evaluates it as
//! of now, so that it does not stay fresh and waivers expire, and every answer states the fault and the age.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::current::Current;
use super::state::State;
use crate::error::Error;

/// The thread that refreshes. It ends when this is dropped, after a refresh that runs.
#[derive(Debug)]
pub struct Refresher {
    _stop: Sender<()>,
    _thread: JoinHandle<()>,
}

/// Refreshes the state after each interval.
///
/// # Errors
///
/// The error of the system where the thread cannot be started.
pub fn refresh_every(state: &Arc<State>, interval: Duration) -> std::io::Result<Refresher> {
    let (stop, stopped) = mpsc::channel::<()>();
    let state = Arc::clone(state);
    let work = move || {
        while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
            refresh(&state);
        }
    };
    let thread = std::thread::Builder::new().name("refresh".to_owned()).spawn(work)?;
    Ok(Refresher { _stop: stop, _thread: thread })
}

fn refresh(state: &State) {
    // Evidence must not grow old in silence because of a bug.
    let fault = match catch_unwind(AssertUnwindSafe(|| renew(state))) {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(word(&error)),
        Err(_) => Some("internal"),
    };
    state.metrics.refreshed(fault.is_none());
    let Some(fault) = fault else {
        tracing::info!("refreshed");
        return;
    };
    tracing::error!(fault, "the refresh failed; the evidence of the last one is kept");
    if catch_unwind(AssertUnwindSafe(|| keep(state, fault))).is_err() {
        tracing::error!("the evidence of the last refresh cannot be evaluated");
    }
}

fn renew(state: &State) -> Result<(), Error> {
    let loaded = Arc::new(state.provider.load()?);
    let report = state.provider.evaluate(&loaded)?;
    state.set(Current::new(report, loaded, state.provider.now(), None));
    Ok(())
}

/// Keeps the evidence, evaluated as of now.
fn keep(state: &State, fault: &'static str) {
    let last = state.current();
    let report = state.provider.evaluate(&last.loaded).unwrap_or_else(|_| last.basis.report.clone());
    state.set(Current::new(report, Arc::clone(&last.loaded), last.read, Some(fault)));
}

/// The kind of an error in a word, without any text of a tenant.
const fn word(error: &Error) -> &'static str {
    match error {
        Error::Usage { .. } => "usage",
        Error::Policy { .. } => "policy",
        Error::Baseline { .. } => "baseline",
        Error::Crosswalk { .. } => "crosswalk",
        Error::Rows { .. } => "rows",
        Error::Evidence { kind, .. } => kind.code(),
        Error::SignIn { .. } => "sign-in",
        Error::Output { .. } => "output",
    }
}
