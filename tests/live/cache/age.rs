//! The age of an entry: when it is used, and how people learn of it.

use super::{CACHED, ID, WITH_PAST, captured, entries, report, requests};
use crate::support::live::Live;

#[test]
fn what_is_too_old_or_from_the_future_is_fetched_again() {
    let live = Live::new();
    requests(&live, CACHED);
    for (offset, expected) in [(-3500, 0), (-3700, 4), (-60, 0), (600, 4)] {
        captured(&live, offset);
        assert_eq!(requests(&live, CACHED), (expected, String::new()), "{offset}");
    }
    assert_eq!(requests(&live, CACHED).0, 0, "what was fetched anew is kept");
    assert_eq!(entries(&live).len(), 1);
}

#[test]
fn people_see_that_the_data_is_of_the_cache_and_how_old_it_is() {
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

#[test]
fn a_verbose_run_states_what_the_cache_saves_and_why_it_saves_nothing() {
    let live = Live::new();
    live.workspace.file("past.yaml", WITH_PAST);
    let said = |more: &str| requests(&live, &format!("{CACHED} --verbose {more}"));
    let (sent, first) = said("");
    assert!(
        first.starts_with("the cache saves no request: it has no responses for this tenant and sign-in\n"),
        "{first}"
    );
    let (_, provenance) = report(&live, CACHED);
    let bytes = provenance["inputs"].as_array().unwrap().iter().map(|input| input["bytes"].as_u64().unwrap()).sum();
    let bytes = scoregate::text::grouped(bytes);
    let (none, second) = said("");
    assert_eq!((sent, none), (4, 0));
    assert!(second.ends_with(&format!(", which saves 4 requests with {bytes} bytes\n")), "{second}");
    // A run that needs more days requests them, and one that needs fewer would have requested smaller pages.
    let (_, more_days) = said("--policy past.yaml");
    assert!(
        more_days.starts_with("the cache saves no request: 38 days of history are needed, and it has 1\n"),
        "{more_days}"
    );
    let (_, fewer_days) = said("");
    assert!(fewer_days.contains(", which saves 4 requests with at most "), "{fewer_days}");
    captured(&live, -3700);
    let (_, old) = said("");
    assert!(
        old.starts_with("the cache saves no request: its responses of ") && old.contains(" are too old\n"),
        "{old}"
    );
}
