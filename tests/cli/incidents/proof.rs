//! Ten scripted incidents, and the controls that a reader of the sources expects, who has not seen the crosswalk
//! (`tests/fixtures/incidents/README.md`): how many of the causes are right, and how many are found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::tenant::{NOW, policy};
use crate::support::workspace::Workspace;

/// The controls that are expected and not found, each with the incident and the reason why the crosswalk has no row for it.
const MISSED: [(&str, &str, &str); 3] = [
    (
        "4101",
        "MFARegistrationV2",
        "CTID scores MFA against spearphishing links as partial: it makes a stolen password worthless, and does not protect from the \
         message, nor from an adversary in the middle as here; a row would name MFA for every phishing message",
    ),
    (
        "4103",
        "McasOAuthAppNotification",
        "the control is a notification of new applications, which does not prevent consent",
    ),
    ("4104", "exo_mailboxaudit", "auditing records the rule that hides mail, and does not prevent it"),
];

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/incidents");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The incidents of the report, whose controls and incidents are those of the fixture.
fn report() -> Value {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy("controls: { match: [AdminMFAV2], at-least: 1% }"));
    for name in ["incidents.json", "secure-scores.json", "secure-score-control-profiles.json"] {
        workspace.file(name, fixture(name));
    }
    let run = workspace.run(&format!(
        "check -p p.yaml -f secure-scores.json secure-score-control-profiles.json --incidents incidents.json --now {NOW} -o json"
    ));
    assert_eq!(run.code, 0, "{}", run.seen());
    serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take()
}

/// The controls of a list of the answers.
fn controls(answer: &Value, list: &str) -> BTreeSet<String> {
    let entries = answer[list].as_array().into_iter().flatten();
    entries.map(|entry| entry["control"].as_str().unwrap().to_owned()).collect()
}

/// The causes that are right, those that are wrong, and the controls that are missed, each with its incident.
#[derive(Default)]
struct Comparison {
    right: Vec<(String, String)>,
    wrong: Vec<(String, String)>,
    missed: Vec<(String, String)>,
}

fn compared() -> Comparison {
    let answers: Value = serde_saphyr::from_str(&fixture("answers.yaml")).unwrap();
    let answers = answers["incidents"].as_array().unwrap();
    let report = report();
    let excluded: Vec<&Value> = report["excluded"].as_array().unwrap().iter().map(|found| &found["id"]).collect();
    assert_eq!((answers.len(), report["incidents"].as_array().unwrap().len() + excluded.len()), (10, 10));
    assert_eq!(report["gaps"], json!([]));
    let mut comparison = Comparison::default();
    for answer in answers {
        let id = answer["id"].as_str().unwrap();
        let (expected, arguable) = (controls(answer, "expected"), controls(answer, "arguable"));
        if excluded.contains(&&answer["id"]) {
            assert!(expected.is_empty(), "{id} is not matched, as its alerts are classified as expected activity");
            continue;
        }
        let found: BTreeSet<String> = super::causes(&report, id).into_iter().collect();
        let of_incident = |control: &String| (id.to_owned(), control.clone());
        comparison.right.extend(found.intersection(&expected).map(of_incident));
        let wrong = found.iter().filter(|control| !expected.contains(*control) && !arguable.contains(*control));
        comparison.wrong.extend(wrong.map(of_incident));
        comparison.missed.extend(expected.difference(&found).map(of_incident));
        if expected.is_empty() {
            let incident = super::of(&report, id);
            assert!(found.is_empty() && incident["no-cause"].is_string(), "nothing bears on it: {incident:#}");
        }
    }
    comparison
}

#[test]
fn every_cause_of_the_scripted_incidents_is_one_that_the_sources_name_and_the_missed_ones_are_known() {
    let Comparison { right, wrong, missed } = compared();
    assert!(!right.is_empty());
    assert_eq!(wrong, [], "a cause that no source names");
    let known = MISSED.map(|(incident, control, _)| (incident.to_owned(), control.to_owned()));
    assert_eq!(missed, known, "a control that is found is no longer missed; one that is not needs a reason");
    assert!(MISSED.iter().all(|(_, _, reason)| !reason.is_empty()));
}

#[test]
fn the_documentation_states_the_precision_and_the_recall_that_are_measured() {
    let Comparison { right, wrong, missed } = compared();
    let percent = |part: usize, whole: usize| format!("{:.0}%", 100.0 * part as f64 / whole as f64);
    let (found, expected) = (right.len() + wrong.len(), right.len() + missed.len());
    let sentence = format!(
        "precision {} ({} of {found} causes are right), recall {} ({} of {expected} controls are found)",
        percent(right.len(), found),
        right.len(),
        percent(right.len(), expected),
        right.len(),
    );
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/incidents.md")).unwrap();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(&sentence), "docs/incidents.md does not state: {sentence}");
    for (_, control, _) in MISSED {
        assert!(page.contains(&format!("`{control}`")), "docs/incidents.md does not state that {control} is missed");
    }
}
