//! A cache around a source: the last responses, kept for a while, so that ten jobs of a pipeline fetch them once.
//!
//! An entry is found by the identity of the source ([`Source::identity`]), and serves every run that needs no more days than it
//! contains. An entry that cannot be read, does not match its SHA-256, is too old or comes from the future is not used; a cache
//! that cannot be used changes no verdict. It contains no token.

mod store;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub(crate) use self::store::LONGEST;
use self::store::{Entry, Store};
use crate::error::Error;
use crate::evidence::recording::Recording;
use crate::evidence::{Fetched, Fetching, Plan, Source};
use crate::hash::sha256;
use crate::net::observer::{Event, Observer};

/// The place of the entries, and how old one may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cache {
    /// The folder, which is created where it is missing.
    pub(crate) folder: PathBuf,
    /// The greatest age of an entry that may be used.
    pub(crate) max_age: Duration,
}

/// A source with a cache before it.
#[derive(Debug)]
pub(crate) struct Cached<S> {
    source: S,
    cache: Cache,
    observer: Arc<dyn Observer>,
}

impl<S: Source> Cached<S> {
    pub(crate) fn new(source: S, cache: Cache, observer: Arc<dyn Observer>) -> Self {
        Self { source, cache, observer }
    }

    async fn through_cache(&self, plan: Plan) -> Result<Fetched, Error> {
        let Some(identity) = self.source.identity()? else {
            self.note("the cache is not used: the tenant or the app is not known before signing in");
            return self.source.fetch(plan).await;
        };
        let key = sha256(format!("scoregate cache 1\n{identity}"));
        let store = match Store::open(&self.cache.folder) {
            Ok(store) => store,
            Err(what) => {
                self.warn(&format!("the cache is not used: {what}"));
                return self.source.fetch(plan).await;
            }
        };
        match store.read(&key) {
            Ok(Some(entry))
                if entry.recording.is_whole() && will_do(&entry, self.cache.max_age, plan, Timestamp::now()) =>
            {
                let captured = entry.recording.captured();
                self.note(&format!("no request is sent: the cache contains the responses of {captured}"));
                return Ok(Fetched { recording: entry.recording.with_days(plan.enough_days()), is_cached: true });
            }
            Ok(Some(_) | None) => {}
            Err(what) => self.warn(&format!("the cache is damaged and not used: {what}")),
        }
        let fetched = self.source.fetch(plan).await?;
        self.keep(&store, &key, plan, &fetched.recording);
        Ok(fetched)
    }

    /// Keeps the responses. Where a part of them is missing they are not kept: the next run may obtain it.
    fn keep(&self, store: &Store, key: &str, plan: Plan, recording: &Recording) {
        if recording.is_whole()
            && let Err(what) = store.write(key, plan.days, recording)
        {
            self.warn(&format!("the responses of Graph are not kept in the cache: {what}"));
        }
    }

    fn note(&self, text: &str) {
        self.observer.observe(&Event::Note(text));
    }

    fn warn(&self, text: &str) {
        self.observer.observe(&Event::Warning(text));
    }
}

impl<S: Source> Source for Cached<S> {
    fn fetch(&self, plan: Plan) -> Fetching<'_> {
        Box::pin(self.through_cache(plan))
    }

    fn identity(&self) -> Result<Option<String>, Error> {
        self.source.identity()
    }
}

/// Whether an entry is recent enough and contains enough days, and the incidents where they are needed.
fn will_do(entry: &Entry, max_age: Duration, plan: Plan, now: Timestamp) -> bool {
    let age = now.duration_since(entry.recording.captured());
    // What comes from the future has no age.
    let is_fresh = Duration::try_from(age).is_ok_and(|age| age <= max_age);
    is_fresh && entry.days >= plan.days && (!plan.incidents || entry.recording.holds_incidents())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn an_answer_will_do_while_it_is_fresh_and_has_the_days() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let text = r#"{"scoregate-recording":1,"captured":"2026-11-24T06:00:00Z","responses":[]}"#;
        let entry = Entry { days: 8, recording: Recording::read(text).unwrap() };
        let hour = Duration::from_secs(3600);
        let plan = |days| Plan { days, incidents: false };
        for (days, now, expected) in [
            (8, "2026-11-24T06:00:00Z", true),
            (1, "2026-11-24T07:00:00Z", true),
            (1, "2026-11-24T07:00:00.001Z", false),
            (1, "2026-11-24T05:59:59.999Z", false),
            (9, "2026-11-24T06:00:00Z", false),
        ] {
            assert_eq!(will_do(&entry, hour, plan(days), at(now)), expected, "{days} {now}");
        }
        assert!(!will_do(&entry, hour, Plan { days: 1, incidents: true }, at("2026-11-24T06:00:00Z")));
    }
}
