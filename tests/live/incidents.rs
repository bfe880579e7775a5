//! `check --incidents graph`: the incidents of the live tenant, in the same read as its evidence.

use serde_json::Value;

use crate::support::graph_server::{INCIDENTS, SCORES};
use crate::support::live::{Live, NOW};

/// The requests to a collection.
fn requests(live: &Live, path: &str) -> Vec<String> {
    live.server.targets().into_iter().filter(|target| target.split('?').next() == Some(path)).collect()
}

fn incidents(json: &str) -> Value {
    serde_json::from_str::<Value>(json).unwrap()["incidents"].take()
}

#[test]
fn evidence_and_incidents_take_one_read() {
    let live = Live::new();
    let run = live.check("--incidents graph -o json");
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    assert_eq!(requests(&live, SCORES).len(), 1);
    assert_eq!(requests(&live, INCIDENTS), ["/v1.0/security/incidents?$expand=alerts&$top=50"]);
    let found = incidents(&run.stdout);
    assert_eq!(found["incidents"][0]["id"], "29");
    assert_eq!(found["incidents"][0]["techniques"][0], "T1566.002");
    assert_eq!(found["inputs"].as_array().unwrap().len(), 1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let inputs = report["provenance"]["inputs"].to_string();
    assert!(!inputs.contains("incidents"), "{inputs}");
    assert_eq!(live.check("-o json").code, run.code);
}

#[test]
fn incidents_of_the_live_tenant_go_with_recorded_evidence() {
    let live = Live::new();
    assert_eq!(live.run("record --out t.json --days 1").code, 0);
    let run = live.run(&format!("check -p p.yaml --now {NOW} -f t.json --incidents graph -o json"));
    assert_eq!(incidents(&run.stdout)["incidents"][0]["id"], "29", "{}", run.seen());
}

#[test]
fn the_cache_keeps_incidents_and_is_not_used_where_it_has_none() {
    let live = Live::new();
    // The tenant and the app are known before the sign-in.
    let id = "a1b2c3d4-0000-4000-8000-000000000001";
    let check = |more: &str| {
        let cached = format!("-f graph --max-age 1h --cache-dir cache {more} -o json");
        let mut command = live.command(&format!("check -p p.yaml --now {NOW} {cached}"));
        command.env_remove("SCOREGATE_TOKEN").env("AZURE_TENANT_ID", id).env("AZURE_CLIENT_ID", id);
        command.env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in");
        live.finish(command)
    };
    check("");
    let first = check("--incidents graph");
    assert_eq!(requests(&live, INCIDENTS).len(), 1, "{}", first.seen());
    let second = check("--incidents graph");
    assert_eq!(requests(&live, INCIDENTS).len(), 1, "{}", second.seen());
    assert_eq!(incidents(&first.stdout)["incidents"], incidents(&second.stdout)["incidents"]);
}

#[test]
fn incidents_that_are_forbidden_end_the_run() {
    let live = Live::new();
    live.server.next(INCIDENTS, [|reply| reply.status(403)]);
    assert_eq!(live.check("--incidents graph").code, 5);
}
