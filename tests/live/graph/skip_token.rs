//! A catalogue whose second page refuses its `$skiptoken`.

use serde_json::Value;

use crate::support::graph_server::{INCIDENTS, PROFILES, Reply, Server, Tenant};
use crate::support::live::Live;

/// Graph's answer to a `$skiptoken` that does not go with the `$top` that it came from.
fn refused(_: Reply) -> Reply {
    Reply::error(400, "BadRequest", "Invalid SkipToken: the value does not match the query.")
}

#[test]
fn a_catalogue_whose_second_page_refuses_its_skiptoken_is_fetched_again_without_top() {
    let live = Live::of(Server::new(Tenant { days: 1, ..Tenant::default() }));
    live.server.next(PROFILES, [|page| page, refused]);
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!("without_top", live.server.targets().join("\n"));
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let requests: Vec<&str> =
        recording["responses"].as_array().unwrap().iter().map(|one| one["request"].as_str().unwrap()).collect();
    assert!(!requests.iter().any(|request| request.contains("Profiles?$top")), "{requests:?}");
    assert!(run.stdout.contains("417 profiles, complete"), "{}", run.seen());
}

#[test]
fn pages_are_fetched_again_once_and_only_for_a_skiptoken() {
    let again = Live::new();
    again.server.next(PROFILES, [|page| page, refused, |page| page, refused]);
    assert!(again.fails("").contains("Graph returned 400 Bad Request: BadRequest: Invalid SkipToken"));
    let first = Live::new();
    first.server.next(PROFILES, [refused]);
    assert!(first.fails("").contains("Invalid SkipToken"));
    assert_eq!(first.server.targets().iter().filter(|target| target.starts_with(PROFILES)).count(), 1);
    let other = Live::new();
    other.server.next(PROFILES, [|page| page, |_| Reply::error(400, "BadRequest", "No.")]);
    assert!(other.fails("").contains("BadRequest: No."));
    assert_eq!(other.server.targets().iter().filter(|target| target.starts_with(PROFILES)).count(), 2);
    let incidents = Live::new();
    incidents.server.next(INCIDENTS, [refused]);
    assert!(incidents.fails("--incidents").contains("Invalid SkipToken"));
}
