//! What of SARIF no schema and no validator looks at.

use std::fmt::Write as _;

use scoregate::policy::Place;
use scoregate::report::{Format, Outcome, Report};
use serde_json::Value;

use crate::{rendered, samples};

/// How many rules a large policy has.
const RULES: usize = 5_000;

fn run(report: &Report) -> Value {
    let mut log: Value = serde_json::from_str(&rendered(report, Format::Sarif)).unwrap();
    log["runs"][0].take()
}

/// A report of thousands of failing rules, all in one file, on a line each or on a single one.
fn huge(line_end: &str) -> Report {
    let mut report = samples::failing();
    let (rule, finding) = (report.policies[0].rules[0].clone(), report.findings[0].clone());
    let (mut text, mut places) = (String::new(), Vec::new());
    let (mut line, mut column) = (1, 1);
    for number in 0..RULES {
        let entry = format!("é rule-{number:05} {}{line_end}", "x".repeat(125));
        places.push(Place { source: 0, line, column: column + 2, end_column: column + 12 });
        let _ = write!(text, "{entry}");
        (line, column) = if line_end == "\n" {
            (line + 1, 1)
        } else {
            (line, column + u32::try_from(entry.chars().count()).unwrap())
        };
    }
    report.sources[0].text = text;
    report.policies[0].rules = Vec::new();
    report.findings.clear();
    for (number, place) in places.into_iter().enumerate() {
        let mut rule = rule.clone();
        rule.id = format!("rule-{number:05}");
        rule.place = Some(place);
        report.policies[0].rules.push(rule);
        let mut finding = finding.clone();
        finding.rule.rule = number;
        report.findings.push(finding);
    }
    report.waivers.clear();
    report
}

/// Were the file read again for each result, this would take a minute.
#[test]
fn a_large_policy_with_many_results_is_written_in_time_and_every_place_is_right() {
    for line_end in ["\n", " "] {
        let run = run(&huge(line_end));
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), RULES);
        for result in results {
            let snippet = &result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"];
            assert_eq!(result["ruleId"].as_str().unwrap().strip_prefix("identity-baseline/"), snippet.as_str());
        }
    }
}

#[test]
fn the_text_of_policies_hides_nothing_and_keeps_its_lines_and_columns() {
    let mut report = samples::failing();
    let text = report.sources[0].text.replace("keeps 70 %", "keeps\u{202e} \u{1b}[31m70 %\u{2028}");
    report.sources[0].text = text.replace("- id: overall", "-\u{200b}id: overall");
    let run = run(&report);
    let written = serde_json::to_string(&run).unwrap();
    assert!(!written.contains(['\u{202e}', '\u{200b}', '\u{2028}']) && !written.contains("\\u001b"));
    let embedded = run["artifacts"][0]["contents"]["text"].as_str().unwrap();
    assert_eq!(embedded.chars().count(), report.sources[0].text.chars().count());
    assert_eq!(embedded.matches('\n').count(), report.sources[0].text.matches('\n').count());
    let result =
        run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "identity-baseline/overall-score");
    assert_eq!(result.unwrap()["locations"][0]["physicalLocation"]["region"]["snippet"]["text"], "overall-score");
}

#[test]
fn messages_hold_no_link_and_the_id_of_the_run_no_more_than_plain_characters() {
    let mut report = samples::hostile();
    report.tenant = Some("a/../b c\n[x](y)é".to_owned());
    let run = run(&report);
    assert_eq!(run["automationDetails"]["id"], "scoregate/a-..-b-c--x--y--/");
    for result in run["results"].as_array().unwrap() {
        assert!(!result["message"].to_string().contains("]("), "{result:#}");
    }
}

#[test]
fn undecided_advice_is_a_note_and_notes_are_notifications() {
    let mut report = samples::inconclusive();
    report.findings[1].outcome = Outcome::Unknown("page 2 is missing".to_owned());
    let run = run(&report);
    let levels: Vec<(&str, &str)> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| (result["ruleId"].as_str().unwrap(), result["level"].as_str().unwrap()))
        .collect();
    assert!(levels.contains(&("identity-baseline/no-claims", "note")), "{levels:?}");
    assert!(levels.contains(&("identity-baseline/admins-use-mfa", "warning")), "{levels:?}");
    assert!(levels.iter().all(|(id, _)| *id != "scoregate/complete"), "{levels:?}");
    let told = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("2 findings are undecided for it."), "{told}");
    assert_eq!(run["invocations"][0].get("exitCode"), None);
}
