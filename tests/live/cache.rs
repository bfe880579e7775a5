//! The cache: ten jobs cost one call, and nobody is given the answer of another.

mod age;
mod files;
mod key;

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::clock;
use crate::support::graph_server::{PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::{Live, NOW};
use crate::support::workspace::Run;

const ID: &str = "a1b2c3d4-0000-4000-8000-000000000001";
const OTHER: &str = "a1b2c3d4-0000-4000-8000-000000000009";

/// The tenant by one of its domains, so that nothing but the name differs: data of another tenant than the one signed in to is refused.
const DOMAIN: &str = "contoso.example";
const CACHED: &str = "--max-age 1h --cache-dir cache";

/// A rule that needs thirty days of the past.
const WITH_PAST: &str = "\
scoregate: 1
policy: past
rules:
  - id: drop
    severity: high
    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp } } }
";

/// `check` on the live tenant, as an app with a secret.
fn command(live: &Live, more: &str) -> Command {
    let mut command = live.command(&format!("check --policy p.yaml --now {NOW} --from graph {more}"));
    command.env_remove("SCOREGATE_TOKEN").env("AZURE_TENANT_ID", ID).env("AZURE_CLIENT_ID", ID);
    command.env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in");
    command
}

fn check(live: &Live, more: &str) -> Run {
    let run = live.finish(command(live, more));
    assert_eq!(run.code, 0, "{}", run.seen());
    run
}

/// How many requests a run made of Graph, and what it said on standard error.
fn requests(live: &Live, more: &str) -> (usize, String) {
    let before = live.server.seen().len();
    let run = check(live, more);
    (live.server.seen().len() - before, run.stderr)
}

/// The entries of the cache.
fn entries(live: &Live) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(live.workspace.path("cache")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Writes the only entry anew, signed as it should be.
fn rewrite(live: &Live, change: impl Fn(String) -> String) {
    let path = &entries(live)[0];
    let text = fs::read_to_string(path).unwrap();
    let (head, recording) = text.split_once('\n').unwrap();
    let days = head.split(' ').nth(2).unwrap();
    let recording = change(recording.to_owned());
    let hash: String =
        Sha256::digest(format!("{days}\n{recording}")).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(path, format!("scoregate-cache 1 {days} {hash}\n{recording}")).unwrap();
}

/// Moves the time at which the entry was captured by some seconds.
fn captured(live: &Live, offset: i64) {
    rewrite(live, |recording| {
        let start = recording.find("\"captured\": \"").unwrap() + 13;
        let end = start + recording[start..].find('"').unwrap();
        let time: jiff::Timestamp = recording[start..end].parse().unwrap();
        let time = time + jiff::SignedDuration::from_secs(offset);
        format!("{}{time}{}", &recording[..start], &recording[end..])
    });
}

#[test]
fn the_second_run_makes_no_request() {
    let live = Live::new();
    assert_eq!(requests(&live, CACHED).0, 4);
    let connections = live.server.connections();
    assert_eq!(requests(&live, CACHED), (0, String::new()));
    assert_eq!(live.server.connections(), connections, "nobody is signed in either");
}

#[test]
fn without_an_age_nothing_is_read_or_written() {
    let live = Live::new();
    assert_eq!(requests(&live, "").0, 4);
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    requests(&live, CACHED);
    assert_eq!(requests(&live, "").0, 4);
}

/// The report of a run, and its provenance apart.
fn report(live: &Live, more: &str) -> (Value, Value) {
    let run = live.finish(command(live, &format!("{more} --output json")));
    let mut report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
    let provenance = report["provenance"].take();
    (report, provenance)
}

#[test]
fn the_report_is_the_same_but_for_where_the_data_came_from() {
    let live = Live::new();
    let (fetched, from_graph) = report(&live, CACHED);
    let (cached, from_cache) = report(&live, CACHED);
    assert_eq!(fetched, cached);
    let (one, other) = (&from_graph["inputs"], &from_cache["inputs"]);
    assert_eq!(one.as_array().unwrap().len(), 4);
    for (one, other) in one.as_array().unwrap().iter().zip(other.as_array().unwrap()) {
        assert_eq!((&one["kind"], &other["kind"]), (&json!("live"), &json!("cached")));
        assert_eq!((&one["age"], one["captured"].is_string()), (&Value::Null, true));
        let now: jiff::Timestamp = clock::shown(&NOW.to_string()).parse().unwrap();
        let captured: jiff::Timestamp = other["captured"].as_str().unwrap().parse().unwrap();
        assert_eq!(other["age"], now.duration_since(captured).as_secs());
        for key in ["name", "sha256", "bytes", "captured"] {
            assert_eq!(one[key], other[key], "{key}");
        }
    }
}

#[test]
fn more_days_serve_who_needs_fewer_and_fewer_do_not_serve_who_needs_more() {
    for (days_a_page, requests_for_past) in [(10, 5), (90, 2)] {
        more_days_serve_who_needs_fewer(days_a_page, requests_for_past);
    }
}

fn more_days_serve_who_needs_fewer(days_a_page: usize, requests_for_past: usize) {
    let tenant = || Tenant { days_a_page, profiles_a_page: 999, ..Tenant::default() };
    let live = Live::of(Server::new(tenant()));
    live.workspace.file("past.yaml", WITH_PAST);
    let past = format!("--policy past.yaml {CACHED}");
    assert_eq!(requests(&live, CACHED).0, 2);
    assert_eq!(requests(&live, &past).0, requests_for_past, "one day is too few");
    // The same evidence as if it had been fetched for one day, and of it no more pages.
    let fresh = Live::of(Server::new(tenant()));
    assert_eq!(report(&fresh, "").0, report(&live, CACHED).0);
    assert_eq!(requests(&live, CACHED).0, 0);
    let (_, provenance) = report(&live, CACHED);
    assert_eq!(provenance["inputs"].as_array().unwrap().len(), 2, "the first page of days, and the catalogue");
    assert_eq!(requests(&live, &past).0, 0);
}

#[cfg(unix)]
#[cfg(target_os = "linux")]
#[test]
fn a_response_with_missing_parts_is_not_kept() {
    let live = Live::new();
    let incomplete: [fn(Reply) -> Reply; 2] =
        [|reply| reply.status(206), |reply| reply.header("Warning", "199 - \"Microsoft/MCAS/503/72\"")];
    for path in [PROFILES, SCORES] {
        for make in incomplete {
            live.server.next(path, [make]);
            // Whether the verdict can still be found is for the policy to say.
            let run = live.finish(command(&live, CACHED));
            assert!(matches!(run.code, 0 | 3), "{}", run.seen());
            assert!(entries(&live).is_empty());
        }
    }
    assert_eq!(requests(&live, CACHED).0, 4);
    assert_eq!(entries(&live).len(), 1);
}
