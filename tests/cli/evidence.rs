//! The shapes in which evidence comes, and input that is none.

use std::io::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace, outcome, recorded};

const RULE: &str = "controls: { match: [AdminMFAV2], state: implemented }";

/// Three controls, so that the catalogue can have pages.
fn sample() -> Tenant {
    tenant().control("AdminMFAV2", 10.0, 10.0).control("MFARegistrationV2", 9.0, 9.0).control("OneAdmin", 0.0, 1.0)
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(RULE));
    workspace
}

fn check(workspace: &Workspace, from: &str) -> Run {
    workspace.run(&format!("check --policy p.yaml --now {NOW} --from {from}"))
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A response as a recording keeps it.
pub(crate) fn response(request: &str, body: &Value) -> Value {
    json!({ "request": request, "status": 200, "sha256": sha256(&body.to_string()), "body": body })
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A recording. Its bodies are compact JSON, whose keys `serde_json` writes in order, so that their bytes are known.
pub(crate) fn recording(captured: &str, responses: &[Value]) -> String {
    json!({ "scoregate-recording": 1, "captured": captured, "responses": responses }).to_string()
}

#[test]
fn every_shape_of_the_same_evidence_gives_the_same_verdict() {
    let sample = sample();
    let (scores, profiles) = (sample.scores_json(), sample.profiles_json());
    let workspace = workspace();
    let bare_score = &scores["value"][0];
    workspace
        .file("pair.json", sample.json())
        .file("scores.json", scores.to_string())
        .file("profiles.json", profiles.to_string())
        .file("both.ndjson", format!("{scores}\n{profiles}\n"))
        .file("pretty.json", format!("{scores:#}\r\n{profiles:#}"))
        .file("list.json", json!([scores, profiles]).to_string())
        .file("entity.json", bare_score.to_string())
        .file("bom.json", format!("\u{feff}{}", sample.json()))
        .file(
            "utf16.json",
            format!("\u{feff}{}", sample.json()).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        )
        .file("packed.json.gz", gzip(&sample.json()))
        .file("folder/a/scores.json", scores.to_string())
        .file("folder/b/profiles.json.gz", gzip(&profiles.to_string()))
        .file("folder/README.md", "no data")
        .file(
            "recording.json",
            recording(
                "2026-11-23T18:00:00Z",
                &[
                    response("/v1.0/security/secureScores?$top=1", &scores),
                    response("/v1.0/security/secureScoreControlProfiles", &profiles),
                ],
            ),
        );
    for from in [
        "pair.json",
        "scores.json profiles.json",
        "profiles.json scores.json",
        "both.ndjson",
        "pretty.json",
        "list.json",
        "entity.json profiles.json",
        "bom.json",
        "utf16.json",
        "packed.json.gz",
        "folder",
        "recording.json",
        // The same twice is no contradiction.
        "pair.json scores.json profiles.json",
        "scores.json scores.json profiles.json",
    ] {
        let run = check(&workspace, from);
        assert_eq!(run.code, 0, "{from}: {}", run.seen());
        assert!(run.stdout.contains("19 of 20 points"), "{from}: {}", run.seen());
        assert!(!run.stdout.contains("incomplete"), "{from}: {}", run.seen());
    }
}

/// The bytes are what the reference implementation makes of `{"value": []}` and a line feed.
#[test]
fn zstd_is_unpacked() {
    let packed = [
        0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x71, 0x00, 0x00, 0x7b, 0x22, 0x76, 0x61, 0x6c, 0x75, 0x65, 0x22, 0x3a,
        0x20, 0x5b, 0x5d, 0x7d, 0x0a, 0xe2, 0x80, 0x44, 0xca,
    ];
    let workspace = workspace();
    workspace.file("t.json.zst", packed);
    let run = check(&workspace, "t.json.zst");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(run.stderr.contains("there is no snapshot in the data"), "{}", run.seen());
}

#[test]
fn standard_input_is_a_source() {
    let workspace = workspace();
    let mut command = workspace.command(&format!("check --policy p.yaml --now {NOW} --from -"));
    command.write_stdin(sample().json());
    let run = outcome(command);
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_missing_page_of_the_catalogue_is_noticed() {
    let page = |skip: usize, next: Option<&str>| {
        let mut page = sample().profiles_json();
        page["value"] = json!([page["value"][skip]]);
        if let Some(next) = next {
            page["@odata.nextLink"] = json!(format!(
                "https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skiptoken={next}"
            ));
        }
        page
    };
    let (one, two, three) = (page(0, Some("2")), page(1, Some("3")), page(2, None));
    let scores = sample().scores_json();
    let path = |token: &str| format!("/v1.0/security/secureScoreControlProfiles{token}");
    let at = "2026-11-23T18:00:00Z";
    let first = response("/v1.0/security/secureScores?$top=1", &scores);
    let pages =
        [response(&path(""), &one), response(&path("?$skiptoken=2"), &two), response(&path("?$skiptoken=3"), &three)];
    let workspace = workspace();
    workspace
        .file("all.json", recording(at, &[first.clone(), pages[0].clone(), pages[1].clone(), pages[2].clone()]))
        .file("no-last.json", recording(at, &[first.clone(), pages[0].clone(), pages[1].clone()]))
        .file("no-middle.json", recording(at, &[first, pages[0].clone(), pages[2].clone()]))
        .file("raw-all.ndjson", format!("{scores}\n{one}\n{two}\n{three}"))
        .file("raw-no-last.ndjson", format!("{scores}\n{one}\n{two}"))
        .file("bare.ndjson", format!("{scores}\n{}", one["value"]));
    let gap = |from: &str| {
        let run = workspace.run(&format!("check -p p.yaml --now {NOW} -f {from} -o json"));
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
        report["snapshot"]["gaps"].to_string()
    };
    assert_eq!(gap("all.json"), "[]");
    assert_eq!(gap("raw-all.ndjson"), "[]");
    insta::assert_snapshot!(
        ["no-last.json", "no-middle.json", "raw-no-last.ndjson", "bare.ndjson"].map(gap).join("\n")
    );
}

#[test]
fn a_part_that_graph_did_not_deliver_leaves_sums_unknown() {
    let (scores, profiles) = (sample().scores_json(), sample().profiles_json());
    let mut partial = response("/v1.0/security/secureScores?$top=1", &scores);
    partial["status"] = json!(206);
    partial["warning"] = json!("199 - \"Microsoft/Office 365 Security and Compliance/401/72\"");
    let workspace = workspace();
    workspace
        .file(
            "t.json",
            recording(
                "2026-11-23T18:00:00Z",
                &[partial, response("/v1.0/security/secureScoreControlProfiles", &profiles)],
            ),
        )
        .file("p.yaml", policy("score: { at-least: 10% }"));
    let run = check(&workspace, "t.json");
    assert_eq!(run.code, 3, "{}", run.seen());
    insta::assert_snapshot!(run.stdout);
}

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

#[test]
fn of_two_captures_of_a_day_the_later_counts() {
    let early = tenant().control("AdminMFAV2", 0.0, 10.0);
    let late = tenant().control("AdminMFAV2", 10.0, 10.0);
    let captured = |tenant: &Tenant, at: &str| {
        recording(
            at,
            &[
                response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()),
                response("/v1.0/security/secureScoreControlProfiles", &tenant.profiles_json()),
            ],
        )
    };
    let workspace = workspace();
    workspace
        .file("a.json", captured(&late, "2026-11-23T18:00:00Z"))
        .file("b.json", captured(&early, "2026-11-23T06:00:00Z"))
        .file("raw-a.json", early.json())
        .file("raw-b.json", late.json());
    assert_eq!(check(&workspace, "a.json b.json").code, 0);
    assert_eq!(check(&workspace, "b.json a.json").code, 0);
    assert_eq!(check(&workspace, "b.json").code, 1);
    insta::assert_snapshot!(check(&workspace, "raw-a.json raw-b.json").seen());
}

#[test]
fn the_newest_day_counts_wherever_it_stands() {
    let mut scores = sample().scores_json();
    let newest = scores["value"][0].clone();
    let mut older = tenant().control("AdminMFAV2", 0.0, 10.0).scores_json()["value"][0].clone();
    for (day, order) in [("2026-11-20", [1, 0]), ("2026-11-22", [0, 1])] {
        older["createdDateTime"] = json!(format!("{day}T00:00:00Z"));
        let pair = [newest.clone(), older.clone()];
        scores["value"] = json!([pair[order[0]], pair[order[1]]]);
        let workspace = workspace();
        workspace.file("s.json", scores.to_string()).file("p.json", sample().profiles_json().to_string());
        let run = check(&workspace, "s.json p.json");
        assert_eq!(run.code, 0, "{}", run.seen());
    }
}

#[test]
fn two_tenants_in_one_run_are_refused() {
    let mut other = sample().scores_json();
    other["value"][0]["azureTenantId"] = json!("a1b2c3d4-0000-4000-8000-000000000002");
    other["value"][0]["id"] = json!("a1b2c3d4-0000-4000-8000-000000000002_2026-11-01");
    other["value"][0]["createdDateTime"] = json!("2026-11-01T00:00:00Z");
    let workspace = workspace();
    workspace.file("a.json", sample().json()).file("b.json", other.to_string());
    insta::assert_snapshot!(check(&workspace, "a.json b.json").seen());
}

#[test]
fn the_tenant_can_be_pinned() {
    let workspace = workspace();
    workspace.file("t.json", sample().json());
    assert_eq!(check(&workspace, "t.json --tenant A1B2C3D4-0000-4000-8000-000000000001").code, 0);
    insta::assert_snapshot!(check(&workspace, "t.json --tenant a1b2c3d4-0000-4000-8000-00000000000f").seen());
}

#[test]
fn stale_evidence_proves_nothing() {
    let workspace = workspace();
    workspace.file("t.json", sample().json());
    let at = |now: &str| workspace.run(&format!("check -p p.yaml -f t.json --now {now}"));
    assert_eq!(at("2026-11-30").code, 0, "seven days old");
    assert_eq!(at("2026-11-30T00:00:01Z").code, 3, "older than seven days");
    assert_eq!(at("2026-11-22").code, 0, "a day ahead");
    assert_eq!(at("2026-11-21").code, 3, "two days ahead");
    insta::assert_snapshot!(at("2026-12-24").stdout);
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

/// The real recording has the first page of the catalogue alone: 27 of its 68 scored controls have no profile.
#[test]
fn the_real_recording_gives_the_verdicts_that_its_gaps_allow() {
    let Some(data) = recorded("heimdall2/combined.json") else { return };
    let real = |expect: &str| {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(expect));
        let run = workspace.run(&format!("check -p p.yaml --now 2024-01-02 -o json -f {}", data.display()));
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
        let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p");
        let line = |f: &Value| {
            format!(
                "{} {}: {}",
                f["subject"].as_str().unwrap_or("-"),
                f["outcome"].as_str().unwrap(),
                f["message"].as_str().unwrap()
            )
        };
        let lines: Vec<String> = findings.map(line).collect();
        format!("{expect}\nexit {}\n  {}\n", run.code, lines.join("\n  "))
    };
    let expectations = [
        // 128 of 274 is 46.7%; without the controls of unknown maximum it would be 55.9%.
        "score: { at-least: 46.7% }",
        "score: { at-least: 50% }",
        "score: { at-least: 46.7%, points: observed }",
        "score: { peers: AllTenants }",
        "score: { peers: IndustryTypes }",
        "score: { category: Identity, peers: AllTenants }",
        "score: { category: Identity, at-least: 40% }",
        "score: { category: Identity, at-least: 80% }",
        "score: { category: Data, at-least: 90% }",
        "score: { category: Apps, at-least: 44% }",
        "score: { service: MDO, at-least: 30% }",
        "controls: { match: [AdminMFAV2], state: implemented }",
        "controls: { match: [MFARegistrationV2], state: implemented }",
        "controls: { match: [MFARegistrationV2], at-least: 100%, points: reported }",
        "controls: { match: [OneAdmin], state: implemented }",
        "controls: { match: [NoSuchControl, AdminMFAV3] }".replace(" }", ", state: implemented }").leak(),
        "controls: { match: ['mdo_safe*'], at-least: 50% }",
        "controls: { where: { service: [AzureAD], tier: [Core] }, at-least: 50% }",
        "freshness: { snapshot: 48h }",
        "freshness: { snapshot: 12h }",
        "freshness: { last-synced: 24h, controls: { match: [AdminMFAV2, spo_legacy_auth] } }",
        "claimed: { at-most: 10% }",
        "claimed: { at-most: 100% }",
        "coverage: { at-least: 50% }",
        "coverage: { at-least: 90% }",
    ];
    insta::assert_snapshot!(expectations.map(real).join("\n"));
}
