//! The last answer of Graph, kept for a while, so that ten jobs of a pipeline cost one call.
//!
//! An answer is found again by the hosts of the cloud, the tenant, the app and the way of signing in, and it serves whoever
//! needs no more days than it holds. What cannot be read, does not match its SHA-256, is too old or comes from the future is
//! as none; a cache that cannot be used changes no verdict. No token comes near it.

mod store;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::entra::Identity;
use crate::error::Error;
use crate::evidence::recording::Recording;
use crate::graph::cache::store::{Entry, Store};
use crate::graph::{self, Connection, Plan};
use crate::hash::sha256;
use crate::text::{line, log_safe};

/// The longest that an answer may be reused, and how long the entries of others stay: 7 days.
pub(crate) const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// Where answers are kept, and how old one may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cache {
    /// The folder, which is made where it is missing.
    pub(crate) folder: PathBuf,
    /// The oldest answer that may be used.
    pub(crate) max_age: Duration,
}

/// What Graph answered.
pub(crate) struct Answer {
    pub(crate) recording: Recording,
    /// Whether an earlier run fetched it.
    pub(crate) is_cached: bool,
}

/// Reads a tenant, out of the cache where the connection has one and it holds an answer that will do.
///
/// # Errors
///
/// As [`graph::record`].
pub(crate) fn record(connection: &Connection, plan: &Plan) -> Result<Answer, Error> {
    let fetch = || graph::record(connection, plan).map(|recording| Answer { recording, is_cached: false });
    let Some(cache) = &connection.cache else { return fetch() };
    let Some(identity) = Identity::before_sign_in(connection.auth, &connection.cloud, &connection.surroundings)? else {
        tell_if(connection.verbose, "the cache is not used: the tenant or the app is not known before signing in");
        return fetch();
    };
    let store = match Store::open(&cache.folder) {
        Ok(store) => store,
        Err(what) => {
            tell(&format!("the cache is not used: {what}"));
            return fetch();
        }
    };
    let key = key(connection, &identity);
    match store.read(&key) {
        Ok(Some(entry)) if entry.recording.is_whole() && will_do(&entry, cache.max_age, plan, Timestamp::now()) => {
            let captured = entry.recording.captured();
            tell_if(connection.verbose, &format!("Graph is not asked: the cache holds its answer of {captured}"));
            return Ok(Answer { recording: entry.recording.with_days(plan.enough_days()), is_cached: true });
        }
        Ok(Some(_) | None) => {}
        Err(what) => tell(&format!("the cache is damaged and not used: {what}")),
    }
    let answer = fetch()?;
    keep(&store, &key, plan, &answer.recording);
    Ok(answer)
}

/// The name of an answer.
fn key(connection: &Connection, identity: &Identity) -> String {
    let Identity { kind, tenant, client } = identity;
    let parts = [&connection.cloud.graph, &connection.cloud.login, kind.name(), tenant, client];
    sha256(format!("scoregate cache 1\n{}", parts.join("\n")))
}

/// Whether an answer is fresh enough and holds enough.
fn will_do(entry: &Entry, max_age: Duration, plan: &Plan, now: Timestamp) -> bool {
    let age = now.duration_since(entry.recording.captured());
    // What comes from the future has no age.
    let is_fresh = Duration::try_from(age).is_ok_and(|age| age <= max_age);
    is_fresh && entry.days >= plan.days && !plan.incidents
}

/// Keeps an answer. One from which something is missing is not kept: the next run may have more luck.
fn keep(store: &Store, key: &str, plan: &Plan, recording: &Recording) {
    if recording.is_whole()
        && let Err(what) = store.write(key, plan.days, recording)
    {
        tell(&format!("the answer of Graph is not kept in the cache: {what}"));
    }
}

fn tell_if(verbose: bool, text: &str) {
    if verbose {
        tell(text);
    }
}

/// Says something on standard error; nothing is left to be done when that is closed.
fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", log_safe(&line(text)));
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
            assert_eq!(will_do(&entry, hour, &plan(days), at(now)), expected, "{days} {now}");
        }
        assert!(!will_do(&entry, hour, &Plan { days: 1, incidents: true }, at("2026-11-24T06:00:00Z")));
    }
}
