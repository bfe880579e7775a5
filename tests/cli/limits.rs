//! Limits on what is decoded: a small file that holds millions of objects is refused, and a large tenant is read.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Run, Workspace};

/// Checks a text, packed.
fn check(text: &str) -> Run {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy("score: { at-least: 50% }")).file("t.json.gz", encoder.finish().unwrap());
    workspace.run(&format!("check -p p.yaml -f t.json.gz --now {NOW}"))
}

fn refused(text: &str, limit: &str) {
    let run = check(text);
    assert_eq!(run.code, 5, "{limit}: {}", run.seen());
    assert!(run.stderr.contains(limit), "{limit}: {}", run.seen());
}

#[test]
fn twenty_million_empty_objects_are_refused_by_number() {
    let many = |element: &str| format!("{element},").repeat(20_000_000 * 2 / element.len().max(2));
    refused(&format!("{{\"value\":[{}{{}}]}}", many("{}")), "more than 200,000 entries in one file or response");
    refused(&format!("[{}{{}}]", many("{}")), "more than 100,000 JSON documents");
}

#[test]
fn every_list_of_a_tenant_has_a_limit() {
    let many = |element: &str, number: usize| format!("{}{element}", format!("{element},").repeat(number - 1));
    let profile = |key: &str, list: &str| format!(r#"{{"value":[{{"id":"A","title":"A","{key}":[{list}]}}]}}"#);
    refused(&profile("controlStateUpdates", &many("{}", 2_000_001)), "more than 2,000,000 state updates");
    refused(&profile("threats", &many("\"\"", 3_000_001)), "more than 3,000,000 threats");
    let day = |key: &str, list: &str| {
        format!(r#"{{"value":[{{"createdDateTime":"2026-11-23T00:00:00Z","{key}":[{list}]}}]}}"#)
    };
    refused(&day("controlScores", &many("{\"controlName\":\"a\"}", 1_000_001)), "more than 1,000,000 control scores");
    refused(&day("averageComparativeScores", &many("{}", 100_001)), "more than 100,000 comparative averages");
    let fields = (0..2_000).fold(String::new(), |mut fields, number| {
        let _ = write!(fields, "\"f{number}\":0,");
        fields
    });
    refused(&day("averageComparativeScores", &format!("{{{fields}\"x\":0}}")), "more than 1,000 fields in one object");
    let response = r#"{"request":"/v1.0/security/secureScores","status":200,"body":{"value":[]}}"#;
    refused(
        &format!(
            r#"{{"scoregate-recording":1,"captured":"2026-11-24T00:00:00Z","responses":[{}]}}"#,
            many(response, 100_001)
        ),
        "more than 100,000 responses",
    );
    let snapshot = r#"{"createdDateTime":"2026-11-23T00:00:00Z"}"#;
    refused(&format!("{{\"value\":[{}]}}", many(snapshot, 100_001)), "more than 100,000 snapshots");
}

#[test]
fn the_limits_count_all_files_of_a_folder() {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy("score: { at-least: 50% }"));
    let updates = format!("{}{{}}", "{},".repeat(1_499_999));
    for file in ["a", "b"] {
        let profile = format!(r#"{{"value":[{{"id":"{file}","title":"A","controlStateUpdates":[{updates}]}}]}}"#);
        workspace.file(&format!("f/{file}.json"), profile);
    }
    let run = workspace.run("check -p p.yaml -f f");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(
        run.stderr.contains("f/b.json: ") && run.stderr.contains("more than 2,000,000 state updates"),
        "{}",
        run.seen()
    );
}

#[test]
fn a_large_tenant_is_read_whole() {
    let mut days = String::new();
    for day in 0..400 {
        let controls = (0..250).fold(String::new(), |mut controls, number| {
            let _ = write!(
                controls,
                r#"{}{{"controlName":"c{number}","controlCategory":"Identity","score":1,"scoreInPercentage":100}}"#,
                if number == 0 { "" } else { "," }
            );
            controls
        });
        let date = jiff::civil::date(2026, 11, 23) - jiff::Span::new().days(day);
        let _ = write!(
            days,
            r#"{}{{"azureTenantId":"a1b2c3d4-0000-4000-8000-000000000001","createdDateTime":"{date}T00:00:00Z","currentScore":250,"maxScore":250,"controlScores":[{controls}]}}"#,
            if day == 0 { "" } else { "," }
        );
    }
    let update = r#"{"state":"Default","updatedBy":"a@b.example","updatedDateTime":"2026-01-01T00:00:00Z"}"#;
    let updates = vec![update; 100].join(",");
    let profiles: Vec<String> = (0..2_000)
        .map(|number| format!(r#"{{"id":"c{number}","title":"T","maxScore":1,"tier":"Core","service":"AzureAD","threats":["x"],"controlStateUpdates":[{updates}]}}"#))
        .collect();
    let run = check(&format!("{{\"value\":[{days}]}}\n{{\"value\":[{}]}}", profiles.join(",")));
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_recording_that_is_too_large_is_not_redacted_either() {
    let workspace = Workspace::new();
    let entries = format!("{}{{}}", "{},".repeat(200_000));
    let response =
        format!(r#"{{"request":"/v1.0/security/secureScores","status":200,"body":{{"value":[{entries}]}}}}"#);
    workspace.file(
        "t.json",
        format!(r#"{{"scoregate-recording":1,"captured":"2026-11-24T00:00:00Z","responses":[{response}]}}"#),
    );
    let run = workspace.run("record --from t.json --redact --out x.json");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(run.stderr.contains("more than 200,000 entries"), "{}", run.seen());
}

#[test]
fn policies_have_limits_each_and_together() {
    let workspace = Workspace::new();
    workspace.file("t.json", tenant().control("A", 10.0, 10.0).json());
    workspace.file("deep.yaml", format!("scoregate: 1\nrules: {}\n", "[".repeat(10_000)));
    workspace.file("wide.yaml", format!("scoregate: 1\nrules: [{}1]\n", "1,".repeat(1_500_000)));
    for file in ["deep.yaml", "wide.yaml"] {
        let run = workspace.run(&format!("check -p {file} -f t.json"));
        assert_eq!(run.code, 4, "{file}: {}", run.seen());
    }
    let comment = format!("# {}\n", "x".repeat(7 << 20));
    for number in 0..10 {
        let text = policy("score: { at-least: 50% }").replace("policy: p", &format!("policy: p{number}"));
        workspace.file(&format!("f/{number}.yaml"), format!("{comment}{text}"));
    }
    let run = workspace.run("policy validate f");
    assert_eq!(run.code, 4, "{}", run.seen());
    assert!(run.stderr.contains("contain more than 64 MiB together"), "{}", run.seen());
}
