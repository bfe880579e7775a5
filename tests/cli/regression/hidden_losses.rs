//! What was once found to pass, or to fail, without proof.

use super::{Past, check, past};
use crate::evidence::{recording, response};
use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::Workspace;

fn days(before: &str, after: &str, catalogue: &str) -> Past {
    past(&format!("2026-11-22 {before}\n2026-11-23 {after}"), catalogue)
}

const SCORE: &str = "regression: { against: previous, score: { max-drop: 5pp } }";
const EACH: &str = "regression: { against: previous, controls: { max-drop: 5pp } }";

#[test]
fn a_loss_is_not_hidden_by_what_was_assumed_or_left_out() {
    let reported = "regression: { against: previous, judge: reported, score: { max-drop: 15pp } }";
    check(&[
        (
            "the maximum of X was no more than 1 of 91 points, and makes no good of the 10 that Y lost",
            days("Y 10/10 Z 80/80 X 0/1", "Y 0/10 Z 80/80 X 20/20", ""),
            SCORE,
            "- failed",
        ),
        (
            "the maximum of X was no more than 8 of 98 points, now 20: what it gained is not known",
            days("Y 10/10 Z 80/80 X 0/8", "Y 0/10 Z 80/80 X 20/20", ""),
            SCORE,
            "- unknown",
        ),
        (
            "X may have had all of 21 points that two controls had together: what it gained is not known",
            days("Y 10/10 Z 80/80 X 0/1 W 0/20", "Y 0/10 Z 80/80 X 20/20", "without W"),
            SCORE,
            "- unknown",
        ),
        (
            "its maximum is the one that it had, as the sum shows",
            days("Y 10/10 Z 80/80 X 0/20 W 0/1", "Y 0/10 Z 80/80 X 20/20 W 0/1", ""),
            SCORE,
            "- passed",
        ),
        (
            "a disconnected instance is no retirement, where the catalogue has another",
            days("A 80/80 11770.MDA_X 10/10 22.MDA_X 10/10", "A 80/80 22.MDA_X 10/10", "without 11770.MDA_X"),
            SCORE,
            "- unknown",
        ),
        (
            "a control that stands twice with different points may have lost them",
            days("A 80/80 B 10/10", "A 80/80 B 0/10 B 10/10 = 90", ""),
            reported,
            "- unknown",
        ),
        (
            "a control that is named and compared with nothing",
            days("A 10/10", "A 10/10 B 0/10", ""),
            "regression: { against: previous, controls: { match: [B], max-drop: 5pp } }",
            "B unknown",
        ),
    ]);
}

#[test]
fn what_is_not_the_tenants_doing_or_not_certain_is_no_failure() {
    let lost = "regression: { against: previous, when-descoped: fail, score: { max-drop: 5pp } }";
    let later = "regression: { against: previous, when-descoped: fail, confirm: 3, controls: { max-drop: 5pp } }";
    check(&[
        ("Microsoft takes all points of a control", days("A 80/80 B 10/10", "A 80/80 B 0/0", ""), SCORE, "- passed"),
        ("the same, by control", days("A 80/80 B 10/10", "A 80/80 B 0/0", ""), EACH, "- passed"),
        (
            "claimed points that are no longer scored were never observed",
            days("A 80/80 B 20/20 ThirdParty", "A 80/80", ""),
            lost,
            "- unknown",
        ),
        (
            "a day whose score is more than its maximum is no reference, and another is not the one before",
            past("2026-11-21 A 9/10\n2026-11-22 A 50/10\n2026-11-23 A 9/10", ""),
            SCORE,
            "- unknown",
        ),
        (
            "one of a window that may have been better",
            past("2026-11-20 A 9/10\n2026-11-21 A 9/10\n2026-11-22 A 50/10\n2026-11-23 A 9/10", ""),
            "regression: { against: { best-of: 3d }, score: { max-drop: 5pp } }",
            "- unknown",
        ),
        (
            "but one that cannot",
            past("2026-11-20 A 9/10\n2026-11-21 A 9/10\n2026-11-22 A 8/10 = 8.6\n2026-11-23 A 9/10", ""),
            "regression: { against: { best-of: 3d }, score: { max-drop: 5pp } }",
            "- passed",
        ),
        (
            "one day without a control does not confirm its loss",
            past("2026-11-20 A 9/10 B 5/5\n2026-11-21 A 9/10 B 5/5\n2026-11-22 A 9/10 B 5/5\n2026-11-23 A 9/10", ""),
            later,
            "- passed",
        ),
        (
            "three days without it do",
            past("2026-11-20 A 9/10 B 5/5\n2026-11-21 A 9/10\n2026-11-22 A 9/10\n2026-11-23 A 9/10", ""),
            later,
            "B failed",
        ),
    ]);
}

#[test]
fn a_grace_ends_whatever_the_past_lacks() {
    let score = "score: { at-least: 85%, grace: 30d }";
    let controls = "controls: { match: [A, B], at-least: 50%, grace: 30d }";
    let instances = "controls: { match: [MDA_X], at-least: 50%, grace: 30d }";
    let hole = || past("2026-09-20 A 80/90\n2026-11-23 A 80/90 B 0/10", "");
    let back = "2026-09-20 A 9/10 B 0/10\n2026-10-08 A 9/10 B 0/10\n2026-10-20 A 9/10\n2026-11-17 A 9/10
        2026-11-18 A 9/10 B 0/10\n2026-11-23 A 9/10 B 0/10";
    let second = "2026-10-15 A 9/10 MDA_X 0/10\n2026-11-20 A 9/10 MDA_X 0/10
        2026-11-23 A 9/10 11770.MDA_X 0/10 22.MDA_X 10/10";
    check(&[
        ("two months without data: it may be as old", hole(), score, "- unknown"),
        ("the same, by control", hole(), controls, "A passed, B unknown"),
        ("it went and came back", past(back, ""), controls, "A passed, B failed"),
        ("a second instance of an old connector", past(second, ""), instances, "11770.MDA_X failed, 22.MDA_X passed"),
    ]);
}

#[test]
fn a_catalogue_that_was_captured_in_the_course_of_the_day_does_not_hold_its_states() {
    let built = tenant().control("A", 10.0, 10.0);
    let scores = response("/v1.0/security/secureScores?$top=1", &built.scores_json());
    let profiles = response("/v1.0/security/secureScoreControlProfiles", &built.profiles_json());
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("controls: { match: [A], state: implemented }"))
        .file("apart/catalogue.json", recording("2026-11-23T01:00:00Z", std::slice::from_ref(&profiles)))
        .file("apart/scores.json", recording("2026-11-24T05:00:00Z", std::slice::from_ref(&scores)))
        .file("together.json", recording("2026-11-23T01:00:00Z", &[scores, profiles]));
    let code = |from: &str| workspace.run(&format!("check -p p.yaml -f {from} --now {NOW}")).code;
    assert_eq!(code("apart"), 3, "a claim of the afternoon would count for the day, and cannot be in it");
    assert_eq!(code("together.json"), 0, "what was captured together goes together");
}
