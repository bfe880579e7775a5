//! A recording that is redacted as it is made.

use serde_json::Value;

use crate::support::clock;
use crate::support::graph_server::{Server, Tenant};
use crate::support::live::{Live, NOW};

const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";

#[test]
fn a_tenant_can_be_recorded_without_its_names() {
    let live = Live::of(Server::new(Tenant { days: 3, profiles: 60, profiles_a_page: 25, ..Tenant::default() }));
    let run = live.run("record --out t.json --redact --incidents");
    insta::assert_snapshot!(run.seen());
    let text = live.workspace.read("t.json");
    assert!(!text.contains(TENANT) && !text.contains("7f3a5c1e"), "{text}");
    let recording: Value = serde_json::from_str(&text).unwrap();
    let requests: Vec<&str> =
        recording["responses"].as_array().unwrap().iter().map(|one| one["request"].as_str().unwrap()).collect();
    insta::assert_snapshot!("requests", requests.join("\n"));
    let run = live.workspace.run(&format!("check -p p.yaml --now {NOW} -f t.json --tenant {TENANT} -o json"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["provenance"]["inputs"][0]["redacted"], true);
    assert_eq!(report["provenance"]["inputs"][0]["verified"], true);
    assert_eq!(report["snapshot"]["catalogue-complete"], true);
}

#[cfg(unix)]
#[test]
fn a_redacted_recording_is_its_owners_alone_and_may_go_into_a_folder() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    assert_eq!(live.run("record --out t.json --days 2").code, 0);
    // The folder alone: no token and no CA.
    for out in ["r.json", "days --append"] {
        let run = live.workspace.run(&format!("record --from t.json --redact --out {out}"));
        assert_eq!(run.code, 0, "{}", run.seen());
    }
    let appended = format!("days/{}.json", clock::newest());
    for file in ["r.json", &appended] {
        let mode = std::fs::metadata(live.workspace.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    assert_eq!(live.workspace.read("r.json"), live.workspace.read(&appended));
}
