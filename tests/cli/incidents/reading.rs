//! What is read as incidents: every shape of responses, what is merged, what is missing, and what is refused.

use serde_json::{Value, json};

use super::{alert, causes, check, incident, incidents, of, page, posture, report, workspace};
use crate::evidence::{recording, response};
use crate::support::tenant::TENANT;
use crate::support::workspace::recorded;

/// The incidents of a run with files of incidents.
fn read(files: &[(&str, String)]) -> Value {
    let workspace = workspace(&posture(), &[]);
    for (name, text) in files {
        workspace.file(name, text);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let run = check(&workspace, &format!("--incidents {} -o json", names.join(" ")));
    assert_eq!(run.code, 0, "{}", run.seen());
    serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take()
}

/// What a user sees of incidents that cannot be used.
fn refused(text: &str) -> String {
    let workspace = workspace(&posture(), &[]);
    workspace.file("i.json", text);
    let run = check(&workspace, "--incidents i.json");
    assert_eq!(run.code, 5, "{}", run.seen());
    run.stderr
}

/// The list of incidents without what depends on the files.
fn only_incidents(report: &Value) -> &Value {
    &report["incidents"]
}

const INCIDENTS: &str = "/v1.0/security/incidents?$expand=alerts&$top=50";
const ALERTS: &str = "/v1.0/security/alerts_v2?$top=50";

#[test]
fn responses_lists_lines_and_recordings_give_the_same_incidents() {
    let expected = report(&posture(), &incidents());
    let lines: Vec<String> = incidents().iter().map(Value::to_string).collect();
    let recorded = recording("2026-11-24T05:00:00Z", &[response(INCIDENTS, &page(&incidents()))]);
    let batch = json!({ "responses": [{ "id": "1", "status": 200, "body": page(&incidents()) }] });
    for (what, text) in [
        ("lines", lines.join("\n")),
        ("list", json!(incidents()).to_string()),
        ("recording", recorded),
        ("batch", batch.to_string()),
    ] {
        let read = read(&[("x.json", text)]);
        assert_eq!(only_incidents(&read), only_incidents(&expected), "{what}");
    }
}

#[test]
fn the_recording_of_the_evidence_may_contain_the_incidents() {
    let workspace = workspace(&posture(), &[]);
    let tenant = posture();
    let responses = [
        response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()),
        response("/v1.0/security/secureScoreControlProfiles", &tenant.profiles_json()),
        response(INCIDENTS, &page(&incidents())),
    ];
    workspace.file("r.json", recording("2026-11-24T05:00:00Z", &responses));
    let run = workspace.run("check -p p.yaml -f r.json --incidents r.json --now 2026-11-24T06:00:00Z -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let report = serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take();
    assert_eq!(causes(&report, "200"), ["mdo_safelinksforemail"]);
    let without = workspace.run("check -p p.yaml -f r.json --incidents t.json --now 2026-11-24T06:00:00Z");
    assert_eq!(without.code, 5, "{}", without.seen());
    assert!(without.stderr.contains("there are no incidents in the data"), "{}", without.seen());
}

#[test]
fn alerts_by_themselves_are_put_into_their_incidents() {
    let mut of_incident = alert("a", &["T1566.002"]);
    of_incident["incidentId"] = json!("7");
    let alerts = json!({ "value": [of_incident, alert("lonely", &["T1110.003"])] });
    let mut bare = incident("7", vec![]);
    bare.as_object_mut().unwrap().remove("alerts");
    let both = read(&[("a.json", alerts.to_string()), ("b.json", page(&[bare]).to_string())]);
    assert_eq!(causes(&both, "7"), ["mdo_safelinksforemail"]);
    assert_eq!(of(&both, "7")["title"], "Incident 7");
    assert_eq!(of(&both, "alert lonely")["title"], "Title of lonely");
    assert_eq!(both["gaps"], json!(["the incident of 1 alert is missing: only its alerts are known"]));
    let alone = read(&[("a.json", recording("2026-11-24T05:00:00Z", &[response(ALERTS, &alerts)]))]);
    assert_eq!(causes(&alone, "7"), ["mdo_safelinksforemail"]);
}

#[test]
fn an_incident_that_was_merged_is_in_the_one_that_it_was_merged_into() {
    let merged = |id: &str, to: &str, technique: &str| {
        let mut merged = incident(id, vec![alert(&format!("a{id}"), &[technique])]);
        merged["status"] = json!("redirected");
        merged["redirectIncidentId"] = json!(to);
        merged
    };
    let all = [
        incident("3", vec![]),
        merged("1", "2", "T1566.002"),
        merged("2", "3", "T1110.003"),
        merged("4", "9", "T1496"),
        merged("5", "6", "T1496"),
        merged("6", "5", "T1496"),
    ];
    let report = report(&posture(), &all);
    assert_eq!(of(&report, "3")["merged"], json!(["1", "2"]));
    assert_eq!(causes(&report, "3"), ["mdo_safelinksforemail", "AdminMFAV2", "SigninRiskPolicy"]);
    let gaps: Vec<&str> = report["gaps"].as_array().unwrap().iter().map(|gap| gap.as_str().unwrap()).collect();
    assert_eq!(
        gaps,
        [
            "incident 4 was merged into incident 9, which is missing",
            "incident 5 is merged into itself in a circle",
            "incident 6 is merged into itself in a circle",
        ]
    );
}

#[test]
fn what_is_missing_of_the_incidents_is_a_gap() {
    let mut no_techniques = alert("n", &[]);
    no_techniques.as_object_mut().unwrap().remove("mitreTechniques");
    let mut odd = alert("o", &[]);
    odd["mitreTechniques"] = json!(["T1566.002", "phishing", 7, { "id": "T1110" }]);
    let mut more = incident("1", vec![no_techniques, odd]);
    more["alerts@odata.nextLink"] = json!("https://graph.microsoft.com/v1.0/security/incidents/1/alerts?$skip=2");
    let mut bare = incident("2", vec![]);
    bare["alerts"] = Value::Null;
    let mut first = page(&[more, bare]);
    first["@odata.nextLink"] = json!("https://graph.microsoft.com/v1.0/security/incidents?$skip=50");
    first["@odata.count"] = json!(3);
    let mut partial = response(INCIDENTS, &first);
    partial["status"] = json!(206);
    partial["warning"] = json!("199 - \"Microsoft/Defender/503/1\"");
    let report = read(&[("r.json", recording("2026-11-24T05:00:00Z", &[partial]))]);
    insta::assert_snapshot!(format!("{:#}", report["gaps"]));
    assert_eq!(causes(&report, "1"), ["mdo_safelinksforemail"]);
    assert_eq!(of(&report, "2")["no-cause"], "its alerts are missing, so that nothing can be matched");
    let raw = read(&[("i.json", first.to_string())]);
    assert!(
        raw["gaps"].to_string().contains("the last page of the incidents in i.json has a nextLink"),
        "{}",
        raw["gaps"]
    );
}

#[test]
fn unknown_words_and_other_forms_of_values_are_taken_as_they_are() {
    let mut strange = incident("1", vec![alert("a", &["T1566.002"])]);
    strange["severity"] = json!("unknownFutureValue");
    strange["status"] = json!("awaitingAction");
    strange["displayName"] = json!(["not", "a", "text"]);
    strange["tags"] = json!("one");
    strange["customTags"] = json!(["two", null, "one"]);
    strange["createdDateTime"] = json!("yesterday");
    strange["somethingNew"] = json!({ "a": [1, 2] });
    strange["alerts"][0]["category"] = json!(["InitialAccess", "Other"]);
    strange["alerts"][0]["evidence"] = json!([{ "@odata.type": "#microsoft.graph.security.newEvidence" }]);
    let report = report(&posture(), &[strange]);
    let found = of(&report, "1");
    assert_eq!(
        (&found["severity"], &found["status"], &found["title"]),
        (&json!("unknown"), &json!("awaitingAction"), &Value::Null)
    );
    assert_eq!((&found["tags"], &found["created"]), (&json!(["one", "two"]), &Value::Null));
    assert_eq!(causes(&report, "1"), ["mdo_safelinksforemail"]);
}

#[test]
fn incidents_of_another_tenant_and_what_is_no_incident_are_refused() {
    let mut other = incident("1", vec![]);
    other["tenantId"] = json!("b1b2c3d4-0000-4000-8000-000000000002");
    let mut second = incident("2", vec![]);
    second["tenantId"] = json!(TENANT);
    let seen = [
        refused(&page(&[other.clone()]).to_string()),
        refused(&page(&[other, second]).to_string()),
        refused("{\"value\":[{\"id\":\"1\",\"mail\":\"x\"}]}"),
        refused("{\"value\":[{\"displayName\":\"without an id\"}]}"),
        refused("{\"value\":[{\"id\":\"1\",\"displayName\":\"x\",\"alerts\":[{]}]}"),
        refused("{\"error\":{\"code\":\"Forbidden\",\"message\":\"no\"}}"),
        refused("<html>"),
        refused(" "),
    ];
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_pinned_tenant_is_required_of_incidents_too() {
    let mut other = incident("1", vec![]);
    other["tenantId"] = json!("b1b2c3d4-0000-4000-8000-000000000002");
    let tenant = posture().snapshot("azureTenantId", Value::Null).snapshot("id", Value::Null);
    let run = check(&workspace(&tenant, &[other]), &format!("--incidents i.json --tenant {TENANT}"));
    assert_eq!(run.code, 5, "{}", run.seen());
}

#[test]
fn standard_input_is_read_once() {
    let workspace = workspace(&posture(), &[]);
    let run = workspace.run("check -p p.yaml -f - --incidents -");
    assert_eq!(run.code, 2, "{}", run.seen());
}

#[test]
fn no_output_replaces_the_incidents() {
    let run = check(&workspace(&posture(), &incidents()), "--incidents i.json -o json=i.json");
    assert_eq!(run.code, 2, "{}", run.seen());
}

#[test]
fn a_real_response_without_alerts_is_read_and_says_so() {
    let Some(path) = recorded("incidents/incidents_list_response.json") else { return };
    let report = read(&[("i.json", std::fs::read_to_string(path).unwrap())]);
    assert_eq!(report["incidents"].as_array().unwrap().len(), 2);
    insta::assert_snapshot!("real_gaps", format!("{:#}", report["gaps"]));
}

#[test]
fn the_number_of_incidents_has_a_limit() {
    let many: Vec<_> = (0..20_001).map(|id| json!({ "id": id, "displayName": "x" })).collect();
    assert!(refused(&page(&many).to_string()).contains("more than 20,000 incidents"));
}

#[test]
fn a_file_without_incidents_is_answered_with_the_command_that_records_them() {
    let seen = refused(" ");
    assert!(seen.contains("`scoregate record --out tenant.json --incidents`"), "{seen}");
}
