//! Pages of the catalogue and parts of the snapshot that are missing.

use serde_json::{Value, json};

use super::{check, recording, response, sample, workspace};
use crate::support::tenant::{NOW, policy};

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
