//! Each rule: a clean plugin with one thing changed.

mod cases;

use std::collections::BTreeSet;

use scoregate::copilot::lint::Rule;

use cases::{CASES, Change};

use super::{files, found};

/// The files of the clean plugin with one change.
fn changed((name, from, to): Change) -> Vec<(&'static str, String)> {
    let mut all = Vec::from(files());
    let at = all.iter().position(|(file, _)| *file == name).unwrap();
    let text = &mut all[at].1;
    match to {
        "EMPTY" => *text = "a: 1\n".to_owned(),
        "NO PATHS" => {
            *text =
                "openapi: 3.0.1\ninfo: {title: t, version: v}\nservers: [{url: https://a.com}]\npaths: {}\n".to_owned()
        }
        "REMOVED" => drop(all.remove(at)),
        _ => {
            assert_eq!(text.matches(from).count().min(1), 1, "{name} does not contain {from}");
            *text = text.replacen(from, &to.replace("LONG", &"x".repeat(100_000)).replace("WITHOUT SERVER", ""), 1);
        }
    }
    if to == "WITHOUT SERVER" {
        for (_, text) in &mut all {
            *text = text.replace("servers:\n  - url: https://api.contoso.com\n", "");
        }
    }
    all
}

#[test]
fn a_clean_plugin_has_no_findings() {
    assert_eq!(found(&files()), Vec::<String>::new());
}

#[test]
fn each_rule_finds_the_one_thing_that_was_changed() {
    for (code, changes) in CASES {
        for change in *changes {
            let found = found(&changed(*change));
            assert!(found.iter().any(|line| line.starts_with(&format!("{code} "))), "{code}, {change:?}: {found:#?}");
        }
    }
}

#[test]
fn every_rule_has_a_case_and_no_two_have_one_code() {
    let cases: Vec<&str> = CASES.iter().map(|(code, _)| *code).collect();
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    assert_eq!(cases, rules);
    assert_eq!(rules.iter().collect::<BTreeSet<_>>().len(), rules.len());
}
