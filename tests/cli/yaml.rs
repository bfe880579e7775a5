//! YAML of policies: what cannot be read is shown at its place, in every encoding.

use std::fmt::Write;

use insta::assert_snapshot;

use crate::policy::{VALID, rule, seen};

#[test]
fn repeated_keys_are_shown_with_both_places() {
    assert_snapshot!(seen(
        VALID.replace("    severity: high\n", "    severity: high\n    severity: low\n    id: again\n")
    ));
}

#[test]
fn a_colon_without_quotes_and_a_wrong_indent_are_named() {
    let score = "    expect: { score: { at-least: 70% } }";
    let files = [
        rule(&format!("    why: Note: this is text\n{score}")),
        rule(&format!("    why: He said \"no\": it's so\n{score}")),
        rule(&format!("    - why: Note: this is text\n{score}")),
        rule(&format!("     enforcement: block\n{score}")),
        rule("   enforcement: block"),
        rule("    expect:\n    score: { at-least: 70% }"),
        rule("\texpect: {}"),
    ];
    let shown: Vec<String> = files.iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_colon_in_quotes_and_a_decimal_point_are_valid() {
    for lines in [
        "    why: \"Note: this is text\"\n    expect: { score: { at-least: 70.5 % } }",
        "    why: it is 12:30 and a:b\n    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp } } }",
    ] {
        assert_eq!(seen(rule(lines)).lines().next(), Some("exit 0"), "{lines}");
    }
}

#[test]
fn yaml_that_cannot_be_read_is_shown_at_its_place() {
    let files = [
        "policy: base\nwhy: one: two\n",
        "policy: \"base\n",
        "policy: base\nrules:\n\t- id: x\n",
        "policy: base\n---\npolicy: other\n",
        "x: &x { a: 1 }\npolicy:\n  <<: *x\n",
        "policy: !secret base\n",
        "rules: [{ match: *MFA* }]\n",
        "policy: .inf\n",
    ];
    let shown: Vec<String> = files.into_iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn small_files_that_become_large_trees_are_refused() {
    let mut bomb = "policy: x\na: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        writeln!(bomb, "{next}: &{next} [{}]", vec![format!("*{name}"); 9].join(", ")).unwrap();
    }
    let nested = [format!("policy: {}", "[".repeat(100_000)), format!("rules:\n{}x\n", "- ".repeat(200))];
    let large = "# long\n".repeat(2 << 20);
    let shown: Vec<String> = [bomb].into_iter().chain(nested).chain([large]).map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_encoding_shows_the_same_problem_at_the_same_place() {
    let text = VALID
        .replace("severity: high", "why: 'ä 😀', severity: hihg")
        .replace("  - id: overall\n    why", "  - { id: overall, why");
    let text = text
        .replace("hihg\n    expect: { score: { at-least: 70% } }", "hihg, expect: { score: { at-least: 70% } } }")
        .replace('\n', "\r\n");
    let utf8 = seen(&text);
    assert_snapshot!(utf8);
    assert_eq!(seen(format!("\u{feff}{text}")), utf8);
    let marked = format!("\u{feff}{text}");
    assert_eq!(seen(marked.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()), utf8);
    assert_eq!(seen(marked.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()), utf8);
}

#[test]
fn bytes_that_are_no_text_are_shown_at_their_place() {
    assert_snapshot!(seen(b"scoregate: 1\npolicy: base\ntitle: caf\xe9\n"));
}

#[test]
fn control_characters_reach_no_terminal() {
    let escaped = VALID.replace("id: overall", "id: \"over\\e[31mall\"").replace("AdminMFAV2", "\"Admin\\eMFA\"");
    let raw = VALID.replace("id: overall", "id: over\u{1b}[31mall");
    let hidden = VALID.replace("id: overall", "id: over\u{202e}all");
    let shown: Vec<String> = [escaped, raw, hidden].into_iter().map(seen).collect();
    let shown = shown.join("\n");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']));
    assert_snapshot!(shown);
}

#[test]
fn tags_and_aliases_are_refused_and_exclamation_marks_in_text_are_not() {
    for (from, to) in [
        ("policy: base", "policy: !!str base"),
        ("policy: base", "policy: !!binary YmFzZQ=="),
        ("policy: base", "policy: ! base"),
        ("rules:\n", "rules: !!seq\n"),
        ("expect: { score", "expect: !!map { score"),
        ("[AdminMFAV2]", "[!!str AdminMFAV2]"),
        ("severity: high", "!!str severity: high"),
    ] {
        let shown = seen(VALID.replace(from, to));
        assert!(shown.contains("tags are not allowed"), "{to}: {shown}");
    }
    let shown = seen(VALID.replace("id: overall", "id: &a overall").replace("[AdminMFAV2]", "[*a]"));
    assert!(shown.contains("aliases (`*name`) are not allowed"), "{shown}");
    let text = "policy: base # really!\n# !x\ntitle: hi !x\nowner: \"ä '!x'\"\ndescription: |\n  a: !x\n\n  # b !y\n";
    let fine = VALID.replace("policy: base\n", text).replace(
        "    severity: high\n",
        "    severity: high\n    why: >-\n      one\n      !two\n    fix: one\n      !two\n    title: 'it''s !x'\n",
    );
    let shown = seen(fine);
    assert!(shown.starts_with("exit 0"), "{shown}");
}
