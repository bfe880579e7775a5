//! The bytes of the responses that a run read, in the JSON report and the digest.

use serde_json::{Value, json};

use super::{gzip, recording, response, sample, workspace};
use crate::support::tenant::NOW;

const SCORES: &str = "/v1.0/security/secureScores?$top=1";
const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";

#[test]
fn the_responses_are_counted_without_what_is_around_them() {
    let (scores, profiles) = (sample().scores_json(), sample().profiles_json());
    let (of_scores, of_profiles) = (scores.to_string().len(), profiles.to_string().len());
    let recorded = |responses: &[(&str, &Value)]| {
        let responses: Vec<Value> = responses.iter().map(|(request, body)| response(request, body)).collect();
        recording("2026-11-23T18:05:00Z", &responses)
    };
    let whole = recorded(&[(SCORES, &scores), (PROFILES, &profiles)]);
    let incidents = json!({ "value": [] });
    let with_incidents =
        recorded(&[(SCORES, &scores), (PROFILES, &profiles), ("/v1.0/security/incidents?$expand=alerts", &incidents)]);
    let workspace = workspace();
    workspace
        .file("recording.json", &whole)
        .file("incidents.json", with_incidents)
        .file("packed.json.gz", gzip(&whole))
        .file("scores.json", scores.to_string())
        .file("profiles.json", profiles.to_string())
        .file("lines.ndjson", format!("{scores}\n{profiles}\n"))
        .file("merged.json", format!("[{},{}]", recorded(&[(SCORES, &scores)]), recorded(&[(PROFILES, &profiles)])));
    let counted = |from: &str| {
        let run = workspace.run(&format!("check --policy p.yaml --now {NOW} --from {from} --output json"));
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
        let of = |inputs: &Value| -> Vec<u64> {
            inputs.as_array().into_iter().flatten().map(|input| input["response-bytes"].as_u64().unwrap()).collect()
        };
        [of(&report["provenance"]["inputs"]), of(&report["incidents"]["inputs"])].concat()
    };
    let sum = (of_scores + of_profiles) as u64;
    for from in ["recording.json", "packed.json.gz", "lines.ndjson", "merged.json", "incidents.json"] {
        assert_eq!(counted(from), [sum], "{from}");
    }
    assert_eq!(counted("scores.json profiles.json"), [of_scores as u64, of_profiles as u64]);
    let both = counted("incidents.json --incidents incidents.json");
    assert_eq!(both, [sum, incidents.to_string().len() as u64], "each response counts once");
}

#[test]
fn the_digest_states_the_size_of_the_raw_responses() {
    let (scores, profiles) = (sample().scores_json(), sample().profiles_json());
    let workspace = workspace();
    let redacted = json!({
        "scoregate-recording": 1,
        "captured": "2026-11-23T18:05:00Z",
        "redacted": true,
        "responses": [response(SCORES, &scores), response(PROFILES, &profiles)],
    });
    workspace
        .file(
            "recording.json",
            recording("2026-11-23T18:05:00Z", &[response(SCORES, &scores), response(PROFILES, &profiles)]),
        )
        .file("redacted.json", redacted.to_string())
        .file("lines.ndjson", format!("{scores}\n{profiles}\n"));
    let shown = |from: &str| {
        let run = workspace.run(&format!("check --policy p.yaml --now {NOW} --from {from} --output digest"));
        let line = run.stdout.lines().find(|line| line.starts_with("Raw responses of Graph")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("{}", run.seen()))
    };
    insta::assert_snapshot!(["recording.json", "redacted.json", "lines.ndjson"].map(shown).join("\n"));
}
