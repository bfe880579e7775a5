//! `scoregate explain`: every code of the program has an explanation, and is found however it is written.

use std::collections::BTreeSet;

use scoregate::copilot::lint::Rule;
use scoregate::error::EvidenceErrorKind;
use scoregate::exit::Exit;
use scoregate::report::ReasonCode;
use serde_json::Value;

use crate::support::generated::file_says;
use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::Workspace;

/// The codes of a family in the list for programs.
fn codes(family: &str) -> BTreeSet<String> {
    let run = Workspace::new().run("explain -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let list: Value = serde_json::from_str(&run.stdout).unwrap();
    let of_family = |entry: &&Value| entry["family"] == family;
    let explanations = list["explanations"].as_array().unwrap();
    explanations.iter().filter(of_family).map(|entry| entry["code"].as_str().unwrap().to_owned()).collect()
}

fn set(words: impl IntoIterator<Item = impl ToString>) -> BTreeSet<String> {
    words.into_iter().map(|word| word.to_string()).collect()
}

#[test]
fn every_code_of_the_program_is_explained() {
    assert_eq!(codes("reason"), set(ReasonCode::ALL.iter().map(|code| code.as_str())));
    assert_eq!(codes("evidence-fault"), set(EvidenceErrorKind::ALL.map(EvidenceErrorKind::code)));
    assert_eq!(codes("plugin-rule"), set(Rule::ALL.iter().map(|rule| rule.code())));
    assert_eq!(codes("exit-code"), set(Exit::ALL.map(Exit::code)));
    // Those of errors are compared with the errors in src/cli/explain/errors.rs.
    assert_eq!(codes("error").len(), 9);
}

#[test]
fn every_outcome_of_a_report_is_explained() {
    let schema: Value = serde_json::from_str(&Workspace::new().run("policy schema --kind report").stdout).unwrap();
    let outcomes = codes("outcome");
    let text = schema.to_string();
    for outcome in &outcomes {
        assert!(outcome == "unreadable" || text.contains(&format!("\"{outcome}\"")), "{outcome} is in no report");
    }
    assert_eq!(outcomes.len(), 7);
}

#[test]
fn a_rule_of_a_policy_is_no_code_and_the_help_states_where_it_is_explained() {
    let workspace = Workspace::new();
    let seen: Vec<String> = ["posture/fresh-snapshot", "mfa/admins-use-mfa/AdminMFAV2", "policies/mfa.yaml"]
        .iter()
        .map(|code| workspace.run(&format!("explain {code}")).seen())
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn every_built_in_rule_of_a_report_is_explained() {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("score: { at-least: 50% }"))
        .file("t.json", tenant().control("A", 9.0, 10.0).json());
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o json"));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let ids = report["findings"].as_array().unwrap().iter().map(|finding| finding["identity"].as_str().unwrap());
    let built_in: BTreeSet<String> = set(ids.filter(|id| id.starts_with("scoregate/")));
    assert_eq!(codes("built-in-rule"), built_in);
}

#[test]
fn every_option_that_an_explanation_names_exists() {
    let list: Value = serde_json::from_str(&Workspace::new().run("explain -o json").stdout).unwrap();
    let known = crate::docs::options();
    for entry in list["explanations"].as_array().unwrap() {
        for text in ["meaning", "cause", "fix"].map(|key| entry[key].as_str().unwrap()) {
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.starts_with("--"));
            words.for_each(|option| assert!(known.contains(option), "{option}: {text}"));
        }
    }
}

#[test]
fn each_code_of_the_list_can_be_looked_up() {
    let workspace = Workspace::new();
    let list: Value = serde_json::from_str(&workspace.run("explain -o json").stdout).unwrap();
    let all = list["explanations"].as_array().unwrap();
    let codes: Vec<&str> = all.iter().map(|entry| entry["code"].as_str().unwrap()).collect();
    let run = workspace.run(&format!("explain {} -o json", codes.join(" ")));
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found["explanations"].as_array().unwrap();
    assert!(all.iter().all(|entry| found.contains(entry)), "{}", run.seen());
}

#[test]
fn a_code_is_explained_with_its_cause_an_example_and_the_remedy() {
    let workspace = Workspace::new();
    insta::assert_snapshot!(workspace.run("explain catalogue-incomplete SCOREGATE::usage fresh 3").seen());
    insta::assert_snapshot!(workspace.run("explain inconclusive exit-3").seen());
    insta::assert_snapshot!(workspace.run("explain no-baseline -o json").seen());
    insta::assert_snapshot!(workspace.run("explain no-baseline -o markdown").seen());
}

#[test]
fn without_a_code_all_are_listed() {
    insta::assert_snapshot!(Workspace::new().run("explain").seen());
}

#[test]
fn an_unknown_code_is_a_usage_error_with_those_that_are_near() {
    let workspace = Workspace::new();
    let seen: Vec<String> = ["catalog-incomplete", "maximum", "##vso[x]", "7"]
        .iter()
        .map(|code| workspace.run(&format!("explain {code}")).seen())
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn shells_complete_codes() {
    let script = Workspace::new().run("completions bash").stdout;
    assert!(script.contains("catalogue-incomplete") && script.contains("scoregate::sign-in"));
}

#[test]
fn the_page_of_the_documentation_is_the_one_of_the_program() {
    file_says("docs/codes.md", &Workspace::new().run("explain -o markdown").stdout);
}

#[test]
fn an_unknown_finding_names_the_code_of_its_reason() {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("regression: { against: baseline, score: { max-drop: 1pp } }"))
        .file("t.json", tenant().control("A", 9.0, 10.0).json());
    let run = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}"));
    assert!(run.stdout.contains("[no-baseline]"), "{}", run.seen());
    assert_eq!(workspace.run("explain [no-baseline]").code, 0);
}
