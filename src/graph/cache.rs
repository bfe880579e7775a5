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
use crate::text;

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
            Ok(Some(entry)) => match unfit(&entry, self.cache.max_age, plan, Timestamp::now()) {
                None => {
                    let (captured, days) = (entry.recording.captured(), entry.days);
                    let recording = entry.recording.with_days(plan.enough_days());
                    let saved = saved(&recording, days, plan);
                    self.note(&format!(
                        "no request is sent: the cache contains the responses of {captured}, which saves {saved}"
                    ));
                    return Ok(Fetched { recording, is_cached: true });
                }
                Some(reason) => self.note(&format!("the cache saves no request: {reason}")),
            },
            Ok(None) => self.note("the cache saves no request: it has no responses for this tenant and sign-in"),
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

/// The reason why an entry cannot be used; none where it is whole, recent enough, and contains enough days, and the incidents where
/// they are needed.
fn unfit(entry: &Entry, max_age: Duration, plan: Plan, now: Timestamp) -> Option<String> {
    let Entry { days, recording } = entry;
    let captured = recording.captured();
    // What comes from the future has no age.
    let Ok(age) = Duration::try_from(now.duration_since(captured)) else {
        return Some(format!("its responses are of {captured}, which is in the future"));
    };
    if age > max_age {
        return Some(format!("its responses of {captured} are too old"));
    }
    if *days < plan.days {
        return Some(format!("{} of history are needed, and it has {days}", text::count(plan.enough_days(), "day")));
    }
    if plan.incidents && !recording.holds_incidents() {
        return Some("incidents are needed, and it has none".to_owned());
    }
    (!recording.is_whole()).then(|| "a part of its responses is missing".to_owned())
}

/// The requests that a run does not send because it uses the cache, and the bytes of their responses, unpacked. Where the entry has more
/// days than the run needs, a page of it may be larger than the one that the run would have requested. The sign-in and requests that
/// are tried again are not counted.
fn saved(recording: &Recording, days: u32, plan: Plan) -> String {
    let (responses, bytes) = recording.size(plan.incidents);
    let most = if days > plan.days { "at most " } else { "" };
    format!("{} with {most}{} bytes", text::count(responses, "request"), text::grouped(bytes))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::evidence::recording::{Exchange, Headers};

    #[test]
    fn an_entry_is_used_while_it_is_fresh_and_has_the_days() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let entry = Entry { days: 8, recording: recording() };
        let hour = Duration::from_secs(3600);
        let plan = |days| Plan { days, incidents: false };
        for (days, now, expected) in [
            (8, "2026-11-24T06:00:00Z", None),
            (1, "2026-11-24T07:00:00Z", None),
            (1, "2026-11-24T07:00:00.001Z", Some("its responses of 2026-11-24T06:00:00Z are too old")),
            (1, "2026-11-24T05:59:59.999Z", Some("its responses are of 2026-11-24T06:00:00Z, which is in the future")),
            (9, "2026-11-24T06:00:00Z", Some("9 days of history are needed, and it has 8")),
        ] {
            let reason = unfit(&entry, hour, plan(days), at(now));
            assert_eq!(reason.as_deref(), expected, "{days} {now}");
        }
        let reason = unfit(&entry, hour, Plan { days: 1, incidents: true }, at("2026-11-24T06:00:00Z"));
        assert_eq!(reason.as_deref(), Some("incidents are needed, and it has none"));
        let partial =
            Entry { days: 8, recording: Recording { exchanges: Vec::new(), days: BTreeSet::new(), ..recording() } };
        let reason = unfit(&partial, hour, plan(1), at("2026-11-24T06:00:00Z"));
        assert_eq!(reason.as_deref(), Some("a part of its responses is missing"));
    }

    /// A recording of a day with the catalogue, 15 bytes in all.
    fn recording() -> Recording {
        let time = "2026-11-24T06:00:00Z".parse().unwrap();
        let response = |path: &str, body: &str| {
            Exchange::new(format!("/v1.0/security/{path}"), 200, Headers::default(), (time, time), body.to_owned())
        };
        Recording {
            captured: time,
            graph: "https://graph.microsoft.com".to_owned(),
            cloud: "global".to_owned(),
            exchanges: vec![response("secureScores", r#"{"value":[1]}"#), response("secureScoreControlProfiles", "{}")],
            days: BTreeSet::from(["2026-11-23".parse().unwrap()]),
        }
    }

    #[test]
    fn only_what_the_run_would_have_requested_counts_as_saved() {
        let incidents = Exchange::new(
            "/v1.0/security/incidents?$expand=alerts&$top=50".to_owned(),
            200,
            Headers::default(),
            (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH),
            "x".repeat(1_000),
        );
        let mut recording = recording();
        recording.exchanges.push(incidents);
        let saved = |days, incidents| saved(&recording, 8, Plan { days, incidents });
        assert_eq!(saved(8, false), "2 requests with 15 bytes");
        assert_eq!(saved(8, true), "3 requests with 1,015 bytes");
        assert_eq!(saved(1, false), "2 requests with at most 15 bytes");
    }
}
