//! Recordings for sharing: no name is left, and the verdict is the same.

mod any_tenant;
mod by_form;

use scoregate::evidence::recording::redact;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::tenant::{NOW, TENANT};
use crate::support::workspace::{Workspace, outcome};

const PERSON: &str = "Zoë Quill";
const APP: &str = "0A1B2C3D-1111-2222-3333-444455556666";
const REQUEST: &str = "7f3a5c1e-0000-4000-8000-00000000abcd";
/// What must not be left, in lower case.
const NAMES: [&str; 9] =
    [TENANT, "0a1b2c3d-1111", "alice", "contoso", "fabrikam", "zoë", "7f3a5c1e-0000", "cortana-42", "\"4711\""];

/// The text of a recording: requests with their bodies, each to the byte.
fn recording(responses: &[(&str, String)]) -> String {
    let responses: Vec<String> = responses.iter().map(|(request, body)| {
        let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        format!(
            r#"{{"request":{},"status":200,"request-id":"{REQUEST}","client-request-id":"{REQUEST}","sha256":"{hash}","body":{body}}}"#,
            json!(request)
        )
    }).collect();
    let head = r#""scoregate-recording":1,"captured":"2026-11-23T18:05:00Z","graph":"https://graph.microsoft.com""#;
    format!("{{{head},\"responses\":[{}]}}", responses.join(","))
}

fn day(date: &str, scores: &[(&str, f64)]) -> Value {
    let controls: Vec<Value> = scores.iter().map(|(id, score)| json!({ "controlName": id, "controlCategory": "Identity",
        "score": score, "scoreInPercentage": score * 10.0, "lastSynced": format!("{date}T04:34:13Z"),
        "implementationStatus": format!("ALICE@Contoso.example and 3 others; see wiki.contoso.example/{}", TENANT.to_uppercase()) })).collect();
    json!({ "id": format!("{TENANT}_{date}"), "azureTenantId": TENANT, "createdDateTime": format!("{date}T00:00:00Z"),
        "currentScore": scores.iter().map(|(_, score)| score).sum::<f64>(), "maxScore": 40.0, "controlScores": controls,
        "averageComparativeScores": [{ "basis": "AllTenants", "averageScore": 41.0 }] })
}

fn profile(id: &str, state: &str, by: &str) -> Value {
    json!({ "id": id, "azureTenantId": TENANT, "title": format!("Title of {id}"), "maxScore": 10.0, "tier": "Core",
        "service": "AzureAD", "threats": ["Account breach"], "actionUrl": format!("https://entra.microsoft.com/?tid={TENANT}&upn=alice%40contoso.example"),
        "controlStateUpdates": [{ "assignedTo": "cortana-42", "updatedBy": by, "state": state,
            "comment": format!("Asked {PERSON} (helpdesk@fabrikam.onmicrosoft.com, Cortana-42) about app {APP} of con\u{200b}toso.example"),
            "updatedDateTime": "2026-11-01T10:00:00Z" }] })
}

/// A tenant with names wherever a name can stand, and a catalogue in two pages.
fn telling() -> String {
    let next = format!("/v1.0/security/secureScoreControlProfiles?$skiptoken={TENANT}-Alice");
    let scores = json!({ "value": [
        day("2026-11-23", &[("AdminMFAV2", 6.0), ("OneAdmin", 10.0), ("aad_x", 10.0), ("aad_y", 2.0)]),
        day("2026-11-16", &[("AdminMFAV2", 10.0), ("OneAdmin", 10.0), ("aad_x", 10.0), ("aad_y", 2.0)]),
    ] });
    let first = json!({ "@odata.nextLink": format!("https://graph.microsoft.com{next}"),
        "value": [profile("AdminMFAV2", "Default", "alice@contoso.example"), profile("OneAdmin", "ThirdParty", PERSON)] });
    let second = json!({ "value": [profile("aad_x", "Ignored", "Alice"), profile("aad_y", "Default", "4711")] });
    let incidents = json!({ "value": [{ "id": "29", "displayName": "Phish to alice@contoso.example", "tenantId": TENANT,
        "createdDateTime": "2026-11-22T10:00:00Z", "assignedTo": "alice@contoso.example",
        "comments": [{ "comment": "Fabrikam.onmicrosoft.com again", "createdByDisplayName": "Alice" }] }] });
    recording(&[
        ("/v1.0/security/secureScores?$top=90", scores.to_string()),
        ("/v1.0/security/secureScoreControlProfiles?$top=999", first.to_string()),
        (&next, second.to_string()),
        ("/v1.0/security/incidents?$top=50", incidents.to_string()),
    ])
}

/// Rules of every kind, some of which fail or are unknown.
const POLICY: &str = "\
scoregate: 1
policy: p
tenant: a1b2c3d4-0000-4000-8000-000000000001
rules:
  - { id: score, severity: high, expect: { score: { at-least: 60% } } }
  - { id: observed, severity: high, expect: { score: { at-least: 18 points, points: observed } } }
  - { id: part, severity: low, expect: { score: { at-least: 99%, category: Identity } } }
  - { id: peers, severity: low, expect: { score: { peers: AllTenants } } }
  - { id: state, severity: high, expect: { controls: { match: [AdminMFAV2, OneAdmin, gone], state: implemented } } }
  - { id: tier, severity: high, expect: { controls: { where: { tier: [Core], service: [AzureAD] }, at-least: 50% } } }
  - { id: fresh, severity: low, expect: { freshness: { snapshot: 72h, last-synced: 1h } } }
  - { id: claimed, severity: low, expect: { claimed: { at-most: 10%, unwaived: fail } } }
  - { id: coverage, severity: low, expect: { coverage: { at-least: 90% } } }
  - id: regression
    severity: high
    expect: { regression: { against: { best-of: 30d }, score: { max-drop: 1pp }, controls: { max-drop: 5pp } } }
  - { id: baseline, severity: low, expect: { regression: { against: baseline, score: { max-drop: 1pp } } } }
waivers:
  - { rule: claimed, controls: [OneAdmin], reason: Agreed., approved-by: ciso, expires: 2026-12-31 }
";

fn holds_a_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    NAMES.iter().any(|name| lower.contains(name))
}

/// Two reports are the same but for texts with names, which are gone from the other.
fn assert_same(one: &Value, other: &Value) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert!(one.keys().eq(other.keys()), "{one:?}\n{other:?}");
            one.iter().zip(other.values()).for_each(|((_, one), other)| assert_same(one, other));
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len());
            one.iter().zip(other).for_each(|(one, other)| assert_same(one, other));
        }
        (Value::String(one), Value::String(_)) if holds_a_name(one) => {}
        (one, other) => assert_eq!(one, other),
    }
}

#[test]
fn the_verdict_and_every_finding_are_the_same_but_for_names() {
    let workspace = Workspace::new();
    workspace.file("t.json", telling()).file("p.yaml", POLICY);
    let run = workspace.run("record --from t.json --redact --out r.json");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(run.seen());
    let redacted = workspace.read("r.json");
    assert!(!holds_a_name(&redacted), "{redacted}");
    assert_eq!(redact(&redacted).unwrap().text, redacted, "redacting twice is redacting once");
    assert_eq!(workspace.run("baseline write --from t.json --out b.yaml").code, 0);
    let report = |file: &str| -> Value {
        let run = workspace.run(&format!("check -p p.yaml -f {file} --baseline b.yaml --now {NOW} -o json"));
        assert_eq!(run.code, 1, "{}", run.seen());
        serde_json::from_str(&run.stdout).unwrap()
    };
    let (mut one, mut other) = (report("t.json"), report("r.json"));
    let (from_one, from_other) = (one["provenance"].take(), other["provenance"].take());
    assert_same(&one, &other);
    assert!(one["findings"].as_array().unwrap().iter().any(|finding| finding["outcome"] == "unknown"));
    assert_eq!(one["snapshot"]["catalogue-complete"], true);
    assert_eq!(from_one["inputs"][0]["redacted"], false);
    assert_eq!(from_other["inputs"][0]["redacted"], true);
    assert_eq!(from_other["inputs"][0]["verified"], false, "what bore no seal bears none afterwards");
    let said = workspace.run(&format!("check -p p.yaml -f r.json --now {NOW}")).stdout;
    assert!(said.contains("\ndata  a redacted recording: names are pseudonyms\n"), "{said}");
}

#[test]
fn another_tenant_is_not_taken_for_the_one_that_is_pinned() {
    let workspace = Workspace::new();
    workspace.file("t.json", telling()).file("p.yaml", POLICY.replace("tenant: a1b2", "tenant: a1b3"));
    assert_eq!(workspace.run("record --from t.json --redact --out r.json").code, 0);
    assert_eq!(workspace.run(&format!("check -p p.yaml -f r.json --now {NOW}")).code, 5);
}

#[test]
fn standard_input_can_be_redacted_too() {
    let workspace = Workspace::new();
    let mut command = workspace.command("record --from - --redact --out -");
    command.write_stdin(telling());
    let run = outcome(command);
    assert_eq!((run.code, run.stdout), (0, redact(&telling()).unwrap().text), "{}", run.stderr);
}

#[test]
fn a_name_has_the_pseudonym_that_it_has_in_reports() {
    let workspace = Workspace::new();
    workspace.file("t.json", telling()).file("p.yaml", POLICY);
    let digest = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o digest --redact")).stdout;
    let start = digest.find("tenant-").unwrap();
    let run = workspace.run("record --from t.json --redact --out r.json");
    assert!(run.stdout.starts_with(&format!("r.json: {}, 2 days", &digest[start..start + 17])), "{}", run.seen());
}

#[test]
fn a_redacted_recording_is_what_the_schema_says_and_holds_its_hashes() {
    let text = redact(&telling()).unwrap().text;
    let schema: Value = serde_json::from_str(&scoregate::evidence::recording::schema()).unwrap();
    let recording: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_eq!(validator.iter_errors(&recording).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(recording["redacted"], true);
    for response in recording["responses"].as_array().unwrap() {
        assert!(response["sha256"].is_string() && response.get("request-id").is_none(), "{response}");
    }
}

#[test]
fn what_is_no_name_keeps_every_byte() {
    let body = r#"{ "value" : [{"azureTenantId":"","createdDateTime":"2026-11-23T00:00:00Z","currentScore":1.50e1,
        "maxScore": 20.000,"x":"\u00e4\/ä","controlScores":[]} ] , "a":1,"a":2 }"#;
    let text = redact(&recording(&[("/v1.0/security/secureScores?$top=1", body.to_owned())])).unwrap().text;
    assert!(text.contains(body), "{text}");
}

#[test]
fn a_host_of_ones_own_is_a_name() {
    let text = telling().replace("https://graph.microsoft.com", "https://graph.proxy.northwind.example:8443");
    // The bodies are others now; without their hashes they are still read.
    let mut value: Value = serde_json::from_str(&text).unwrap();
    for response in value["responses"].as_array_mut().unwrap() {
        response.as_object_mut().unwrap().remove("sha256");
    }
    let redacted = redact(&value.to_string()).unwrap().text;
    assert!(!redacted.contains("northwind") && redacted.contains("https://domain-"), "{redacted}");
    assert!(!redacted.contains("sha256"), "what was not verified is not verified afterwards");
}

#[test]
fn what_cannot_be_redacted_is_reported_and_nothing_is_written() {
    let workspace = Workspace::new();
    workspace.file("t.json", telling()).file("changed.json", telling().replace("Phish", "Fish"));
    workspace.file("scores.json", r#"{"value":[]}"#).file(
        "surrogate.json",
        recording(&[("/v1.0/security/secureScores", r#"{"value":[],"x":"\ud800"}"#.to_owned())]),
    );
    let seen: Vec<String> = [
        "--from t.json --out r.json",
        "--from graph --redact --out r.json",
        "--from t.json --redact --out t.json",
        "--from t.json --redact --out r.json --days 3",
        "--from changed.json --redact --out r.json",
        "--from scores.json --redact --out r.json",
        "--from surrogate.json --redact --out r.json",
        "--from missing.json --redact --out r.json",
    ]
    .iter()
    .map(|args| format!("$ record {args}\n{}", workspace.run(&format!("record {args}")).seen()))
    .collect();
    insta::assert_snapshot!(seen.join("\n"));
    assert_eq!(workspace.names(), ["changed.json", "scores.json", "surrogate.json", "t.json"]);
    assert_eq!(workspace.read("t.json"), telling());
}
