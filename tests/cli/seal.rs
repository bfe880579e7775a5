//! What was changed in a recording since it was written, and what it lacks.

use serde_json::{Value, json};

use crate::evidence::{recording, response};
use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace};

fn shipped() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/contoso-history.json");
    std::fs::read_to_string(path).unwrap()
}

fn check(text: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy("score: { at-least: 50% }")).file("t.json", text);
    workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}"))
}

/// An edit of the text; it must hit something.
fn edited(from: &str, to: &str) -> String {
    let text = shipped();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn what_is_said_of_the_responses_cannot_be_changed_unseen() {
    assert_eq!(check(&shipped()).code, 0);
    for (from, to) in [
        ("\"captured\": \"2026-11-23", "\"captured\": \"2026-11-24"),
        ("\"graph\": \"https://graph.microsoft.com\"", "\"graph\": \"https://graph.example\""),
        ("\"status\": 200", "\"status\": 206"),
        ("secureScores?$top=31\"", "secureScores?$top=30\""),
        ("\"request-id\": \"0", "\"request-id\": \"1"),
    ] {
        let run = check(&edited(from, to));
        assert_eq!(run.code, 5, "{to}\n{}", run.seen());
        assert!(run.stderr.contains("its seal differs"), "{}", run.seen());
    }
    let mut without: Value = serde_json::from_str(&shipped()).unwrap();
    without["responses"].as_array_mut().unwrap().pop();
    let run = check(&without.to_string());
    assert_eq!(run.code, 5, "a response that was taken out\n{}", run.seen());
}

#[test]
fn a_recording_without_a_seal_is_read_and_people_see_it() {
    let text = shipped();
    let (before, rest) = text.split_once("\"seal\"").unwrap();
    let (_, after) = rest.split_once(",\n").unwrap();
    let run = check(&format!("{before}{after}"));
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("note  t.json is not a sealed recording"), "{}", run.seen());
    assert!(!check(&text).stdout.contains("not a sealed recording"));
}

#[test]
fn what_stands_beside_a_recording_in_its_file_has_no_seal() {
    let pair = tenant()
        .control("A", 10.0, 10.0)
        .snapshot("createdDateTime", json!("2026-11-24T00:00:00Z"))
        .json()
        .replace("a1b2c3d4-0000-4000-8000-000000000001", "a1b2c3d4-0000-4000-8000-c0ffee000001");
    let run = check(&format!("{}\n{pair}", shipped()));
    assert!(run.stdout.contains("note  t.json is not a sealed recording"), "{}", run.seen());
}

#[test]
fn a_page_of_snapshots_that_is_missing_leaves_everything_open() {
    let day = |date: &str, score: f64| {
        let built: Tenant =
            tenant().control("A", score, 10.0).snapshot("createdDateTime", json!(format!("{date}T00:00:00Z")));
        built.scores_json()
    };
    let next = "https://graph.microsoft.com/v1.0/security/secureScores?$skiptoken=2";
    let mut first = day("2026-11-23", 0.0);
    first["@odata.nextLink"] = json!(next);
    let second = day("2026-11-22", 10.0);
    let profiles = tenant().control("A", 0.0, 10.0).profiles_json();
    let page = |request: &str, body: &Value| response(request, body);
    let one = page("/v1.0/security/secureScores?$top=2", &first);
    let two = page("/v1.0/security/secureScores?$skiptoken=2", &second);
    let all = page("/v1.0/security/secureScoreControlProfiles", &profiles);
    let whole = check(&recording("2026-11-24T05:00:00Z", &[one, two.clone(), all.clone()]));
    assert_eq!(whole.code, 1, "{}", whole.seen());
    let cut = check(&recording("2026-11-24T05:00:00Z", &[two, all]));
    assert_eq!(cut.code, 3, "the day before passes, and is not the newest\n{}", cut.seen());
    assert!(cut.stdout.contains("a page of the snapshots is missing"), "{}", cut.seen());
}

#[test]
fn a_capture_of_the_future_proves_nothing() {
    let built = tenant().control("A", 10.0, 10.0);
    let responses = [
        response("/v1.0/security/secureScores?$top=1", &built.scores_json()),
        response("/v1.0/security/secureScoreControlProfiles", &built.profiles_json()),
    ];
    assert_eq!(check(&recording("2026-11-24T05:00:00Z", &responses)).code, 0);
    let run = check(&recording("2999-01-01T00:00:00Z", &responses));
    assert_eq!(run.code, 3, "{}", run.seen());
    assert!(run.stdout.contains("Correct the clock"), "{}", run.seen());
}

#[test]
fn with_require_seal_what_bears_no_seal_is_no_evidence() {
    let workspace = Workspace::new();
    let text = shipped();
    let without = |text: &str, key: &str| {
        let (before, rest) = text.split_once(key).unwrap();
        format!("{before}{}", rest.split_once(",\n").unwrap().1)
    };
    let unsealed = without(&text, "\"seal\"");
    let unhashed = without(&unsealed, "\"sha256\"");
    let raw = tenant().control("A", 10.0, 10.0).snapshot("createdDateTime", json!("2026-11-24T00:00:00Z")).json();
    workspace
        .file("p.yaml", policy("score: { at-least: 50% }"))
        .file("sealed.json", &text)
        .file("unsealed.json", &unsealed)
        .file("unhashed.json", &unhashed)
        .file("raw.json", &raw)
        .file("beside.json", format!("{text}\n{}", raw.replace("000000000001", "c0ffee000001")))
        .file("both/a.json", &text)
        .file("both/b.json", &unsealed);
    let commands = |source: &str| {
        [
            format!("check -p p.yaml -f {source} --now {NOW} --require-seal"),
            format!("baseline write --from {source} --out - --require-seal"),
            format!("diff sealed.json@2026-11-01 {source} --require-seal"),
        ]
    };
    for source in ["unsealed.json", "unhashed.json", "raw.json", "beside.json", "both"] {
        for args in commands(source) {
            let run = workspace.run(&args);
            assert_eq!(run.code, 5, "{args}\n{}", run.seen());
            assert!(run.stderr.contains("no seal, or a response without a SHA-256"), "{args}\n{}", run.seen());
        }
    }
    for args in commands("sealed.json") {
        assert_eq!(workspace.run(&args).code, 0, "{args}");
    }
    let seen = workspace.run(&commands("both")[0]).seen();
    assert!(seen.contains("no seal, or a response without a SHA-256: both/b.json\n"), "{seen}");
    assert!(seen.contains("name recordings as `scoregate record` wrote them"), "{seen}");
}
