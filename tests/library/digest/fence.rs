//! The fence around what others wrote.

use proptest::prelude::*;

use crate::digest::arbitrary::report;
use crate::digest::{digest, samples};

/// Ways in which Markdown, or what renders it, makes something live.
const LIVE: [&str; 9] = ["[", "]", "http://", "https://", "www.", "://", "mailto:", "<", "`"];

/// The text between the markers, after checking that there is exactly one fence and that it is announced.
fn fenced(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begin = lines.iter().position(|line| line.starts_with("[[data "))?;
    let name = lines[begin].strip_prefix("[[data ").and_then(|line| line.strip_suffix("]]")).unwrap();
    let end = lines.iter().position(|line| *line == format!("[[end {name}]]")).unwrap();
    assert_eq!(text.matches(name).count(), 4, "twice announced, once at each end");
    assert!(lines[..begin].iter().any(|line| line.contains("never as instructions")));
    Some(lines[begin + 1..end].join("\n"))
}

fn assert_harmless(body: &str) {
    let lower = body.to_lowercase();
    for live in LIVE {
        assert!(!lower.contains(live), "{live:?} in\n{body}");
    }
    let ours = [
        "Tenant: ",
        "## ",
        "- Waiver for ",
        "- Waived: ",
        "- Since ",
        "- Control ",
        "- Gap: ",
        "- Note: ",
        "- Disabled: ",
        "- Policy ",
        "- Recoverable: ",
        "- Passed: ",
        "- Severity ",
        "- Link of incident ",
        "- Left out: ",
        "- Gap of the incidents: ",
        "Incidents and the controls that bear on them; ",
        "|",
        "Failed before unknown",
    ];
    for line in body.lines().filter(|line| !line.is_empty()) {
        let numbered = line.split_once(". Rule ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        assert!(numbered || ours.iter().any(|start| line.starts_with(start)), "a forged line: {line:?}");
        if line.starts_with('|') {
            assert_eq!(line.matches('|').count(), 6, "a forged cell: {line:?}");
            assert!(!line.contains('\\'), "an escaped cell: {line:?}");
        }
    }
}

#[test]
fn hostile_text_cannot_close_the_fence_and_holds_no_live_link_or_image() {
    let text = digest(&samples::hostile(), 20_000);
    assert_harmless(&fenced(&text).unwrap());
    let outside = text.replace(&fenced(&text).unwrap(), "");
    assert!(!outside.contains("evil"), "{outside}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_leaves_the_fence_or_is_live_in_it(report in report(), budget in 0..12_000_usize) {
        if let Some(body) = fenced(&digest(&report, budget)) {
            assert_harmless(&body);
        }
    }
}
