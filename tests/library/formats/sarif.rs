//! What of SARIF no schema and no validator looks at.

use std::fmt::Write as _;
use std::sync::Arc;

use scoregate::policy::Place;
use scoregate::render::{Format, RenderOptions, SarifWaived, render};
use scoregate::report::{Outcome, Reason, Report, Subject};
use serde_json::Value;

use crate::formats::samples;

/// How many rules a large policy has.
const RULES: usize = 5_000;

fn run(report: &Report) -> Value {
    run_with(report, &RenderOptions::default())
}

fn run_with(report: &Report, options: &RenderOptions) -> Value {
    let mut log: Value = serde_json::from_str(&render(report, Format::Sarif, options).unwrap()).unwrap();
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
    report.sources[0].text = text.into();
    Arc::make_mut(&mut report.policies)[0].rules = Vec::new();
    report.findings.clear();
    for (number, place) in places.into_iter().enumerate() {
        let mut rule = rule.clone();
        rule.id = format!("rule-{number:05}");
        rule.place = Some(place);
        Arc::make_mut(&mut report.policies)[0].rules.push(rule);
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
    let text = report.sources[0].text.replace("keeps 70%", "keeps\u{202e} \u{1b}[31m70%\u{2028}");
    report.sources[0].text = text.replace("- id: overall", "-\u{200b}id: overall").into();
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
fn messages_hold_no_link() {
    for result in run(&samples::hostile())["results"].as_array().unwrap() {
        assert!(!result["message"].to_string().contains("]("), "{result:#}");
    }
}

/// An id of ours would overrule the `category` of the upload.
#[test]
fn a_run_has_an_automation_id_only_where_a_category_is_given() {
    assert_eq!(run(&samples::failing()).get("automationDetails"), None);
    for category in ["secure-score/identity", "secure-score/identity/"] {
        let options = RenderOptions { sarif_category: Some(category.to_owned()), ..RenderOptions::default() };
        let run = run_with(&samples::failing(), &options);
        assert_eq!(run["automationDetails"]["id"], "secure-score/identity/");
    }
}

/// GitHub keeps no other fingerprint, and takes alerts of one rule with the same one for the same alert.
#[test]
fn every_result_has_a_line_hash_of_its_own_that_outlives_an_edit_of_the_policy() {
    let hashes = |report: &Report| -> Vec<String> {
        let run = run(report);
        let results = run["results"].as_array().unwrap().iter();
        results
            .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned())
            .collect()
    };
    for (name, report) in samples::all() {
        let found = hashes(&report);
        assert!(found.iter().all(|hash| hash.len() == 18 && hash.ends_with(":1")), "{name}: {found:?}");
        assert_eq!(found.iter().collect::<std::collections::BTreeSet<_>>().len(), found.len(), "{name}");
    }
    let (before, mut moved) = (samples::failing(), samples::failing());
    std::sync::Arc::make_mut(&mut moved.sources[0].text).insert(0, '\n');
    for rule in &mut Arc::make_mut(&mut moved.policies)[0].rules {
        rule.place.as_mut().unwrap().line += 1;
    }
    moved.tenant = Some("other.example".to_owned());
    for finding in &mut moved.findings {
        finding.message.push_str(" More.");
        if let Subject::Control(id) = &mut finding.subject {
            *id = id.to_uppercase();
        }
    }
    assert_eq!(hashes(&moved), hashes(&before));
    let mut twice = samples::failing();
    twice.findings.insert(1, twice.findings[0].clone());
    let twice = hashes(&twice);
    assert_eq!(twice.iter().filter(|hash| hash.ends_with(":2")).count(), 1, "{twice:?}");
}

#[test]
fn a_finding_stands_where_its_rule_names_the_control_and_otherwise_at_the_rule() {
    let mut report = samples::failing();
    report.findings[1].place = Some(samples::place("[AdminMFAV2"));
    let run = run(&report);
    let region = |rule: &str| {
        let result = run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == rule).unwrap();
        result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(region("identity-baseline/admins-use-mfa"), "[AdminMFAV2");
    assert_eq!(region("identity-baseline/overall-score"), "overall-score");
}

#[test]
fn waived_findings_are_suppressed_or_left_out_and_said_to_be() {
    let is_waived = |result: &Value| result["properties"]["outcome"] == "waived";
    let suppressed = run(&samples::failing());
    let waived: Vec<&Value> = suppressed["results"].as_array().unwrap().iter().filter(|one| is_waived(one)).collect();
    assert_eq!(waived.len(), 1);
    let why = waived[0]["suppressions"][0]["justification"].as_str().unwrap();
    assert!(why.contains("granted 2026-08-01") && why.contains("last valid day 2027-01-31"), "{why}");
    let omit = RenderOptions { sarif_waived: SarifWaived::Omit, ..RenderOptions::default() };
    let omitted = run_with(&samples::failing(), &omit);
    let others = suppressed["results"].as_array().unwrap().iter().filter(|one| !is_waived(one)).count();
    assert_eq!(omitted["results"].as_array().unwrap().len(), others);
    let note = omitted["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(note.contains("1 waived finding (identity-baseline/core-controls/mdo_safedocuments)"), "{note}");
}

#[test]
fn unknown_advice_is_a_note_and_notes_are_notifications() {
    let mut report = samples::inconclusive();
    report.findings[1].outcome = Outcome::Unknown(Reason::CatalogueIncomplete);
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
    assert!(told.contains("2 findings are unknown: "), "{told}");
    assert_eq!(run["invocations"][0].get("exitCode"), None);
}
