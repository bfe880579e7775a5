//! Comparisons where the data leaves a doubt: profiles, tenants or claims are missing.

use serde_json::json;

use super::{after, before, compared, parts, two_recordings};
use crate::support::history::{History, history};
use crate::support::workspace::Workspace;

#[test]
fn without_profiles_what_is_gone_counts_as_descoped_and_what_is_doubtful_is_reported() {
    let workspace = Workspace::new();
    workspace.file("before.json", before().snapshot("currentScore", json!(70.0)).raw());
    workspace.file("after.json", after().incomplete().scored("Steady", "scoreInPercentage", json!(50.0)).recording());
    insta::assert_snapshot!(workspace.run("diff before.json after.json").seen());
}

#[test]
fn a_catalogue_in_part_tells_nothing_of_controls_that_came_or_went() {
    let changed = |before: History, after: History| {
        let workspace = Workspace::new();
        workspace.file("before.json", before.recording()).file("after.json", after.recording());
        let catalogue = &compared(&workspace, "before.json after.json")["catalogue"];
        let changes = catalogue["changes"].as_array().unwrap().iter();
        let changes: Vec<String> =
            changes.map(|c| format!("{} {}", c["id"].as_str().unwrap(), c["what"].as_str().unwrap())).collect();
        (changes.join(", "), catalogue["notes"].as_array().unwrap().len())
    };
    let others = "Reweighted changed, Steady changed, Unscored changed";
    assert_eq!(changed(before(), after()), (format!("Added came, Retired went, {others}"), 0));
    assert_eq!(changed(before().incomplete(), after()), (format!("Retired went, {others}"), 1));
    assert_eq!(changed(before(), after().incomplete()), (format!("Added came, {others}"), 1));
    // Two profiles of one id that differ: nothing says which is right.
    let twice = after().control("steady", 31.0);
    let others = "Reweighted changed, Unscored changed";
    assert_eq!(changed(before(), twice), (format!("Added came, Retired went, {others}"), 1));
}

#[test]
fn data_that_names_no_tenant_is_compared_and_the_doubt_is_reported() {
    let workspace = two_recordings();
    let nameless = history().tenant(json!(null)).control("A", 10.0).day("2026-11-01", &[("A", 5.0)]);
    workspace.file("nameless.json", nameless.recording());
    let diff = compared(&workspace, "nameless.json after.json");
    assert_eq!(diff["doubts"], json!(["It is unknown whether both days belong to the same tenant."]));
    assert_eq!(compared(&workspace, "before.json after.json")["doubts"], json!([]));
}

#[test]
fn a_claim_that_the_later_catalogue_dates_holds_for_the_earlier_day() {
    let claimed = |state: &str, at: &str| {
        let workspace = Workspace::new();
        let at = |day: &str, score| history().control("A", 10.0).state(state, at).day(day, &[("A", score)]);
        // The earlier catalogue knows nothing of it, as if it had been captured before the claim was entered.
        workspace.file("a.json", history().control("A", 10.0).day("2026-11-01", &[("A", 10.0)]).recording());
        workspace.file("b.json", at("2026-11-23", 4.0).recording());
        parts(&compared(&workspace, "a.json b.json"))
    };
    assert_eq!(claimed("ThirdParty", "2026-10-01T00:00:00Z"), ["claimed -60.0000: A"]);
    assert_eq!(claimed("ThirdParty", "2026-11-10T00:00:00Z"), ["observed -100.0000: A", "claimed 40.0000: A"]);
}

#[test]
fn where_the_later_catalogue_has_no_profile_the_earlier_one_says_what_was_claimed() {
    let workspace = Workspace::new();
    let a = history().control("A", 10.0).state("ThirdParty", "2026-10-01T00:00:00Z").control("B", 10.0);
    workspace.file("a.json", a.day("2026-11-01", &[("A", 10.0), ("B", 0.0)]).recording());
    let b = history().control("A", 10.0).orphan().control("B", 10.0);
    workspace.file("b.json", b.day("2026-11-23", &[("A", 10.0), ("B", 0.0)]).recording());
    // Whether they still rest on a claim is not known: nothing shows that Microsoft measures them.
    assert_eq!(parts(&compared(&workspace, "a.json b.json")), [""; 0]);
}
