//! `check --incidents`: which controls bear on which incident, in every format that shows it.

mod crosswalk;
mod formats;
mod laws;
mod log_records;
mod next_page;
mod proof;
mod reading;
mod redaction;
mod states;

use serde_json::{Value, json};

use crate::support::tenant::{NOW, TENANT, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace};

/// A tenant with points that are missing, claimed, observed and unknown, in three services.
fn posture() -> Tenant {
    tenant()
        .control("AdminMFAV2", 4.0, 10.0)
        .control("BlockLegacyAuthentication", 8.0, 8.0)
        .control("SigninRiskPolicy", 7.0, 7.0)
        .state("ThirdParty")
        .control("PWAgePolicyNew", 5.0, 8.0)
        .state("Planned")
        .control("mdo_safelinksforemail", 0.0, 9.0)
        .with("service", json!("MDO"))
        .control("mdo_safeattachments", 8.0, 8.0)
        .with("service", json!("MDO"))
        .control("dlp_datalossprevention", 1.0, 5.0)
        .with("service", json!("MIP"))
        .with("threats", json!(["Data Exfiltration"]))
}

fn alert(id: &str, techniques: &[&str]) -> Value {
    json!({ "id": id, "tenantId": TENANT, "title": format!("Title of {id}"), "severity": "high", "category": "InitialAccess",
        "serviceSource": "microsoft365Defender", "mitreTechniques": techniques })
}

fn incident(id: &str, alerts: Vec<Value>) -> Value {
    json!({ "id": id, "tenantId": TENANT, "displayName": format!("Incident {id}"), "status": "active", "severity": "medium",
        "classification": "unknown", "createdDateTime": "2026-11-20T08:00:00Z", "lastUpdateDateTime": "2026-11-21T08:00:00Z",
        "redirectIncidentId": null, "customTags": [], "systemTags": [], "alerts": alerts })
}

fn page(incidents: &[Value]) -> Value {
    json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/incidents(alerts())", "value": incidents })
}

/// A password spray, a phishing link, and a technique of which the crosswalk has no row.
fn incidents() -> Vec<Value> {
    let spray = json!({ "serviceSource": "azureADIdentityProtection", "category": "CredentialAccess" });
    let mut first = alert("a1", &["T1110", "T1110.003"]);
    first.as_object_mut().unwrap().extend(spray.as_object().unwrap().clone());
    vec![
        incident("100", vec![first, alert("a2", &["T1110.003"])]),
        incident("200", vec![alert("b1", &["T1566.002"])]),
        incident("300", vec![alert("c1", &["T1496"])]),
    ]
}

fn workspace(tenant: &Tenant, incidents: &[Value]) -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("controls: { match: [AdminMFAV2], at-least: 40% }"))
        .file("t.json", tenant.json())
        .file("i.json", page(incidents).to_string());
    workspace
}

fn check(workspace: &Workspace, more: &str) -> Run {
    workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} {more}"))
}

/// The incidents of the JSON report.
fn report(tenant: &Tenant, incidents: &[Value]) -> Value {
    let run = check(&workspace(tenant, incidents), "--incidents i.json -o json");
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take()
}

/// The ids of the controls that bear on an incident, the strongest link first.
fn causes(report: &Value, incident: &str) -> Vec<String> {
    let found = report["incidents"].as_array().unwrap().iter().find(|found| found["id"] == incident).unwrap();
    let id = |cause: &Value| cause["control"].as_str().unwrap().to_owned();
    found["causes"].as_array().unwrap().iter().map(id).collect()
}

/// A control of the summary of controls.
fn bearing<'r>(report: &'r Value, control: &str) -> &'r Value {
    report["controls"].as_array().unwrap().iter().find(|found| found["control"]["id"] == control).unwrap()
}

fn of<'r>(report: &'r Value, incident: &str) -> &'r Value {
    report["incidents"].as_array().unwrap().iter().find(|found| found["id"] == incident).unwrap()
}

#[test]
fn failing_and_unknown_controls_are_causes_and_observed_ones_are_not() {
    let report = report(&posture(), &incidents());
    assert_eq!(causes(&report, "100"), ["AdminMFAV2", "SigninRiskPolicy"]);
    assert_eq!(causes(&report, "200"), ["mdo_safelinksforemail"]);
    assert_eq!(causes(&report, "300"), [""; 0]);
    let spray = of(&report, "100");
    // The claimed points of SigninRiskPolicy are not observed; BlockLegacyAuthentication has all of its points.
    assert_eq!(spray["impact"], json!({ "least": 13.0, "most": 13.0 }));
    // They are in the score already.
    assert_eq!(spray["recoverable"], json!({ "least": 6.0, "most": 6.0 }));
    assert_eq!(bearing(&report, "SigninRiskPolicy")["recoverable"], json!({ "least": 0.0, "most": 0.0 }));
    assert_eq!(spray["observed-controls"], 1);
    assert_eq!(spray["causes"][0]["links"][0]["row"], "mfa");
    assert_eq!(spray["causes"][0]["links"][0]["alerts"], json!(["a1", "a2"]));
    assert_eq!(of(&report, "300")["no-cause"], "no row of the crosswalk is about T1496");
}

#[test]
fn an_unknown_control_says_what_is_missing() {
    let report = report(&posture(), &[incident("1", vec![alert("a", &["T1110.001"])])]);
    let unknown = bearing(&report, "PWAgePolicyNew");
    assert_eq!(unknown["missing"], json!({ "least": 3.0, "most": 8.0 }));
    // Three points are missing for certain, however the other five are counted.
    assert_eq!(unknown["unknown"], Value::Null);
    let full = posture().control("UserRiskPolicy", 7.0, 7.0).state("Planned");
    let report = self::report(&full, &[incident("1", vec![alert("a", &["T1110.001"])])]);
    let unknown = bearing(&report, "UserRiskPolicy");
    assert_eq!(unknown["missing"], json!({ "least": 0.0, "most": 7.0 }));
    assert!(unknown["unknown"].as_str().unwrap().contains("Planned"), "{unknown}");
}

#[test]
fn a_technique_stands_for_its_sub_techniques_with_half_of_the_strength() {
    let report = report(
        &posture(),
        &[incident("1", vec![alert("a", &["T1566"])]), incident("2", vec![alert("b", &["T1566.002"])])],
    );
    let strength = |incident: &str| of(&report, incident)["causes"][0]["strength"].clone();
    assert_eq!((strength("1"), strength("2")), (json!(45), json!(90)));
    assert_eq!(of(&report, "1")["causes"][0]["links"][0]["of-row"], "T1566.002");
}

#[test]
fn without_techniques_the_service_links_and_without_a_service_the_threat() {
    let bare = |id: &str, source: &str, category: &str| {
        let mut bare = alert(id, &[]);
        bare["serviceSource"] = json!(source);
        bare["category"] = json!(category);
        bare
    };
    let report = report(
        &posture(),
        &[
            incident("1", vec![bare("a", "microsoftDefenderForOffice365", "SuspiciousActivity")]),
            incident("2", vec![bare("c", "microsoftSentinel", "Exfiltration")]),
            incident("3", vec![bare("d", "microsoftSentinel", "InitialAccess")]),
            incident("4", vec![bare("e", "somethingNew", "unknownFutureValue"), alert("b", &["T1566.002"])]),
        ],
    );
    assert_eq!(causes(&report, "1"), ["mdo_safelinksforemail"]);
    assert_eq!(of(&report, "1")["causes"][0]["links"][0]["basis"], "service");
    assert_eq!(causes(&report, "2"), ["dlp_datalossprevention"]);
    assert_eq!(of(&report, "2")["causes"][0]["links"][0]["basis"], "threat");
    assert_eq!(causes(&report, "3"), [""; 0]);
    assert_eq!(causes(&report, "4"), ["mdo_safelinksforemail"]);
    assert_eq!(of(&report, "4")["causes"][0]["links"][0]["basis"], "technique");
}

#[test]
fn false_positives_and_expected_activity_are_left_out_with_a_note() {
    let classified = |id: &str, classification: &str| {
        let mut classified = incident(id, vec![alert(&format!("a{id}"), &["T1566.002"])]);
        classified["classification"] = json!(classification);
        classified
    };
    let mut by_alert = incident("3", vec![alert("a3", &["T1566.002"])]);
    by_alert["alerts"][0]["classification"] = json!("falsePositive");
    let mut in_part = incident("4", vec![alert("a", &["T1566.002"]), alert("b", &["T1110.003"])]);
    in_part["alerts"][0]["classification"] = json!("falsePositive");
    let report = report(
        &posture(),
        &[classified("1", "falsePositive"), classified("2", "informationalExpectedActivity"), by_alert, in_part],
    );
    let excluded: Vec<&Value> = report["excluded"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(excluded, ["1", "2", "3"]);
    assert_eq!(causes(&report, "4"), ["AdminMFAV2", "SigninRiskPolicy"]);
    assert_eq!(of(&report, "4")["excluded-alerts"], 1);
}

#[test]
fn resolved_incidents_come_last() {
    let mut resolved = incident("1", vec![alert("a", &["T1566.002"])]);
    resolved["status"] = json!("resolved");
    resolved["severity"] = json!("high");
    let report = report(&posture(), &[resolved, incident("2", vec![])]);
    let ids: Vec<&Value> = report["incidents"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["2", "1"]);
}
