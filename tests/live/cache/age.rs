//! The age of an entry: when it is used, and how people learn of it.

use super::{CACHED, ID, captured, entries, requests};
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
