//! Limits on the drop of single controls.

use insta::assert_snapshot;

use super::{Past, check, findings, past, run};

fn days(before: &str, after: &str, catalogue: &str) -> Past {
    past(&format!("2026-11-22 {before}\n2026-11-23 {after}"), catalogue)
}

/// A large control hides a small one in the score of the tenant; a limit for each control does not.
#[test]
fn each_control_is_judged_by_its_own_points() {
    let all = "regression: { against: previous, controls: { max-drop: 20pp } }";
    let named = "regression: { against: previous, controls: { match: [B], max-drop: 20pp } }";
    let glob = "regression: { against: previous, controls: { match: ['exo_*'], max-drop: 20pp } }";
    let core = "regression: { against: previous, controls: { where: { tier: [Core] }, max-drop: 20pp } }";
    let both = "regression: { against: previous, score: { max-drop: 1pp }, controls: { max-drop: 20pp } }";
    check(&[
        ("a small one", days("A 98/98 B 2/2", "A 98/98 B 1/2", ""), all, "B failed"),
        ("20 of 100 points", days("A 98/98 B 10/10", "A 98/98 B 8/10", ""), all, "- passed"),
        ("a gain elsewhere makes nothing good", days("A 0/98 B 2/2", "A 98/98 B 1/2", ""), all, "B failed"),
        ("two", days("A 10/10 B 10/10", "A 0/10 B 0/10", ""), all, "A failed, B failed"),
        ("named", days("A 10/10 B 10/10", "A 0/10 B 10/10", ""), named, "- passed"),
        ("matched", days("A 10/10 exo_x 5/5", "A 0/10 exo_x 0/5", ""), glob, "exo_x failed"),
        ("chosen by tier", days("A 10/10 B 10/10", "A 0/10 B 0/10", "tier B Advanced"), core, "A failed"),
        ("claimed", days("A 10/10 B 10/10", "A 10/10 B 10/10 ThirdParty", ""), all, "B failed"),
        ("re-weighted, and all of it had", days("A 10/10 B 10/10", "A 10/10 B 50/50", ""), all, "- passed"),
        ("a new one has no past", days("A 10/10", "A 10/10 B 0/10", ""), all, "- passed"),
        ("the score holds", days("A 98/98 B 2/2", "A 98/98 B 1/2", ""), both, "- passed, B failed"),
        ("both fail", days("A 50/50 B 50/50", "A 50/50 B 10/50", ""), both, "- failed, B failed"),
        ("nothing is matched", days("A 10/10", "A 10/10", ""), glob, "- unknown"),
        ("a name that nobody scores", days("A 10/10", "A 10/10", ""), named, "B unknown"),
    ]);
    assert_snapshot!(
        [
            findings(&days("A 98/98 B 2/2", "A 98/98 B 1/2", ""), both),
            findings(&days("A 10/10 B 10/10", "A 10/10 B 10/10 ThirdParty", ""), all),
            findings(&days("A 10/10 B 10/10", "A 10/10 B 10/10", ""), all),
            findings(&days("A 10/10", "A 10/10", ""), named),
        ]
        .join("\n")
    );
}

#[test]
fn a_control_that_is_gone_is_lost_or_retired_or_nobody_knows() {
    let all = "regression: { against: previous, controls: { max-drop: 20pp } }";
    let strict = "regression: { against: previous, controls: { max-drop: 20pp }, when-descoped: fail }";
    let named = "regression: { against: previous, controls: { match: [A], max-drop: 20pp } }";
    let core = "regression: { against: previous, controls: { where: { tier: [Core] }, max-drop: 20pp } }";
    let gone = |catalogue: &str| days("A 10/10 B 10/10", "A 10/10", catalogue);
    check(&[
        ("a licence", gone(""), all, "B unknown"),
        ("a licence counts as lost", gone(""), strict, "B failed"),
        ("retired", gone("without B"), strict, "- passed"),
        ("deprecated", gone("deprecated B"), strict, "- passed"),
        ("it cannot be told", gone("without B, incomplete"), all, "B unknown"),
        ("without points", days("A 10/10 B 0/10", "A 10/10", ""), strict, "- passed"),
        ("with no more than may be lost", days("A 10/10 B 2/10", "A 10/10", ""), strict, "- passed"),
        ("the rule is not about it", gone(""), named, "- passed"),
        ("nor is it by its tier", gone("tier B Advanced"), core, "- passed"),
        ("by its tier it is", gone(""), core, "B unknown"),
    ]);
    assert_snapshot!(
        [findings(&gone(""), all), findings(&gone(""), strict), findings(&gone("without B, incomplete"), all)]
            .join("\n")
    );
    let (_workspace, whole) = run(&gone(""), all, "");
    assert_snapshot!("a_person_sees_which_control_is_gone", whole.seen());
}

#[test]
fn each_control_has_its_own_best_day_and_its_own_confirmation() {
    let rule = "regression: { against: { best-of: 4d }, controls: { max-drop: 20pp }, confirm: 2 }";
    let four = |days: [&str; 4]| {
        let line = |(index, day): (usize, &&str)| format!("2026-11-{} {day}", 20 + index);
        past(
            &format!("2026-11-19 A 5/10 B 5/10\n{}", days.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")),
            "",
        )
    };
    let pending = || four(["A 10/10 B 5/10", "A 5/10 B 10/10", "A 10/10 B 10/10", "A 5/10 B 10/10"]);
    let confirmed = || four(["A 10/10 B 5/10", "A 5/10 B 10/10", "A 5/10 B 10/10", "A 5/10 B 5/10"]);
    check(&[
        ("A fell today", pending(), rule, "- passed"),
        ("A fell days ago, B today", confirmed(), rule, "- passed, A failed"),
        (
            "a control whose state nobody knows",
            days("A 9/9 O 8/?", "A 9/9 O 8/?", "incomplete"),
            "regression: { against: previous, controls: { max-drop: 20pp } }",
            "O unknown",
        ),
    ]);
    assert_snapshot!([findings(&pending(), rule), findings(&confirmed(), rule)].join("\n"));
}
