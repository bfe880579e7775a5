//! The incidents as records for a log table: what a query can tell from them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{alert, check, incident, incidents, posture, workspace};
use crate::support::workspace::Workspace;

fn records(workspace: &Workspace, more: &str) -> Vec<Value> {
    let run = check(workspace, &format!("{more} -o jsonl-logs"));
    assert_eq!(run.code, 0, "{}", run.seen());
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_type<'r>(records: &'r [Value], name: &str) -> Vec<&'r Value> {
    records.iter().filter(|record| record["RecordType"] == name).collect()
}

/// Incidents with causes, without one, and one that is left out.
fn all() -> Vec<Value> {
    let mut false_positive = incident("400", vec![alert("d1", &["T1566.002"])]);
    false_positive["classification"] = json!("falsePositive");
    let mut all = incidents();
    all.push(false_positive);
    all
}

#[test]
fn incidents_and_their_causes_are_records_that_name_the_run() {
    let records = records(&workspace(&posture(), &all()), "--incidents i.json");
    let about = ["Incident", "IncidentCause"].map(|name| of_type(&records, name)).concat();
    let shown: Vec<String> = about
        .into_iter()
        .map(|record| {
            let mut record = record.as_object().unwrap().clone();
            assert_eq!(record.remove("RunId").as_ref(), Some(&records[0]["RunId"]));
            format!("{:#}", Value::Object(record))
        })
        .collect();
    insta::assert_snapshot!("log_records", shown.join("\n"));
}

#[test]
fn a_query_can_tell_an_incident_without_a_cause_from_one_that_was_not_evaluated() {
    let read = records(&workspace(&posture(), &all()), "--incidents i.json");
    assert_eq!(read[0]["IncidentCount"], 4);
    let without: Vec<(&Value, &Value, &Value)> = of_type(&read, "Incident")
        .into_iter()
        .filter(|record| record["NoCause"].is_string())
        .map(|record| (&record["IncidentId"], &record["CauseCount"], &record["NoCause"]))
        .collect();
    assert_eq!(
        without,
        [
            (&json!("300"), &json!(0), &json!("no row of the crosswalk is about T1496")),
            (&json!("400"), &Value::Null, &json!("it is left out: false positive")),
        ]
    );
    let none = records(&workspace(&posture(), &[]), "--incidents i.json");
    assert_eq!((&none[0]["IncidentCount"], of_type(&none, "Incident").len()), (&json!(0), 0));
    let not_read = records(&workspace(&posture(), &all()), "");
    assert_eq!((&not_read[0]["IncidentCount"], of_type(&not_read, "Incident").len()), (&Value::Null, 0));
}

#[test]
fn what_is_missing_of_the_incidents_is_in_the_record_of_the_run() {
    let mut bare = incident("1", vec![]);
    bare["alerts"] = Value::Null;
    let records = records(&workspace(&posture(), &[bare]), "--incidents i.json");
    assert!(records[0]["IncidentGaps"].as_str().unwrap().contains("1 incident without alerts"), "{}", records[0]);
}

#[test]
fn long_texts_of_incidents_are_cut() {
    let mut long = incident("1", vec![alert("a", &["T1566.002"])]);
    long["displayName"] = json!("\u{1f600}\"".repeat(50_000));
    long["alerts"][0]["id"] = json!("#".repeat(50_000));
    for record in records(&workspace(&posture(), &[long]), "--incidents i.json") {
        for (name, value) in record.as_object().unwrap() {
            assert!(value.to_string().len() <= 16_002, "{name} has {} bytes", value.to_string().len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_records_have_the_incidents_and_causes_of_the_json_report_whatever_their_texts_are(
        texts in prop::collection::vec(any::<String>(), 1..5),
        techniques in prop::collection::vec(prop::sample::select(vec!["T1110.003", "T1566.002", "T1496"]), 5),
    ) {
        let incidents: Vec<Value> = texts.iter().zip(&techniques).enumerate().map(|(number, (text, technique))| {
            let mut titled = incident(&number.to_string(), vec![alert("a", &[technique])]);
            titled["displayName"] = json!(text);
            titled["status"] = json!(text);
            titled
        }).collect();
        let workspace = workspace(&posture(), &incidents);
        let records = records(&workspace, "--incidents i.json");
        let report: Value = serde_json::from_str(&check(&workspace, "--incidents i.json -o json").stdout).unwrap();
        let expected = report["incidents"]["incidents"].as_array().unwrap();
        let ids: Vec<&Value> = of_type(&records, "Incident").into_iter().map(|record| &record["IncidentId"]).collect();
        prop_assert_eq!(ids, expected.iter().map(|incident| &incident["id"]).collect::<Vec<_>>());
        for incident in expected {
            let found: Vec<(&Value, f64)> = of_type(&records, "IncidentCause").into_iter()
                .filter(|record| record["IncidentId"] == incident["id"])
                .map(|record| (&record["ControlId"], record["MissingPoints"].as_f64().unwrap()))
                .collect();
            let causes = incident["causes"].as_array().unwrap().iter();
            let causes: Vec<(&Value, f64)> =
                causes.map(|cause| (&cause["control"], super::bearing(&report["incidents"], cause["control"].as_str().unwrap())["missing"]["least"].as_f64().unwrap())).collect();
            prop_assert_eq!(found, causes);
        }
    }
}
