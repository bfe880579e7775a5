//! The progress of work without requests: after a second one line with the time, until the work is done.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::terminal;

/// The time after which work is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// The time between two states of the line.
const PACE: Duration = Duration::from_millis(200);

/// A line for work that may take long, on a terminal only. Dropped, it is removed.
#[derive(Debug)]
pub(in crate::cli) struct Spinner(Option<(Sender<()>, JoinHandle<()>)>);

impl Spinner {
    /// Begins; `what` is shown with the time that has passed, and is text of this program.
    pub(in crate::cli) fn start(what: &'static str) -> Self {
        if !terminal::has_moving_lines() {
            return Self(None);
        }
        let (sender, receiver) = mpsc::channel::<()>();
        let work = move || {
            let began = Instant::now();
            let mut pause = PATIENCE;
            // The sender is dropped when the work is done.
            while receiver.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                terminal::draw(&format!("{what}: {} s", began.elapsed().as_secs()));
                pause = PACE;
            }
            if pause == PACE {
                terminal::clear();
            }
        };
        // Without a thread there is no line, and the work goes on.
        Self(thread::Builder::new().spawn(work).ok().map(|thread| (sender, thread)))
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}
