//! A link to a page that is missing is a gap, however a program spells its key: of the catalogue, of incidents, and of alerts.

use serde_json::{Value, json};

use super::{alert, check, incident, page, posture, report, workspace};
use crate::evidence::{recording, response};
use crate::support::tenant::{NOW, TENANT};

/// The key as Graph writes it, and as SDKs and programs of users do.
const SPELLINGS: [&str; 15] = [
    "@odata.nextLink",
    "@odata.nextlink",
    "@odata.NextLink",
    "@Odata.nextLink",
    "@Odata.NextLink",
    "@OData.nextLink",
    "@OData.NextLink",
    "@nextLink",
    "odata.nextLink",
    "odataNextLink",
    "OdataNextLink",
    "ODataNextLink",
    "odata_next_link",
    "nextLink",
    "NextLink",
];

/// The key of a list in an entry.
const SPELLINGS_OF_ALERTS: [&str; 10] = [
    "alerts@odata.nextLink",
    "alerts@odata.nextlink",
    "alerts@odata.NextLink",
    "alerts@Odata.NextLink",
    "alerts@OData.NextLink",
    "Alerts@odata.nextLink",
    "alerts@nextLink",
    "alertsOdataNextLink",
    "alertsNextLink",
    "AlertsNextLink",
];

const HOST: &str = "https://graph.microsoft.com";
const INCIDENTS: &str = "/v1.0/security/incidents?$expand=alerts&$top=50";
const ALERTS: &str = "/v1.0/security/alerts_v2?$top=50";
const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";

/// A page with a link to another one of the same collection.
fn linked(mut page: Value, key: &str, request: &str) -> Value {
    page[key] = json!(format!("{HOST}{}?$skiptoken=2", request.split('?').next().unwrap()));
    page
}

/// The gaps of incidents that are read from this text.
fn gaps(text: &str) -> Vec<String> {
    let workspace = workspace(&posture(), &[]);
    workspace.file("x.json", text);
    let run = check(&workspace, "--incidents x.json -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["incidents"]["gaps"].as_array().unwrap().iter().map(|gap| gap.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_missing_page_of_incidents_or_alerts_is_a_gap_however_the_link_is_spelled() {
    let alerts = json!({ "value": [alert("a", &["T1566.002"])] });
    let incidents = page(&[incident("1", vec![alert("a", &["T1566.002"])])]);
    let shows = |what: &str, page: &Value, request: &str| {
        let raw = gaps(&page.to_string());
        assert!(raw.iter().any(|gap| gap.contains("nextLink to a page that is missing")), "{what}: {raw:?}");
        let recorded = gaps(&recording("2026-11-24T05:00:00Z", &[response(request, page)]));
        assert!(recorded.iter().any(|gap| gap.contains("skiptoken=2")), "{what}: {recorded:?}");
    };
    for key in SPELLINGS {
        shows(key, &linked(incidents.clone(), key, INCIDENTS), INCIDENTS);
        shows(key, &linked(alerts.clone(), key, ALERTS), ALERTS);
    }
    for request in [INCIDENTS, ALERTS] {
        shows("an empty page", &linked(json!({ "value": [] }), SPELLINGS[0], request), request);
    }
}

#[test]
fn missing_alerts_of_an_incident_are_a_gap_however_the_link_is_spelled() {
    let more = "incident 1 has more alerts than the response contains";
    let link = json!(format!("{HOST}/v1.0/security/incidents/1/alerts?$skip=2"));
    let with = |key: &str, value: Value| {
        let mut incident = incident("1", vec![alert("a", &["T1566.002"])]);
        incident[key] = value;
        report(&posture(), &[incident])["gaps"].clone()
    };
    for key in SPELLINGS_OF_ALERTS {
        assert_eq!(with(key, link.clone()), json!([more]), "{key}");
        assert_eq!(with(key, Value::Null), json!([]), "{key}");
        assert_eq!(with("AdditionalProperties", json!({ key: link })), json!([more]), "{key}");
    }
    for bag in ["additionalProperties", "AdditionalProperties", "additionalData", "AdditionalData"] {
        assert_eq!(with(bag, json!({ "alerts@odata.nextLink": link })), json!([more]), "{bag}");
        let none = json!({ "alerts@odata.nextLink": null, "alerts@odata.context": "x" });
        assert_eq!(with(bag, none), json!([]), "{bag}");
    }
    assert_eq!(with("AdditionalProperties", json!("System.Collections.Generic.Dictionary`2")), json!([]));
}

#[test]
fn a_missing_page_of_the_catalogue_is_a_gap_however_the_link_is_spelled() {
    let tenant = posture();
    for key in SPELLINGS {
        let catalogue = linked(tenant.profiles_json(), key, PROFILES);
        let workspace = workspace(&tenant, &[]);
        workspace.file("raw.json", format!("{}\n{catalogue}", tenant.scores_json()));
        let responses =
            [response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()), response(PROFILES, &catalogue)];
        workspace.file("recorded.json", recording("2026-11-24T05:00:00Z", &responses));
        for name in ["raw.json", "recorded.json"] {
            let run = workspace.run(&format!("check -p p.yaml -f {name} --now {NOW} -o json"));
            let report: Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(report["snapshot"]["catalogue-complete"], false, "{name} {key}");
        }
    }
}

#[test]
fn redaction_keeps_the_links_to_pages_however_they_are_spelled() {
    let tenant = posture();
    let second = format!("{}?$skiptoken=jane.doe@contoso.example", INCIDENTS.split('?').next().unwrap());
    let keys = SPELLINGS.iter().map(|key| (*key, SPELLINGS_OF_ALERTS[0]));
    for (key, of_alerts) in keys.chain(SPELLINGS_OF_ALERTS.iter().map(|key| (SPELLINGS[0], *key))) {
        let mut more = incident("1", vec![alert("a", &["T1566.002"])]);
        more["tenantId"] = json!(TENANT);
        more[of_alerts] = json!(format!("{HOST}/v1.0/security/incidents/1/alerts?$skip=2"));
        let mut first = page(&[more]);
        first[key] = json!(format!("{HOST}{second}"));
        let responses = [
            response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()),
            response(PROFILES, &tenant.profiles_json()),
            response(INCIDENTS, &first),
            response(&second, &page(&[incident("2", vec![])])),
        ];
        let workspace = workspace(&tenant, &[]);
        workspace.file("r.json", recording("2026-11-24T05:00:00Z", &responses));
        let redacted = workspace.run("record --redact --from r.json --out redacted.json");
        assert_eq!(redacted.code, 0, "{}", redacted.seen());
        let text = workspace.read("redacted.json");
        assert!(!text.contains("jane.doe"), "{text}");
        let run =
            workspace.run(&format!("check -p p.yaml -f redacted.json --incidents redacted.json --now {NOW} -o json"));
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let gaps = &report["incidents"]["gaps"];
        assert_eq!(*gaps, json!(["incident 1 has more alerts than the response contains"]), "{key} {of_alerts}");
    }
}
