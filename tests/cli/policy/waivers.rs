//! Waivers that cannot apply.

use insta::assert_snapshot;

use super::{VALID, WAIVER};
use crate::support::workspace::Workspace;

#[test]
fn waivers_must_fit_their_rules() {
    let workspace = Workspace::new();
    workspace.file("a.yaml", VALID).file(
        "w.yaml",
        format!(
            "scoregate: 1
waivers:
  - {{ rule: overall, {WAIVER} }}
  - {{ rule: base/overal, {WAIVER} }}
  - {{ rule: base/overall, controls: [AdminMFAV2], {WAIVER} }}
  - {{ rule: base/admins, {WAIVER} }}
  - {{ rule: base/admins, controls: [\"Admin*\"], {WAIVER} }}
"
        ),
    );
    assert_snapshot!("waivers_of_a_wrong_form", workspace.run("policy validate a.yaml w.yaml").seen());
    let content = workspace.read("w.yaml").replace("\"Admin*\"", "AdminMFAV2");
    let run = workspace
        .file("w.yaml", content + &format!("  - {{ rule: scoregate/fresh, {WAIVER} }}\n"))
        .run("policy validate a.yaml w.yaml");
    assert_snapshot!("waivers_of_wrong_rules", run.seen());
}

#[test]
fn waivers_that_could_never_hold_or_whose_life_is_not_known_are_problems() {
    let workspace = Workspace::new();
    let extra = "waiver-limits: { longest-life: 30d }\n";
    let fresh = "  - { id: fresh, severity: low, expect: { freshness: { snapshot: 3d } } }\n";
    let odd = VALID.replace("state: implemented", "state: implemented, points: observed");
    workspace.file("a.yaml", format!("{odd}{fresh}{extra}")).file(
        "w.yaml",
        format!(
            "scoregate: 1\nwaivers:\n  - {{ rule: base/overall, {WAIVER} }}\n  \
             - {{ rule: base/fresh, granted: 2027-01-01, while-at-least: 5%, {WAIVER} }}\n"
        ),
    );
    assert_snapshot!(workspace.run("policy validate a.yaml w.yaml").seen());
}
