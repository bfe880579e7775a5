//! Large files, which are read step by step: they give what a small file of the same data gives.

use serde_json::{Value, json};

use super::{gzip, recording, response, sample, sha256, workspace};
use crate::support::tenant::NOW;
use crate::support::workspace::Workspace;

const SCORES: &str = "/v1.0/security/secureScores?$top=90";

/// A response of many days, the newest first. Each control says as much as it takes, and what it says cannot be packed well.
fn days(padding: usize) -> Value {
    let mut scores = sample().scores_json();
    let newest = scores["value"][0].clone();
    let days = (0..60_u32).map(|back| {
        let mut day = newest.clone();
        let date = jiff::civil::date(2026, 11, 23).saturating_sub(jiff::Span::new().days(back));
        day["createdDateTime"] = json!(format!("{date}T00:00:00Z"));
        day["id"] = Value::Null;
        let text: Vec<String> = (0..padding).map(|index| sha256(&format!("{back} {index}"))).collect();
        day["controlScores"][0]["description"] = json!(text.concat());
        day
    });
    scores["value"] = days.collect();
    scores
}

fn with_files(padding: usize) -> Workspace {
    let workspace = workspace();
    let scores = days(padding);
    let recorded = recording("2026-11-23T18:00:00Z", &[response(SCORES, &scores)]);
    workspace
        .file("month.yaml", "scoregate: 1\npolicy: p\nrules:\n- { id: a, title: t, severity: high, expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp } } } }\n")
        .file("packed.json.gz", gzip(&scores.to_string()))
        .file("raw.json", scores.to_string())
        .file("pretty.json", format!("{scores:#}"))
        .file("recording.json", &recorded)
        .file("altered.json", recorded.replacen("AdminMFAV2", "AdminMFAV3", 1))
        .file("cut.json", &recorded[..recorded.len() - 3]);
    workspace
}

#[test]
fn a_large_file_gives_the_report_of_a_small_one() {
    let (small, large) = (with_files(0), with_files(300));
    for file in ["raw.json", "pretty.json", "recording.json", "packed.json.gz"] {
        for policy in ["p.yaml", "month.yaml"] {
            let report = |workspace: &Workspace| {
                let run = workspace.run(&format!("check -p {policy} --now {NOW} --from {file} --show passed"));
                assert!(run.code != 5, "{file}: {}", run.seen());
                run.seen()
            };
            assert_eq!(report(&large), report(&small), "{file}");
        }
    }
}

#[test]
fn the_report_states_the_hash_and_the_size_of_a_large_file() {
    let workspace = with_files(300);
    for file in ["raw.json", "recording.json", "packed.json.gz"] {
        let bytes = std::fs::read(workspace.path(file)).unwrap();
        assert!(bytes.len() > 1 << 17);
        let run = workspace.run(&format!("check -p p.yaml --now {NOW} --from {file} --output json"));
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let input = &report["provenance"]["inputs"][0];
        let hash: String =
            <sha2::Sha256 as sha2::Digest>::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((input["sha256"].as_str(), input["bytes"].as_u64()), (Some(&*hash), Some(bytes.len() as u64)));
    }
}

#[test]
fn a_fault_of_a_large_file_is_reported_as_that_of_a_small_one() {
    let (small, large) = (with_files(0), with_files(300));
    for workspace in [&small, &large] {
        let pretty = workspace.read("pretty.json");
        workspace
            .file(
                "text.json",
                pretty.replacen("\"maxScore\":", "\"maxScore\" ", 3).replacen("\"maxScore\" ", "\"maxScore\":", 2),
            )
            .file("points.json", pretty.replacen("\"currentScore\": 19", "\"currentScore\": \"x\"", 7))
            .file("tenant.json", pretty.replacen("\"azureTenantId\": \"", "\"azureTenantId\": \"f", 1));
    }
    for file in ["altered.json", "cut.json", "text.json", "points.json", "tenant.json"] {
        let refused = |workspace: &Workspace, policy: &str| {
            let run = workspace.run(&format!("check -p {policy} --now {NOW} --from {file}"));
            assert_eq!(run.code, 5, "{file}: {}", run.seen());
            // The long texts stand on lines of their own, and alone in the line of a recording.
            run.seen().split(", column").next().unwrap().to_owned()
        };
        assert_eq!(refused(&large, "p.yaml"), refused(&small, "p.yaml"));
        assert_eq!(refused(&large, "month.yaml"), refused(&large, "p.yaml"));
    }
}
