//! The progress on standard error: a line per network request with `--verbose`, or one line that is updated on a terminal.

mod spinner;
pub(super) mod terminal;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::notes::is_quiet;
use crate::net::observer::{Event, Observer};
use crate::text::{count, line, log_safe};

pub(super) use spinner::Spinner;

/// The progress on standard error. A closed stream is not an error.
#[derive(Debug)]
pub(super) struct Progress {
    verbose: bool,
    moves: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The number of received entries, by noun.
    entries: BTreeMap<&'static str, usize>,
    is_drawn: bool,
}

impl Progress {
    pub(super) fn new(verbose: bool) -> Self {
        Self { verbose, moves: !verbose && terminal::has_moving_lines(), state: Mutex::default() }
    }

    /// Removes the updated line.
    pub(super) fn clear(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut state.is_drawn) {
            terminal::clear();
        }
    }

    fn draw(&self, noun: &'static str, entries: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state.entries.entry(noun).or_default() += entries;
        let parts: Vec<String> = state.entries.iter().map(|(noun, number)| count(*number, noun)).collect();
        terminal::draw(&format!("reading from Graph: {}", parts.join(", ")));
        state.is_drawn = true;
    }
}

impl Observer for Progress {
    fn observe(&self, event: &Event<'_>) {
        match event {
            Event::Request { request, outcome, took, request_id } if self.verbose => {
                let outcome = outcome.map_or_else(str::to_owned, |status| status.to_string());
                let id = request_id.map(|id| format!(" request-id {id}")).unwrap_or_default();
                print(&format!("{request} {} ms {outcome}{id}", took.as_millis()));
            }
            Event::Note(text) if self.verbose => print(text),
            Event::Warning(text) if !is_quiet() => print(text),
            Event::Progress { noun, entries } if self.moves => self.draw(noun, *entries),
            Event::Restart { noun } => {
                self.state.lock().unwrap_or_else(PoisonError::into_inner).entries.remove(noun);
            }
            Event::Request { .. } | Event::Note(_) | Event::Warning(_) | Event::Progress { .. } => {}
        }
    }
}

/// Writes one line.
fn print(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", log_safe(&line(text)));
}
