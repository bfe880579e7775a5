//! Crosswalks: the shipped one against its sources, and files of users.

use std::collections::BTreeSet;
use std::path::PathBuf;

use scoregate::crosswalk::{RowSource, shipped};
use serde_json::Value;

use super::{causes, check, incidents, posture, workspace};

fn report_with(crosswalk: &str) -> Value {
    let workspace = workspace(&posture(), &incidents());
    workspace.file("c.yaml", crosswalk);
    let run = check(&workspace, "--incidents i.json --crosswalk c.yaml -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take()
}

const ROW: &str = "source: { own: SEC-7 }\n    version: \"2026\"\n    confidence: high\n    why: Ours.\n";

#[test]
fn a_user_adds_replaces_and_removes_rows() {
    let added = format!(
        "scoregate-crosswalk: 1\nrows:\n  - row: miners\n    controls: [\"dlp_*\"]\n    techniques: [T1496]\n    {ROW}"
    );
    assert_eq!(causes(&report_with(&added), "300"), ["dlp_datalossprevention"]);
    let replaced = format!(
        "scoregate-crosswalk: 1\nrows:\n  - row: safe-links\n    controls: [AdminMFAV2]\n    techniques: [T1566.002]\n    {ROW}"
    );
    assert_eq!(causes(&report_with(&replaced), "200"), ["AdminMFAV2"]);
    let report = report_with("scoregate-crosswalk: 1\nremove: [safe-links]\n");
    assert!(causes(&report, "200").is_empty());
    assert_eq!(report["crosswalks"][0]["path"], "c.yaml");
}

#[test]
fn a_wrong_crosswalk_is_reported_with_every_place() {
    let workspace = workspace(&posture(), &incidents());
    let row = |id: &str, controls: &str, techniques: &str| {
        format!("  - row: {id}\n    controls: [{controls}]\n    techniques: [{techniques}]\n    {ROW}")
    };
    workspace
        .file(
            "one.yaml",
            format!("scoregate-crosswalk: 1\nrows:\n{}{}", row("a", "\"[x\"", "T1566"), row("a", "b", "T1")),
        )
        .file(
            "two.yaml",
            format!(
                "scoregate-crosswalk: 1\nremove: [safe-link]\nrows:\n{}{}",
                row("b", "\"[x\"", "T1566"),
                row("b", "b", "T1566")
            ),
        )
        .file("three.yaml", "scoregate: 1\npolicy: p\n");
    let run = check(&workspace, "--incidents i.json --crosswalk one.yaml --crosswalk two.yaml --crosswalk three.yaml");
    insta::assert_snapshot!(run.seen());
}

#[test]
fn a_crosswalk_without_incidents_is_a_usage_error() {
    let workspace = workspace(&posture(), &incidents());
    workspace.file("c.yaml", "scoregate-crosswalk: 1\n");
    assert_eq!(check(&workspace, "--crosswalk c.yaml").code, 2);
}

/// A file of the public mappings beside the checkout, where it is present.
fn mapping(path: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mappings").join(path);
    std::fs::read_to_string(path).ok()
}

/// Each row with a technique, as the sources write them.
fn shipped_pairs(wanted: fn(&RowSource) -> Option<&String>) -> Vec<(String, String, &'static str)> {
    let mut pairs = Vec::new();
    for row in shipped().unwrap().rows {
        if let Some(source) = wanted(&row.source) {
            let named =
                row.techniques.iter().map(|technique| (source.clone(), technique.to_string(), row.confidence.name()));
            pairs.extend(named);
        }
    }
    assert!(!pairs.is_empty());
    pairs
}

fn capability(source: &RowSource) -> Option<&String> {
    match source {
        RowSource::Ctid(id) => Some(id),
        RowSource::Scuba(_) | RowSource::Microsoft(_) | RowSource::Own(_) => None,
    }
}

fn policy_of_scuba(source: &RowSource) -> Option<&String> {
    match source {
        RowSource::Scuba(id) => Some(id),
        RowSource::Ctid(_) | RowSource::Microsoft(_) | RowSource::Own(_) => None,
    }
}

#[test]
fn every_row_of_ctid_states_a_protection_that_the_mapping_contains_and_no_more_confidence_than_its_score() {
    let Some(text) = mapping("ctid/m365-07.18.2025_attack-16.1-enterprise.json") else { return };
    let mapping: Value = serde_json::from_str(&text).unwrap();
    let objects = mapping["mapping_objects"].as_array().unwrap();
    let of = |capability: &str, technique: &str, score: &str| {
        objects.iter().any(|object| {
            object["score_category"] == "protect"
                && object["capability_id"] == capability
                && object["attack_object_id"] == technique
                && object["score_value"] == score
        })
    };
    for (capability, technique, confidence) in shipped_pairs(capability) {
        let enough: &[&str] = match confidence {
            "high" => &["significant"],
            "medium" => &["significant", "partial"],
            _ => &["significant", "partial", "minimal"],
        };
        let is_backed = enough.iter().any(|score| of(&capability, &technique, score));
        assert!(is_backed, "{capability} {technique} {confidence}");
    }
}

#[test]
fn every_row_of_scuba_states_a_technique_that_its_policy_is_mapped_to() {
    let Some(text) = mapping("scubagear/scuba-to-attack-extracted.csv") else { return };
    let pairs: BTreeSet<(String, String)> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
        })
        .collect();
    for (policy, technique, _) in shipped_pairs(policy_of_scuba) {
        assert!(pairs.contains(&(policy.clone(), technique.clone())), "{policy} {technique}");
    }
}

#[test]
fn a_row_of_a_user_with_an_unknown_control_is_named_with_its_place_and_near_names() {
    let row = |id: &str, controls: &str| {
        format!("  - row: {id}\n    controls: [{controls}]\n    techniques: [T1496]\n    {ROW}")
    };
    let crosswalk = format!(
        "scoregate-crosswalk: 1\nremove: [safe-links]\nrows:\n{}{}{}",
        row("mine", "AdminMFA, AdminMFAV2, \"dlp_*\""),
        row("typo", "mdo_safelinkforemail, \"nothing_*\""),
        row("mfa", "adminmfav2"),
    );
    let notes: Vec<Value> = report_with(&crosswalk)["gaps"].as_array().unwrap().clone();
    assert_eq!(
        notes,
        [
            "the row `mine` of the crosswalk (c.yaml:4): no control is `AdminMFA`, neither in the snapshot nor in the catalogue; did you mean \
             `AdminMFAV2`?",
            "the row `typo` of the crosswalk (c.yaml:11): no control is `mdo_safelinkforemail`, neither in the snapshot nor in the catalogue; did \
             you mean `mdo_safelinksforemail`?",
            "the row `typo` of the crosswalk (c.yaml:11): no control is `nothing_*`, neither in the snapshot nor in the catalogue",
        ]
    );
}

#[test]
fn the_formats_for_people_say_what_a_crosswalk_changes() {
    let workspace = workspace(&posture(), &incidents());
    let row = |id: &str| format!("  - row: {id}\n    controls: [AdminMFAV2]\n    techniques: [T1496]\n    {ROW}");
    let text = format!("scoregate-crosswalk: 1\nremove: [safe-links]\nrows:\n{}{}", row("mine"), row("mfa"));
    workspace.file("c.yaml", text);
    let says = "crosswalk: shipped + c.yaml (1 row added, 1 row replaced, 1 row removed)";
    for format in ["human", "markdown", "digest"] {
        let run = check(&workspace, &format!("--incidents i.json --crosswalk c.yaml -o {format}"));
        assert!(run.stdout.contains(says), "{}", run.seen());
        assert!(!check(&workspace, &format!("--incidents i.json -o {format}")).stdout.contains("crosswalk: shipped"));
    }
    let run = check(&workspace, "--incidents i.json --crosswalk c.yaml -o json");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let file = &report["incidents"]["crosswalks"][0];
    assert_eq!((&file["added"], &file["replaced"], &file["removed"]), (&1.into(), &1.into(), &1.into()));
}
