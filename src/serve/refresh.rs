//! The refresh in the background: a thread that reads everything again after each interval.
//!
//! The policies, the waivers and the baseline are read again too. A refresh that fails or hangs keeps what the last one read, and every
//! answer states that. What is kept does not stay fresh: it is evaluated as of each answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::state::State;
use crate::error::Error;

/// The least time after which a refresh is overdue.
const LEAST: Duration = Duration::from_secs(5);

/// The time after which every refresh is overdue; between the two it is the interval.
const LONGEST: Duration = Duration::from_secs(600);

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
            watched(&state, interval.clamp(LEAST, LONGEST));
        }
    };
    let thread = std::thread::Builder::new().name("refresh".to_owned()).spawn(work)?;
    Ok(Refresher { _stop: stop, _thread: thread })
}

/// Refreshes on a thread of its own, and reports a refresh that takes longer than a limit: a read of a file system or of a pipe can hang
/// for ever.
pub(super) fn watched(state: &Arc<State>, limit: Duration) {
    let (end, ended) = mpsc::channel::<()>();
    let shared = Arc::clone(state);
    let work = move || {
        let _end = end;
        refresh(&shared);
    };
    if std::thread::Builder::new().name("read".to_owned()).spawn(work).is_err() {
        failed(state, "local");
        return;
    }
    if ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        state.set_overdue(true);
        tracing::error!(seconds = limit.as_secs(), "the refresh is overdue; the evidence of the last one is kept");
        // The end of the thread is an error here: it sends nothing.
        let _ = ended.recv();
        state.set_overdue(false);
    }
}

fn refresh(state: &State) {
    // Evidence must not grow old in silence because of a bug.
    match catch_unwind(AssertUnwindSafe(|| state.renew())) {
        Ok(Ok(())) => {
            state.metrics.refreshed(true);
            tracing::info!("refreshed");
        }
        Ok(Err(error)) => failed(state, word(&error)),
        Err(_) => failed(state, "internal"),
    }
}

fn failed(state: &State, fault: &'static str) {
    state.metrics.refreshed(false);
    tracing::error!(fault, "the refresh failed; the evidence of the last one is kept");
    state.keep(fault);
}

/// The kind of an error in a word, without any text of a tenant.
const fn word(error: &Error) -> &'static str {
    match error {
        Error::Usage { .. } => "usage",
        Error::Policy { .. } => "policy",
        Error::Baseline { .. } => "baseline",
        Error::Crosswalk { .. } => "crosswalk",
        Error::Tenants { .. } => "tenants",
        Error::Rows { .. } => "rows",
        Error::Evidence { kind, .. } => kind.code(),
        Error::SignIn { .. } => "sign-in",
        Error::Output { .. } => "output",
    }
}
