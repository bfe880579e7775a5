//! Input that is no evidence, was changed, or has null in it.

use serde_json::json;

use super::{check, gzip, recording, response, sample, workspace};
use crate::support::tenant::tenant;

#[test]
fn a_recording_that_was_changed_is_refused() {
    let (scores, profiles) = (sample().scores_json(), sample().profiles_json());
    let text = recording(
        "2026-11-23T18:00:00Z",
        &[
            response("/v1.0/security/secureScores?$top=1", &scores),
            response("/v1.0/security/secureScoreControlProfiles", &profiles),
        ],
    );
    let changed = text.replacen("\"score\":0.0", "\"score\":1.0", 1);
    assert_ne!(text, changed);
    let workspace = workspace();
    workspace.file("t.json", changed);
    insta::assert_snapshot!(check(&workspace, "t.json").seen());
}

/// Input that is none: exit 5, one message that says what and where, nothing on standard output.
#[test]
fn input_that_is_no_evidence_gets_one_clear_message() {
    let scores = sample().scores_json().to_string();
    let graph_error = r#"{"error":{"code":"","message":"{\"errorCode\":\"GraphTokenValidationFail\"}","innererror":{"request-id":"94fb3b52"}}}"#;
    let deep = format!("{{\"value\":[{{\"controlScores\":{}", "[".repeat(100_000));
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("empty", b"".to_vec()),
        ("spaces", b" \r\n\t ".to_vec()),
        ("truncated", scores.as_bytes()[..scores.len() - 40].to_vec()),
        ("no-value", br#"{"value": []}"#.to_vec()),
        ("html", b"<!DOCTYPE html><html><title>Sign in</title></html>".to_vec()),
        ("nan", scores.replace("10.0", "NaN").into_bytes()),
        ("infinity", scores.replace("10.0", "Infinity").into_bytes()),
        ("1e999", scores.replacen("\"score\":10.0", "\"score\":1e999", 1).into_bytes()),
        ("text-number", scores.replacen("\"score\":10.0", "\"score\":\"ten\"", 1).into_bytes()),
        ("text-infinity", scores.replacen("\"score\":10.0", "\"score\":\"inf\"", 1).into_bytes()),
        ("null", b"null".to_vec()),
        ("string", b"\"value\"".to_vec()),
        ("object", b"{}".to_vec()),
        ("deep", deep.into_bytes()),
        ("deep-lists", "[".repeat(100_000).into_bytes()),
        ("not-utf8", b"{\"value\": \"\xff\xfe\"}".to_vec()),
        ("half-gzip", gzip(&scores)[..40].to_vec()),
        ("graph-error", graph_error.as_bytes().to_vec()),
        ("no-date", scores.replace("2026-11-23T00:00:00Z", "yesterday").into_bytes()),
        ("no-created", scores.replace("createdDateTime", "createDateTime").into_bytes()),
        ("twice", scores.replacen("\"currentScore\"", "\"maxScore\":1,\"currentScore\"", 1).into_bytes()),
        ("foreign", br#"{"value": [{"displayName": "an incident"}]}"#.to_vec()),
        ("version", br#"{"scoregate-recording": 2, "captured": "2026-11-23T00:00:00Z", "responses": []}"#.to_vec()),
        ("no-id", scores.replace("\"controlName\":\"OneAdmin\"", "\"controlName\":null").into_bytes()),
    ];
    let mut seen = String::new();
    for (name, bytes) in rows {
        let workspace = workspace();
        workspace.file("in.json", bytes);
        let run = check(&workspace, "in.json -o sarif=out.sarif");
        assert_eq!(run.code, 5, "{name}: {}", run.seen());
        assert_eq!(run.stdout, "", "{name}");
        assert_eq!(workspace.names(), ["in.json", "p.yaml"], "{name} left something behind");
        let message = run.stderr.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
        seen.push_str(&format!("{name}:\n{message}\n"));
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn null_anywhere_is_no_crash_and_no_pass() {
    for key in ["score", "scoreInPercentage", "controlCategory", "lastSynced"] {
        let tenant = tenant().control("AdminMFAV2", 10.0, 10.0).scored(key, json!(null)).current(10.0);
        let workspace = workspace();
        workspace.file("t.json", tenant.json());
        let expected = if key == "score" { 3 } else { 0 };
        assert_eq!(check(&workspace, "t.json").code, expected, "{key}");
    }
    for key in ["title", "maxScore", "tier", "service", "threats", "deprecated", "controlStateUpdates"] {
        let tenant = tenant().control("AdminMFAV2", 10.0, 10.0).with(key, json!(null)).max(10.0);
        let workspace = workspace();
        workspace.file("t.json", tenant.json());
        // Without a maximum all that is known is a percentage of two digits: 100 may be 99.996.
        let expected = if ["controlStateUpdates", "maxScore"].contains(&key) { 3 } else { 0 };
        assert_eq!(check(&workspace, "t.json").code, expected, "{key}");
    }
    for key in ["azureTenantId", "averageComparativeScores", "enabledServices", "vendorInformation"] {
        let workspace = workspace();
        workspace.file("t.json", sample().snapshot(key, json!(null)).json());
        assert_eq!(check(&workspace, "t.json").code, 0, "{key}");
    }
    let workspace = workspace();
    workspace.file("t.json", sample().snapshot("controlScores", json!(null)).json());
    assert_eq!(check(&workspace, "t.json").code, 3, "no controls at all");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    insta::assert_snapshot!(check(&workspace(), "nowhere.json").seen());
}
