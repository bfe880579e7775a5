//! What outside standards demand: schemas, well-formed XML, the validator of SARIF's owner where it is at hand.

use std::path::Path;
use std::process::Command;

use scoregate::render::{Format, json};
use serde_json::Value;

use crate::formats::{rendered, samples};

/// The standard's own schema; a comment in the file says nothing that the tests rely on.
const SARIF: &str = include_str!("sarif-2.1.0.schema.json");

#[test]
fn json_reports_follow_the_schema() {
    let schema: Value = serde_json::from_str(&json::schema()).unwrap();
    for (name, report) in samples::all() {
        let text = rendered(&report, Format::Json);
        assert_valid(&schema, &text, name);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["exit-code"], report.verdict().exit().code(), "{name}");
    }
}

#[test]
fn the_schema_of_the_report_is_the_one_in_schemas() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/report.schema.json");
    if std::env::var_os("SCOREGATE_BLESS").is_some() {
        std::fs::write(&path, json::schema()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == json::schema(),
        "schemas/report.schema.json is out of step: run the tests with SCOREGATE_BLESS=1"
    );
}

#[test]
fn json_has_no_figures_that_are_no_numbers() {
    let mut report = samples::failing();
    report.snapshot.current = Some(f64::NAN);
    report.snapshot.claimed = f64::INFINITY;
    report.findings[0].recoverable = Some(f64::NEG_INFINITY);
    let schema: Value = serde_json::from_str(&json::schema()).unwrap();
    assert_valid(&schema, &rendered(&report, Format::Json), "NaN");
}

#[test]
fn only_the_provenance_tells_a_live_report_from_a_recorded_one() {
    let (live, mut recorded) = (samples::failing(), samples::failing());
    recorded.provenance.inputs.clear();
    recorded.provenance.repository = None;
    recorded.provenance.version = "9.9.9".to_owned();
    recorded.sources[0].sha256 = "00".repeat(32);
    let [live, recorded] = [live, recorded].map(|report| {
        let mut value: Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
        assert!(value.as_object_mut().unwrap().remove("provenance").is_some());
        value
    });
    assert_eq!(live, recorded);
}

#[test]
fn sarif_follows_the_schema_of_the_standard() {
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    for (name, report) in samples::all() {
        assert_valid(&schema, &rendered(&report, Format::Sarif), name);
    }
}

/// What the schema cannot say but GitHub and the standard's text do.
#[test]
fn sarif_results_name_their_rule_and_a_place_that_exists() {
    for (name, report) in samples::all() {
        let log: Value = serde_json::from_str(&rendered(&report, Format::Sarif)).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), report.policies.iter().map(|policy| policy.rules.len()).sum::<usize>(), "{name}");
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert!(region["startLine"].as_u64().unwrap() >= 1, "{name}");
            assert_ne!(region["snippet"]["text"], "", "{name}");
        }
    }
}

/// A limit of GitHub, beyond which it refuses the whole file.
#[test]
fn sarif_holds_no_more_results_than_github_takes_and_says_so() {
    let mut report = samples::many();
    let more: Vec<_> = report.findings[..2_000].iter().cycle().take(26_000).cloned().collect();
    report.findings.splice(..2_000, more);
    let log: Value = serde_json::from_str(&rendered(&report, Format::Sarif)).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(said.starts_with("1000 results are left out"), "{said}");
}

/// `SARIF_MULTITOOL` names the program of the package `@microsoft/sarif-multitool-linux`.
#[test]
fn the_validator_of_the_formats_owner_finds_nothing_but_what_is_accepted() {
    let Some(tool) = std::env::var_os("SARIF_MULTITOOL") else {
        println!("skipped: SARIF_MULTITOOL names no validator");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, report) in samples::all() {
        let (log, found) =
            (folder.path().join(format!("{name}.sarif")), folder.path().join(format!("{name}.found.sarif")));
        std::fs::write(&log, rendered(&report, Format::Sarif)).unwrap();
        let options = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--kind", "Fail;Open;Review"];
        let status =
            Command::new(&tool).arg("validate").arg(&log).arg("-o").arg(&found).args(options).output().unwrap();
        let text = std::fs::read_to_string(&found).unwrap_or_else(|_| panic!("{name}: no result: {status:?}"));
        let found: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let run = &found["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "Sarif.Multitool", "{name}");
        for result in run["results"].as_array().into_iter().flatten() {
            // No repository is known outside a pipeline; the address of the schema cannot be reached without a network; the ids
            // of rules are those of the policies.
            let accepted = ["SARIF2003", "SARIF2006", "SARIF2009"].iter().any(|id| result["ruleId"] == *id);
            assert!(accepted, "{name}: {result:#}");
        }
    }
}

#[test]
fn junit_can_be_read_back_and_counts_what_the_report_counts() {
    for (name, report) in samples::all() {
        let xml = rendered(&report, Format::Junit);
        let read = quick_junit::Report::deserialize_from_str(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        let counts = report.counts();
        let of = |rank: u8| report.findings.iter().filter(|finding| finding.outcome.rank() == rank).count();
        assert_eq!((read.failures, read.errors), (counts.failed, counts.unknown), "{name}");
        assert_eq!(read.tests, report.findings.len() + counts.disabled, "{name}");
        assert_eq!(read.skipped, of(2) + of(4) + counts.disabled, "{name}");
        assert_eq!(read.test_suites.len(), report.policies.len(), "{name}");
        for suite in &read.test_suites {
            let mut names: Vec<&str> = suite.test_cases.iter().map(|case| case.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), suite.tests, "{name}: names are unique, or readers drop cases");
        }
    }
}

fn assert_valid(schema: &Value, text: &str, name: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}
