//! The outcome of a stale snapshot, and of one dated ahead: the built-in rule `fresh`.

use crate::evidence::{sample, workspace};

#[test]
fn stale_evidence_proves_nothing() {
    let workspace = workspace();
    workspace.file("t.json", sample().json());
    let at = |now: &str| workspace.run(&format!("check -p p.yaml -f t.json --now {now}"));
    assert_eq!(at("2026-11-30").code, 0, "seven days old");
    assert_eq!(at("2026-11-30T00:00:01Z").code, 3, "older than seven days");
    assert_eq!(at("2026-11-22").code, 0, "a day ahead");
    assert_eq!(at("2026-11-21").code, 3, "two days ahead");
    insta::assert_snapshot!(at("2026-12-24").stdout);
}
