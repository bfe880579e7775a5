//! The cache: ten jobs cost one call, and nobody is given the answer of another.

mod files;

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::clock;
use crate::support::graph_server::{PROFILES, Reply, SCORES, Server, TOKEN, Tenant};
use crate::support::live::{Live, NOW};
use crate::support::workspace::{Run, outcome};

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
fn the_second_run_asks_nobody() {
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

#[test]
fn another_tenant_app_host_or_way_has_an_answer_of_its_own() {
    let live = Live::new();
    requests(&live, CACHED);
    for (name, value) in [("AZURE_TENANT_ID", DOMAIN), ("AZURE_CLIENT_ID", OTHER)] {
        let mut command = command(&live, CACHED);
        command.env(name, value);
        let before = live.server.seen().len();
        assert_eq!(live.finish(command).code, 0);
        assert_eq!(live.server.seen().len() - before, 4, "{name}");
    }
    let other = Server::new(Tenant::default());
    for hosts in [[other.origin(), live.server.origin()], [live.server.origin(), other.origin()]] {
        let mut command = live.workspace.command(&format!("check --policy p.yaml --now {NOW} --from graph {CACHED}"));
        command.args(["--graph-host", hosts[0], "--login-host", hosts[1]]);
        command
            .env("SSL_CERT_FILE", live.workspace.path("ca.pem"))
            .env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in");
        command.env("AZURE_TENANT_ID", ID).env("AZURE_CLIENT_ID", ID);
        let before = live.server.seen().len() + other.seen().len();
        assert_eq!(outcome(command).code, 0);
        assert_eq!(live.server.seen().len() + other.seen().len() - before, 4, "{hosts:?}");
    }
    assert_eq!(entries(&live).len(), 5);
    assert_eq!(requests(&live, CACHED).0, 0, "each is kept");
}

#[test]
fn of_a_ready_token_its_own_claims_tell_whose_it_is() {
    let live = Live::new();
    let run = |token: &str| {
        let mut command = command(&live, &format!("{CACHED} --verbose --auth token"));
        command.env_remove("AZURE_TENANT_ID").env("SCOREGATE_TOKEN", token);
        let before = live.server.seen().len();
        let run = outcome(command);
        assert_eq!(run.code, 0, "{}", run.seen());
        (live.server.seen().len() - before, run.stderr)
    };
    let (number, said) = run(TOKEN);
    assert_eq!(number, 4);
    assert!(said.contains("the cache is not used: the tenant or the app is not known before signing in"), "{said}");
    assert!(!live.workspace.path("cache").exists());
    let token = |tenant: &str, app: &str| {
        let claims = URL_SAFE_NO_PAD.encode(json!({ "tid": tenant, "appid": app }).to_string());
        format!("{TOKEN}.{claims}.c2ln")
    };
    for (tenant, app, expected) in [(ID, ID, 4), (ID, ID, 0), (ID, OTHER, 4), (ID, ID, 0)] {
        assert_eq!(run(&token(tenant, app)).0, expected, "{tenant} {app}");
    }
    // An app with a secret is another way to sign in.
    assert_eq!(requests(&live, CACHED).0, 4);
    for path in entries(&live) {
        assert!(!fs::read_to_string(path).unwrap().contains(TOKEN));
    }
}

#[test]
fn what_is_too_old_or_from_the_future_is_fetched_anew() {
    let live = Live::new();
    requests(&live, CACHED);
    for (offset, expected) in [(-3500, 0), (-3700, 4), (-60, 0), (600, 4)] {
        captured(&live, offset);
        assert_eq!(requests(&live, CACHED), (expected, String::new()), "{offset}");
    }
    assert_eq!(requests(&live, CACHED).0, 0, "what was fetched anew is kept");
    assert_eq!(entries(&live).len(), 1);
}

#[cfg(unix)]
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_lacks_something_is_not_kept() {
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

#[test]
fn people_are_told_that_the_data_is_of_the_cache_and_how_old_it_is() {
    let live = Live::new();
    requests(&live, CACHED);
    captured(&live, -725);
    let shown = |now: Option<&str>| {
        let mut command = live.command(&format!("check --policy p.yaml --from graph {CACHED} --verbose"));
        command.env_remove("SCOREGATE_TOKEN").env("AZURE_TENANT_ID", ID).env("AZURE_CLIENT_ID", ID);
        command
            .env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in")
            .args(now.map(|now| ["--now", now]).iter().flatten());
        let run = live.finish(command);
        let line = run.stdout.lines().find(|line| line.starts_with("data  ")).map(str::to_owned);
        (line.unwrap_or_else(|| panic!("{}", run.seen())), run.stderr)
    };
    let (line, said) = shown(None);
    let host = "https://localhost:PORT";
    assert_eq!(line, format!("data  from the cache of {host}, fetched 12 min ago"));
    assert!(said.starts_with("no request is sent: the cache contains the responses of "), "{said}");
    assert!(shown(Some("2020-01-01")).0.starts_with(&format!("data  from the cache of {host}, fetched at 20")));
}

#[test]
fn an_age_that_makes_no_sense_is_a_usage_error() {
    let live = Live::new();
    let seen: Vec<String> = [
        "check -p p.yaml -f t.json --max-age 1h",
        "check -p p.yaml -f graph --max-age 8d",
        "check -p p.yaml -f graph --cache-dir x",
        "record --out t.json --max-age 1h",
    ]
    .iter()
    .map(|args| format!("$ scoregate {args}\n{}", live.workspace.run(args).seen()))
    .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[cfg(unix)]
#[test]
fn of_the_azure_cli_the_tenant_must_be_named() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    let body = json!({ "accessToken": TOKEN, "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    live.workspace.file("bin/az", format!("#!/bin/sh\necho '{body}'\n"));
    fs::set_permissions(live.workspace.path("bin/az"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = |tenant: Option<&str>| {
        let mut command = live
            .command(&format!("check --policy p.yaml --now {NOW} --from graph {CACHED} --auth azure-cli --verbose"));
        command.env_remove("SCOREGATE_TOKEN").envs(tenant.map(|tenant| ("AZURE_TENANT_ID", tenant)));
        command.env("PATH", format!("{}:/bin:/usr/bin", live.workspace.path("bin").display()));
        let before = live.server.seen().len();
        let run = outcome(command);
        assert_eq!(run.code, 0, "{}", run.seen());
        (live.server.seen().len() - before, run.stderr.contains("the cache is not used"))
    };
    assert_eq!([run(None), run(None)], [(4, true), (4, true)]);
    assert_eq!([run(Some(ID)), run(Some(ID)), run(Some(DOMAIN))], [(4, false), (0, false), (4, false)]);
}
