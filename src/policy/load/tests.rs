//! The loader as a whole, and that nothing makes it panic.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use proptest::prelude::*;

use super::super::Place;
use super::*;

const VALID: &str = "\
scoregate: 1
policy: base
rules:
  - id: overall
    severity: high
    expect: { score: { at-least: 70% } }
  - { id: admins, severity: low, expect: { controls: { match: [A], state: implemented } } }
waivers:
  - { rule: base/admins, controls: [A], reason: moving, approved-by: ciso, expires: 2027-01-31 }
";

fn load_text(text: &[u8]) -> Result<PolicySet, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    fs::write(&path, text).unwrap();
    load(&[path])
}

/// The printed form of a report, which must not panic either.
fn printed(text: &[u8]) -> String {
    match load_text(text) {
        Ok(set) => format!("{set:?}"),
        Err(error) => format!("{:?}", miette::Report::new(error)),
    }
}

#[test]
fn places_and_policies_are_filled_in() {
    let set = load_text(VALID.as_bytes()).unwrap();
    let [policy] = set.policies.as_slice() else { panic!("one policy") };
    assert_eq!(policy.place, Place { source: 0, line: 2, column: 9, end_column: 13 });
    let [overall, admins] = policy.rules.as_slice() else { panic!("two rules") };
    assert_eq!(overall.place, Place { source: 0, line: 4, column: 9, end_column: 16 });
    assert_eq!(admins.place, Place { source: 0, line: 7, column: 11, end_column: 17 });
    let [waiver] = set.waivers.as_slice() else { panic!("one waiver") };
    assert_eq!((waiver.policy.as_str(), waiver.rule.as_str()), ("base", "admins"));
    assert_eq!((waiver.place.line, waiver.place.column), (9, 13));
}

#[test]
fn values_at_the_edges_of_the_schema_are_values_of_the_types() {
    for (from, to) in [
        ("70%", "100.000 %"),
        ("70%", "0%"),
        ("70%", "999999999.5 points"),
        ("state: implemented", "at-least: 1 point, min-matches: 4294967295"),
        ("score: { at-least: 70% }", "freshness: { snapshot: 9999 w, last-synced: 1h }"),
        ("2027-01-31", "9999-12-31"),
    ] {
        assert!(load_text(VALID.replace(from, to).as_bytes()).is_ok(), "{to}");
    }
    for (from, to) in [
        ("70%", "100.01%"),
        ("70%", "1e2 points"),
        ("state: implemented", "at-least: 5%, min-matches: 4294967296"),
        ("score: { at-least: 70% }", "freshness: { snapshot: 0d }"),
        ("2027-01-31", "2027-02-29"),
        ("scoregate: 1", "scoregate: 1.0"),
        ("scoregate: 1", "scoregate: 0x1"),
    ] {
        let report = printed(VALID.replace(from, to).as_bytes());
        assert!(report.contains("1 problem") && !report.contains("cannot be used:"), "{to}: {report}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        printed(&bytes);
    }

    #[test]
    fn no_damaged_policy_panics(at in 0..VALID.len(), length in 0..40_usize, patch in "[a-z0-9:%&*!|>{}\\[\\],\"' \n\t\r~#?-]{0,12}|\\PC{0,4}") {
        let end = (at + length).min(VALID.len());
        let text = [&VALID[..at], &patch, &VALID[end..]].concat();
        let report = printed(text.as_bytes());
        prop_assert!(!report.contains("cannot be used:"), "the schema has a gap: {text}\n{report}");
    }
}
