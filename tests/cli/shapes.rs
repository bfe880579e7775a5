//! The shapes in which other programs write the data: what is read, and what is refused with its cause and a command.

use serde_json::{Map, Value, json};

use crate::support::history::history;
use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace};

/// Passes at 10 of 20 points, and needs a percentage to know the maximum of the orphan.
const RULE: &str = "controls: { match: [B], at-least: 50%, points: reported }";

fn sample() -> Tenant {
    tenant().control("A", 10.0, 10.0).control("B", 5.0, 10.0).state("ThirdParty")
}

fn check(content: impl AsRef<[u8]>) -> Run {
    check_with(content, RULE)
}

fn check_with(content: impl AsRef<[u8]>, rule: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(rule)).file("t.json", content);
    workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o json"))
}

fn report(run: &Run) -> Value {
    let mut report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
    report["provenance"] = Value::Null;
    report
}

/// The same with every key in PascalCase, as PowerShell and .NET write it.
fn pascal(value: &Value) -> Value {
    let key = |key: &String| {
        let mut rest = key.chars();
        rest.next().map(|first| first.to_ascii_uppercase().to_string() + rest.as_str()).unwrap_or_default()
    };
    match value {
        Value::Object(object) => object.iter().map(|(name, value)| (key(name), pascal(value))).collect(),
        Value::Array(items) => items.iter().map(pascal).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The same with what Graph does not declare under a key of its own, as SDKs do.
fn apart(mut value: Value, key: &str) -> Value {
    for score in value["value"].as_array_mut().unwrap() {
        for control in score["controlScores"].as_array_mut().unwrap() {
            let control = control.as_object_mut().unwrap();
            let moved = ["scoreInPercentage", "lastSynced", "implementationStatus"];
            let moved: Map<String, Value> =
                moved.iter().filter_map(|name| Some(((*name).to_owned(), control.remove(*name)?))).collect();
            control.insert(key.to_owned(), Value::Object(moved));
        }
        score[key] = json!({});
    }
    value
}

fn lines(scores: &Value, profiles: &Value) -> String {
    format!("{scores}\n{profiles}\n")
}

#[test]
fn what_powershell_writes_is_read_as_what_graph_sent() {
    let (scores, profiles) = (sample().scores_json(), sample().profiles_json());
    let plain = report(&check(lines(&scores, &profiles)));
    assert_eq!(plain["verdict"], "passed");
    for key in ["additionalProperties", "AdditionalProperties", "additionalData", "AdditionalData"] {
        let kept_apart = apart(scores.clone(), key);
        assert_eq!(report(&check(lines(&kept_apart, &profiles))), plain, "{key}");
        assert_eq!(report(&check(lines(&pascal(&kept_apart), &pascal(&profiles)))), plain, "{key} in PascalCase");
    }
    // `Get-MgSecuritySecureScore | ConvertTo-Json` gives lists without a page around them.
    let bare = |page: &Value| pascal(&page["value"]);
    assert_eq!(check(lines(&bare(&scores), &bare(&profiles))).code, 0);
    // Windows PowerShell writes times in a form of its own.
    let old = bare(&scores).to_string().replace("\"2026-11-23T00:00:00Z\"", "\"\\/Date(1795392000000)\\/\"");
    assert_eq!(check(format!("{old}\n{}", bare(&profiles))).code, 0, "{old}");
}

#[test]
fn a_claim_in_pascal_case_is_seen() {
    let both = pascal(&json!([sample().scores_json(), sample().profiles_json()]));
    let run = check_with(both.to_string(), "controls: { match: [B], at-least: 50% }");
    assert_eq!(run.code, 1, "{}", run.seen());
}

#[test]
fn a_percentage_that_an_sdk_keeps_apart_counts_on_every_day() {
    let orphan = |key: Option<&str>| {
        let days = history().control("A", 10.0).control("B", 10.0).orphan();
        let days = days.day("2026-11-22", &[("A", 10.0), ("B", 5.0)]).day("2026-11-23", &[("A", 10.0), ("B", 5.0)]);
        let recording: Value = serde_json::from_str(&days.recording()).unwrap();
        let (scores, profiles) = (&recording["responses"][0]["body"], &recording["responses"][1]["body"]);
        let scores = key.map_or_else(|| scores.clone(), |key| apart(scores.clone(), key));
        report(&check_with(lines(&scores, profiles), "regression: { against: previous, score: { max-drop: 1pp } }"))
    };
    let plain = orphan(None);
    assert_eq!(orphan(Some("additionalProperties")), plain);
    assert_eq!(orphan(Some("AdditionalData")), plain);
}

#[test]
fn two_values_of_one_key_are_refused_wherever_they_lie() {
    let scores = |at: &str, value: Value| {
        let mut scores = sample().scores_json();
        scores["value"][0]["controlScores"][1][at] = value;
        check(lines(&scores, &sample().profiles_json()))
    };
    assert_eq!(scores("additionalProperties", json!({ "scoreInPercentage": 90 })).code, 5);
    assert_eq!(scores("additionalProperties", json!({ "scoreInPercentage": 50 })).code, 0, "the same value twice");
    assert_eq!(scores("additionalProperties", json!(null)).code, 0);
    assert_eq!(scores("Score", json!(10)).code, 5, "a key in two spellings");
    for (text, code) in [("\"averageScore\":1,\"averageScore\":99", 5), ("\"averageScore\":1,\"AverageScore\":1", 0)] {
        let peers = format!("\"averageComparativeScores\":[{{\"basis\":\"AllTenants\",{text}}}],\"controlScores\"");
        let twice = sample().scores_json().to_string().replacen("\"controlScores\"", &peers, 1);
        assert_eq!(check(format!("{twice}\n{}", sample().profiles_json())).code, code, "{text}");
    }
}

#[test]
fn averages_of_peers_are_read_from_an_sdk() {
    let peers = |entry: Value| {
        let scores = sample().snapshot("averageComparativeScores", json!([entry])).scores_json();
        report(&check_with(
            lines(&scores, &sample().profiles_json()),
            "score: { peers: AllTenants, category: Identity }",
        ))
    };
    let plain =
        peers(json!({ "basis": "AllTenants", "averageScore": 40.0, "identityScore": 3.0, "identityScoreMax": 10.0 }));
    assert_eq!(plain["findings"][0]["outcome"], "passed", "{plain:#}");
    let more = json!({ "identityScore": 3.0, "identityScoreMax": 10.0 });
    assert_eq!(peers(json!({ "Basis": "AllTenants", "AverageScore": 40.0, "AdditionalProperties": more })), plain);
    assert_eq!(peers(json!({ "basis": "AllTenants", "averageScore": 40.0, "additionalData": more })), plain);
}

#[test]
fn a_profile_with_a_time_is_a_profile_and_a_snapshot_without_figures_is_a_snapshot() {
    let dated = sample().with("createdDateTime", json!("2026-11-24T00:00:00Z"));
    assert_eq!(check(dated.json()).code, 0);
    let empty = json!({ "createdDateTime": "2026-11-24T00:00:00Z", "controlScores": null, "currentScore": null });
    let run = check(format!("{}\n{empty}", sample().json()));
    assert_eq!(run.code, 3, "the newest snapshot has no figures: {}", run.seen());
    let both = sample().with("currentScore", json!(10.0));
    let run = check(both.json());
    assert_eq!(run.code, 5);
    assert!(run.stderr.contains("has keys of a secureScore and of a secureScoreControlProfile"), "{}", run.stderr);
}

#[test]
fn the_responses_to_a_batch_are_read() {
    let batch = |status: u16| {
        json!({ "responses": [
            { "id": "1", "status": status, "headers": {}, "body": sample().profiles_json() },
            { "id": "2", "status": 200, "headers": {}, "body": sample().scores_json() },
        ] })
    };
    let plain = report(&check(lines(&sample().scores_json(), &sample().profiles_json())));
    assert_eq!(report(&check(batch(200).to_string())), plain);
    assert_eq!(check(batch(429).to_string()).code, 5);
}

/// Exit 5, and a message with the cause and the command.
#[test]
fn other_shapes_are_refused_with_their_cause_and_the_right_command() {
    let mut cut = pascal(&sample().scores_json()["value"][0]);
    cut["ControlScores"] = json!(["Microsoft.Graph.PowerShell.Models.MicrosoftGraphControlScore"]);
    let mut deeper = pascal(&sample().scores_json()["value"][0]);
    deeper["ControlScores"] = json!("System.Object[]");
    let mut dictionary = pascal(&sample().scores_json()["value"][0]);
    dictionary["ControlScores"][0]["AdditionalProperties"] =
        json!("System.Collections.Generic.Dictionary`2[System.String,System.Object]");
    let mut hashed = sample().scores_json();
    hashed["value"][0]["controlScores"] = json!(["@{controlName=A; score=10}"]);
    let mut profile = pascal(&sample().profiles_json()["value"][0]);
    profile["ControlStateUpdates"] =
        json!(["Microsoft.Graph.PowerShell.Models.MicrosoftGraphSecureScoreControlStateUpdate"]);
    let arm = json!({ "value": [{ "id": "/subscriptions/x/providers/Microsoft.Security/secureScores/ascScore",
        "name": "ascScore", "type": "Microsoft.Security/secureScores",
        "properties": { "displayName": "ASC score", "score": { "max": 39, "current": 23.53, "percentage": 0.6033 } } }] });
    let batch =
        json!({ "responses": [{ "id": "1", "status": 429, "body": { "error": { "code": "TooManyRequests" } } }] });
    let stripped =
        json!({ "responses": [{ "request": "/v1.0/security/secureScores", "status": 200, "body": { "value": [] } }] });
    let list = || sample().scores_json()["value"].clone();
    let rows = [
        ("cut off at depth 2", cut),
        ("cut off at depth 1", deeper),
        ("cut off within a control", dictionary),
        ("cut off hash tables", hashed),
        ("cut off updates", profile),
        ("Defender for Cloud", arm),
        ("a batch that failed", batch),
        ("a recording without its key", stripped),
        ("result", json!({ "result": list() })),
        ("Results", json!({ "Results": list(), "Metadata": {} })),
        ("results", json!({ "results": list() })),
        ("data", json!({ "data": { "secureScores": list() } })),
    ];
    let mut seen = String::new();
    for (name, content) in rows {
        let run = check(content.to_string());
        assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{name}: {}", run.seen());
        let message = run.stderr.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
        seen.push_str(&format!("{name}:\n{message}\n"));
    }
    insta::assert_snapshot!(seen);
}
