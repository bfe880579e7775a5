//! The shapes in which evidence comes.

mod assemble;
mod large;
mod pages;
mod real_recording;
mod response_bytes;
mod unusable;

use std::io::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace, outcome};

const RULE: &str = "controls: { match: [AdminMFAV2], state: implemented }";

/// Three controls, so that the catalogue can have pages.
pub(crate) fn sample() -> Tenant {
    tenant().control("AdminMFAV2", 10.0, 10.0).control("MFARegistrationV2", 9.0, 9.0).control("OneAdmin", 0.0, 1.0)
}

pub(crate) fn workspace() -> Workspace {
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
