//! The table of the log and the rule that fills it, against the records.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files;
use crate::support::workspace::{Workspace, outcome};

#[test]
fn the_data_collection_rule_is_a_whole_template_whose_references_exist() {
    let template: Value = serde_json::from_str(&files("kql")["scoregate-dcr.json"]).unwrap();
    let parameters = template["parameters"].as_object().unwrap();
    let mut expressions = Vec::new();
    texts(&template, &mut expressions);
    expressions.retain(|text| text.starts_with('['));
    let mut used: Vec<&str> = expressions
        .iter()
        .flat_map(|text| text.split("parameters('").skip(1).map(|rest| rest.split('\'').next().unwrap()))
        .collect();
    used.sort_unstable();
    used.dedup();
    let mut declared: Vec<&String> = parameters.keys().collect();
    declared.sort();
    assert_eq!(used, declared);
    let rule = &template["resources"][0];
    assert_eq!((&rule["type"], &rule["kind"]), (&"Microsoft.Insights/dataCollectionRules".into(), &"Direct".into()));
    let flow = &rule["properties"]["dataFlows"][0];
    assert_eq!(flow["destinations"][0], rule["properties"]["destinations"]["logAnalytics"][0]["name"]);
    assert!(rule["properties"]["streamDeclarations"].get(flow["streams"][0].as_str().unwrap()).is_some());
    for output in template["outputs"].as_object().unwrap().values() {
        let (kind, name) = (rule["type"].as_str().unwrap(), rule["name"].as_str().unwrap());
        let id = format!("resourceId('{kind}', {})", name.trim_matches(['[', ']']));
        assert!(output["value"].as_str().unwrap().contains(&id), "{output}");
    }
}

/// The texts in a value.
fn texts(value: &Value, found: &mut Vec<String>) {
    found.extend(value.as_str().map(str::to_owned));
    value.as_object().into_iter().flatten().for_each(|(_, value)| texts(value, found));
    value.as_array().into_iter().flatten().for_each(|value| texts(value, found));
}

#[test]
fn the_log_records_have_the_columns_of_the_table_and_their_types() {
    let table: Value = serde_json::from_str(&files("kql")["scoregate-table.json"]).unwrap();
    let rule: Value = serde_json::from_str(&files("kql")["scoregate-dcr.json"]).unwrap();
    let schema = &table["properties"]["schema"];
    let columns: BTreeMap<&str, &str> = schema["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| (column["name"].as_str().unwrap(), column["type"].as_str().unwrap()))
        .collect();
    let stream = format!("Custom-{}", schema["name"].as_str().unwrap());
    let properties = &rule["resources"][0]["properties"];
    assert_eq!(properties["dataFlows"][0]["outputStream"], *stream);
    assert_eq!(properties["streamDeclarations"][&stream]["columns"].as_array().unwrap().len(), columns.len());
    assert_eq!(columns["TimeGenerated"], "datetime", "Azure Monitor requires it");

    let workspace = Workspace::new();
    let mut command = workspace.command(
        "check --policy policies examples/fabrikam-waivers.yaml --from examples/fabrikam.json --incidents examples/fabrikam-incidents.json \
         --now 2026-11-24T06:00:00Z -o jsonl-logs",
    );
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let run = outcome(command);
    assert_eq!(run.code, 1, "{}", run.seen());
    for line in run.stdout.lines() {
        let record: BTreeMap<String, Value> = serde_json::from_str(line).unwrap();
        for (name, value) in &record {
            let fits = match columns[name.as_str()] {
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
                "real" => value.is_number(),
                "datetime" => value.as_str().unwrap().parse::<jiff::Timestamp>().is_ok(),
                other => panic!("{name} has the type {other}"),
            };
            assert!(fits, "{name}: {value}");
        }
    }
}
