//! Grace for what is new, and what is wrong with a policy.

use insta::assert_snapshot;

use super::{check, findings, past};
use crate::support::tenant::policy;
use crate::support::workspace::Workspace;

/// B comes on the 21st with no points. Without it the tenant has all of 10, with it half of 20.
#[test]
fn a_new_control_does_not_count_until_its_grace_is_over() {
    let score = "score: { at-least: 70%, grace: 10d }";
    let controls = "controls: { where: { tier: [Core] }, at-least: 50%, grace: 10d }";
    let days = |from: &[&str]| {
        let day = |date: &str| {
            let new = if *date >= *"2026-11-21" { " B 0/10" } else { "" };
            format!("{date} A 10/10{new}")
        };
        past(&from.iter().map(|date| day(date)).collect::<Vec<_>>().join("\n"), "")
    };
    let long = || days(&["2026-11-10", "2026-11-20", "2026-11-21", "2026-11-23"]);
    let short = || days(&["2026-11-21", "2026-11-22", "2026-11-23"]);
    let since = |date: &str| {
        past(&format!("2026-11-10 A 10/10\n2026-11-12 A 10/10\n{date} A 10/10 B 0/10\n2026-11-23 A 10/10 B 0/10"), "")
    };
    check(&[
        ("within its grace", long(), score, "- passed"),
        ("a rule without grace", long(), "score: { at-least: 70% }", "- failed"),
        ("on the last day of its grace", since("2026-11-14"), score, "- passed"),
        ("after it", since("2026-11-13"), score, "- failed"),
        ("the data does not show that it is new", short(), score, "- unknown"),
        ("one day of data", days(&["2026-11-23"]), score, "- unknown"),
        (
            "all of it may be new, and then nothing is left",
            past("2026-11-23 A 5/10 B 5/10", ""),
            "score: { at-least: 40%, grace: 10d }",
            "- unknown",
        ),
        ("controls: within its grace", long(), controls, "A passed, B not-applicable"),
        ("controls: after it", since("2026-11-13"), controls, "A passed, B failed"),
        ("controls: the data does not show that it is new", short(), controls, "A passed, B unknown"),
    ]);
    let (_workspace, said) = super::run(&long(), score, "");
    let told = "✓ p/r  100.0% (10 of 10 points); required: at least 70%.\n    Excluded because they are new (until 2026-11-30 at the latest): 1 control (B).";
    assert!(said.stdout.contains(told), "{}", said.seen());
    assert_snapshot!(
        [
            findings(&long(), score),
            findings(&short(), score),
            findings(&long(), controls),
            findings(&short(), controls)
        ]
        .join("\n")
    );
}

#[test]
fn every_mistake_of_a_rule_on_regression_is_shown_at_its_place() {
    let rules = [
        "{ against: previous }",
        "{ score: { max-drop: 1pp } }",
        "{ against: yesterday, score: { max-drop: 1pp } }",
        "{ against: { best-of: 0d }, score: { max-drop: 1pp } }",
        "{ against: { best-of: 30 }, score: { max-drop: 1pp } }",
        "{ against: { best-of: 30d, days: 7 }, score: { max-drop: 1pp } }",
        "{ against: { days: 0 }, score: { max-drop: 1pp } }",
        "{ against: { day: 7 }, score: { max-drop: 1pp } }",
        "{ against: previous, score: { max-drop: 1 } }",
        "{ against: previous, score: { max-drop: 1% } }",
        "{ against: previous, score: { max-drop: -1pp } }",
        "{ against: previous, controls: { match: [A], where: { tier: [Core] }, max-drop: 1pp } }",
        "{ against: previous, controls: { match: [A] } }",
        "{ against: previous, score: { max-drop: 1pp }, confirm: 0 }",
        "{ against: previous, score: { max-drop: 1pp }, confirm: 31 }",
        "{ against: previous, score: { max-drop: 1pp }, judge: observed }",
        "{ against: previous, score: { max-drop: 1pp }, when-descoped: pass }",
        "{ against: previous, score: { max-drop: 1pp }, max-age: 30d }",
    ];
    let workspace = Workspace::new();
    let mut said = String::new();
    for rule in rules {
        workspace.file("p.yaml", policy(&format!("regression: {rule}")));
        let run = workspace.run("policy validate p.yaml");
        assert_eq!(run.code, 4, "{rule} is accepted: {}", run.seen());
        said.push_str(&format!("{}\n", run.stderr.trim_end()));
    }
    for rule in [
        "score: { at-least: 70%, max-age: 30d }",
        "score: { at-least: 70%, category: Identity, catalogue: baseline }",
        "score: { at-least: 70%, catalogue: baseline, grace: 30d }",
        "score: { at-least: 70%, grace: 30 }",
    ] {
        workspace.file("p.yaml", policy(rule));
        let run = workspace.run("policy validate p.yaml");
        assert_eq!(run.code, 4, "{rule} is accepted: {}", run.seen());
        said.push_str(&format!("{}\n", run.stderr.trim_end()));
    }
    assert_snapshot!(said);
}

/// `previous` and `days` forget a drop, so that a build that is run again passes: that deserves a word where they block.
#[test]
fn a_blocking_rule_that_forgets_is_reported() {
    let workspace = Workspace::new();
    for against in ["previous", "{ days: 7 }", "{ best-of: 30d }"] {
        workspace.file(
            &format!("p/{}.yaml", against.len()),
            policy(&format!("regression: {{ against: {against}, score: {{ max-drop: 1pp }} }}"))
                .replace("policy: p", &format!("policy: p{}", against.len())),
        );
    }
    assert_snapshot!(workspace.run("policy validate p").seen());
}
