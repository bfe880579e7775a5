//! The records for a log table: what the Logs Ingestion API accepts, whatever a tenant or a policy contains.

use proptest::prelude::*;
use scoregate::render::Format;
use scoregate::report::Report;
use serde_json::Value;

use super::{rendered, samples};

/// The names that Azure Monitor reserves in custom tables.
const RESERVED: [&str; 8] =
    ["TenantId", "Title", "Type", "UniqueId", "Id", "BilledSize", "IsBillable", "InvalidTimeGenerated"];

/// The records, after the checks that hold for every file.
fn records(report: &Report) -> Vec<Value> {
    let text = rendered(report, Format::JsonlLogs);
    assert!(text.ends_with('\n'));
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (line, record) in text.lines().zip(&records) {
        assert!(line.len() < 1_000_000, "a call takes 1 MB, and this record has {} bytes", line.len());
        assert_eq!(record["RunId"], records[0]["RunId"]);
        for (name, value) in record.as_object().unwrap() {
            assert!(!RESERVED.contains(&name.as_str()), "{name} is reserved");
            assert!(name.starts_with(|c: char| c.is_ascii_uppercase()) && name.len() <= 45, "{name}");
            assert!(value.is_string() || value.is_number() || value.is_boolean(), "{name}: {value}");
            assert!(value.to_string().len() <= 16_002, "{name} has {} bytes", value.to_string().len());
        }
    }
    records
}

fn of_type<'r>(records: &'r [Value], name: &str) -> Vec<&'r Value> {
    records.iter().filter(|record| record["RecordType"] == name).collect()
}

#[test]
fn a_run_has_one_record_and_every_finding_waiver_and_category_another() {
    for (name, report) in samples::all() {
        let records = records(&report);
        let number = |of: &str| of_type(&records, of).len();
        assert_eq!(records[0]["RecordType"], "Run", "{name}");
        assert_eq!((number("Run"), number("Finding")), (1, report.findings.len()), "{name}");
        assert_eq!(
            (number("Waiver"), number("Category")),
            (report.waivers.len(), report.snapshot.categories.len()),
            "{name}"
        );
        assert!(records.iter().all(|record| record["Verdict"] == report.verdict().name()), "{name}");
    }
}

#[test]
fn the_parts_of_a_change_sum_to_it_and_those_of_controls_to_their_part() {
    let records = records(&samples::dropped());
    let parts = of_type(&records, "Attribution");
    let sum = |records: &[&Value]| records.iter().map(|record| record["Contribution"].as_f64().unwrap()).sum::<f64>();
    for part in &parts {
        let of_change: Vec<&Value> =
            parts.iter().filter(|other| other["FindingId"] == part["FindingId"]).copied().collect();
        assert!((sum(&of_change) - part["TotalChange"].as_f64().unwrap()).abs() < 1e-9, "{part}");
        let same = |record: &&&Value| ["FindingId", "Cause"].iter().all(|key| record[*key] == part[*key]);
        let controls = of_type(&records, "ControlAttribution");
        let controls: Vec<&Value> = controls.iter().filter(same).copied().collect();
        assert!(controls.is_empty() || (sum(&controls) - sum(&[*part])).abs() < 1e-9, "{part}");
    }
}

#[test]
fn outcomes_and_causes_have_the_words_of_the_json_report() {
    for (name, report) in samples::all() {
        let json: Value = serde_json::from_str(&rendered(&report, Format::Json)).unwrap();
        let records = records(&report);
        let findings = json["findings"].as_array().unwrap();
        let outcomes: Vec<&Value> = findings.iter().map(|finding| &finding["outcome"]).collect();
        let recorded = of_type(&records, "Finding");
        assert_eq!(recorded.iter().map(|record| &record["Outcome"]).collect::<Vec<_>>(), outcomes, "{name}");
        let parts = findings.iter().filter_map(|finding| finding["change"]["parts"].as_array()).flatten();
        let causes: Vec<&Value> = parts.map(|part| &part["cause"]).collect();
        for record in of_type(&records, "Attribution") {
            assert!(causes.contains(&&record["Cause"]), "{name}: {}", record["Cause"]);
        }
    }
}

#[test]
fn the_id_of_a_run_is_that_of_its_content() {
    let id = |report: &Report| records(report)[0]["RunId"].clone();
    assert_eq!(id(&samples::failing()), id(&samples::failing()));
    assert_ne!(id(&samples::failing()), id(&samples::passing()));
    let mut later = samples::failing();
    later.now = "2030-01-01T00:00:00Z".parse().unwrap();
    assert_ne!(id(&samples::failing()), id(&later));
}

#[test]
fn a_text_that_is_too_long_is_cut_and_shows_it() {
    for character in ["#", "\"", "a", "\u{fffd}", "\u{1f600}", "\u{7}"] {
        let records = records(&samples::saying(&character.repeat(200_000)));
        let messages = records.iter().filter_map(|record| record["Message"].as_str());
        assert!(messages.filter(|message| message.len() > 2_000).all(|message| message.ends_with('…')));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_adds_a_record_a_field_or_a_command_to_a_log(text in super::laws::text()) {
        let keys = |report: &Report| -> Vec<usize> {
            records(report).iter().map(|record| record.as_object().unwrap().len()).collect()
        };
        let report = samples::saying(&format!("x{text}"));
        prop_assert_eq!(keys(&report), keys(&samples::saying("plain")));
        let output = rendered(&report, Format::JsonlLogs);
        prop_assert!(!output.contains("##["));
        let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
        prop_assert!(output.lines().all(is_object));
    }
}
