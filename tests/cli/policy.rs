//! `scoregate policy`: what authors see.

mod discover;
mod known;
mod waivers;

use insta::assert_snapshot;

use crate::support::workspace::Workspace;

pub(crate) const WAIVER: &str = "reason: moving, approved-by: ciso, expires: 2027-01-31";

pub(crate) const VALID: &str = "\
scoregate: 1
policy: base
rules:
  - id: overall
    severity: high
    expect: { score: { at-least: 70% } }
  - id: admins
    severity: critical
    expect: { controls: { match: [AdminMFAV2], state: implemented } }
";

/// What is seen when one file is validated.
pub(crate) fn seen(content: impl AsRef<[u8]>) -> String {
    let workspace = Workspace::new();
    workspace.file("a.yaml", content);
    workspace.run("policy validate a.yaml").seen()
}

#[test]
fn every_problem_of_a_file_is_shown_at_its_place() {
    assert_snapshot!(seen(include_str!("policy/bad.yaml")));
}

#[test]
fn what_makes_no_sense_together_is_a_problem() {
    assert_snapshot!(seen(include_str!("policy/senseless.yaml")));
}

/// A policy of one rule, with its lines behind the severity.
pub(crate) fn rule(lines: &str) -> String {
    format!("scoregate: 1\npolicy: base\nrules:\n  - id: r\n    severity: high\n{lines}\n")
}

#[test]
fn words_and_forms_of_other_tools_get_the_one_that_is_meant() {
    let expect = |expect: &str| rule(&format!("    expect: {{ {expect} }}"));
    let score = "expect: { score: { at-least: 70% } }";
    let files = [
        expect("controls: { match: [A], state: completed }"),
        rule(&format!("    enforcement: warn\n    {score}")),
        expect("score: { min: 70% }"),
        expect("controls: { match: AdminMFAV2, state: implemented }"),
        expect("controls: { where: { tier: Defense in Depth }, state: implemented }"),
        expect("regression: { against: best-of-30d, score: { max-drop: 1pp } }"),
        expect("regression: { against: 7 days, score: { max-drop: 1pp } }"),
        expect("regression: { against: yesterday, score: { max-drop: 1pp } }"),
        rule("    expect:\n      score:\n        at-least: 70,5 %"),
        expect("score: { at-least: 70,5 % }"),
        expect("regression: { against: previous, score: { max-drop: 2% } }"),
        expect("freshness: { snapshot: 3 days }"),
    ];
    let shown: Vec<String> = files.iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn text_that_says_nothing_is_a_problem() {
    let text = VALID
        .replace("    severity: high\n", "    severity: high\n    title: ' '\n    why: \"\\u200b\"\n    fix: ''\n")
        .replace("policy: base\n", "policy: base\nowner: ' '\n");
    let waiver =
        format!("waivers: [{{ rule: overall, {} }}]\n", WAIVER.replace("moving", "' '").replace("ciso", "' '"));
    assert_snapshot!(seen(text + &waiver));
}

#[test]
fn tests_that_no_command_runs_are_refused() {
    let workspace = Workspace::new();
    workspace.file("p/base.yaml", VALID).file("p/base.test.yaml", "tests:\n  - expect: failed\n");
    assert_snapshot!("a_test_file_in_a_folder", workspace.run("policy validate p").seen());
    workspace.file("t.json", crate::support::tenant::tenant().control("AdminMFAV2", 10.0, 10.0).json());
    assert_eq!(workspace.run("check -p p -f t.json").code, 4);
    assert_snapshot!("tests_in_a_policy", seen(format!("{VALID}tests: []\n")));
    let waivers = format!("tests: []\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
    assert_eq!(workspace.file("w.yaml", waivers).run("policy validate p/base.yaml w.yaml").code, 4);
    assert_eq!(workspace.run("policy validate p/base.yaml").code, 0, "the policy itself is valid");
}

#[test]
fn a_key_that_nothing_reads_is_refused_in_every_kind_of_file() {
    let workspace = Workspace::new();
    for key in ["tests: []", "test: []", "metadata: {}", "x-note: a", "includes: []", "vars: {}"] {
        workspace.file("a.yaml", format!("{VALID}{key}\n"));
        assert_eq!(workspace.run("policy validate a.yaml").code, 4, "{key} in a policy");
        let waivers = format!("scoregate: 1\n{key}\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
        workspace.file("a.yaml", VALID).file("w.yaml", waivers);
        assert_eq!(workspace.run("policy validate a.yaml w.yaml").code, 4, "{key} in a waiver file");
    }
}
