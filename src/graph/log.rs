//! What a read says while it runs: each request where `--verbose` asks for it, or one line that moves on a terminal. Nothing here
//! ever sees a token.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use crate::graph::plan::Collection;
use crate::text::{count, line, log_safe};

/// How much of a `$skiptoken` is shown: enough to tell one from another.
const TOKEN_SHOWN: usize = 8;

/// The way to standard error. Nothing is left to be done when that is closed.
#[derive(Debug)]
pub(super) struct Log {
    verbose: bool,
    moves: bool,
    drawn: Cell<bool>,
    entries: RefCell<BTreeMap<Collection, usize>>,
}

impl Log {
    pub(super) fn new(verbose: bool) -> Self {
        let moves = !verbose && std::io::stderr().is_terminal();
        Self { verbose, moves, drawn: Cell::new(false), entries: RefCell::default() }
    }

    /// A line about a request and what came of it, for `--verbose`.
    pub(super) fn request(&self, what: &str, took: Duration, request_id: Option<&str>) {
        let id = request_id.map(|id| format!(" request-id {id}")).unwrap_or_default();
        self.note(&format!("{what} {} ms{id}", took.as_millis()));
    }

    /// Any line, for `--verbose`.
    pub(super) fn note(&self, text: &str) {
        if self.verbose {
            let _ = writeln!(anstream::stderr(), "{}", log_safe(&line(text)));
        }
    }

    /// Starts the count of a collection again.
    pub(super) fn restart(&self, collection: Collection) {
        self.entries.borrow_mut().remove(&collection);
    }

    /// That more entries of a collection are there.
    pub(super) fn progress(&self, collection: Collection, entries: usize) {
        if !self.moves {
            return;
        }
        let mut all = self.entries.borrow_mut();
        *all.entry(collection).or_default() += entries;
        let parts: Vec<String> = all.iter().map(|(collection, number)| count(*number, collection.noun())).collect();
        let _ = write!(std::io::stderr(), "\r\u{1b}[Kreading from Graph: {}", parts.join(", "));
        self.drawn.set(true);
    }
}

impl Drop for Log {
    /// Takes the moving line away.
    fn drop(&mut self) {
        if self.drawn.get() {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

/// A path and query for people: clean, with `$skiptoken` shortened.
pub(super) fn shown(path: &str) -> String {
    let path = line(path);
    let name = "skiptoken=";
    let Some(start) = path.to_ascii_lowercase().find(name).map(|at| at + name.len()) else { return path };
    let end = path[start..].find('&').map_or(path.len(), |length| start + length);
    match path[start..end].char_indices().nth(TOKEN_SHOWN) {
        Some((cut, _)) => format!("{}…{}", &path[..start + cut], &path[end..]),
        None => path,
    }
}

/// A time for people: `300 ms`, `2.5 s`, `120 s`.
pub(super) fn duration(time: Duration) -> String {
    match time.subsec_millis() {
        0 => format!("{} s", time.as_secs()),
        _ if time < Duration::from_secs(1) => format!("{} ms", time.as_millis()),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skiptokens_are_shortened_and_the_rest_stays() {
        assert_eq!(shown("/a?$top=1&$skiptoken=0123456789&x=y"), "/a?$top=1&$skiptoken=01234567…&x=y");
        assert_eq!(shown("/a?$skipToken=0123456789"), "/a?$skipToken=01234567…");
        assert_eq!(shown("/a?$skiptoken=01234567"), "/a?$skiptoken=01234567");
        assert_eq!(shown("/a\u{1b}?$top=1"), "/a?$top=1");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(duration(Duration::from_millis(300)), "300 ms");
        assert_eq!(duration(Duration::from_secs(120)), "120 s");
        assert_eq!(duration(Duration::from_millis(2480)), "2.5 s");
    }
}
