//! The people and machines of incidents in what is handed to others: fields that say what they are, and texts that repeat them.

use serde_json::{Value, json};

use super::{alert, causes, check, incident, page, posture, workspace};
use crate::evidence::{recording, response};
use crate::support::tenant::NOW;

/// An incident whose evidence names a person and a machine, which titles repeat.
fn named() -> Value {
    let mut alert = alert("a", &["T1566.002"]);
    alert["title"] = json!("Sign-in of JROE on desktop-7QK2");
    alert["evidence"] = json!([
        { "@odata.type": "#microsoft.graph.security.userEvidence", "userAccount": {
            "accountName": "jroe", "domainName": "FABNET", "displayName": "Jane Roe", "userPrincipalName": "jane.roe@fabrikam.example" } },
        { "@odata.type": "#microsoft.graph.security.deviceEvidence", "hostName": "DESKTOP-7QK2",
          "deviceDnsName": "desktop-7qk2.corp.fabnet.example",
          "loggedOnUsers": [{ "accountName": "system", "domainName": "NT AUTHORITY" }, { "accountName": "active", "domainName": "AzureAD" }] },
    ]);
    let mut incident = incident("1", vec![alert]);
    incident["displayName"] = json!("Multi-stage incident of Jane Roe (FABNET) on DESKTOP-7QK2");
    incident
}

/// Words of the names.
const NAMES: [&str; 5] = ["jane", "jroe", "7qk2", "fabnet", "fabrikam.example"];

fn leaked(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    NAMES.into_iter().filter(|name| lower.contains(name)).collect()
}

#[test]
fn a_redacted_recording_names_nobody_of_the_fields_of_an_incident_in_any_text() {
    let tenant = posture();
    let responses = [
        response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()),
        response("/v1.0/security/secureScoreControlProfiles", &tenant.profiles_json()),
        response("/v1.0/security/incidents?$expand=alerts&$top=50", &page(&[named()])),
    ];
    let workspace = workspace(&tenant, &[]);
    workspace.file("r.json", recording("2026-11-24T05:00:00Z", &responses));
    let run = workspace.run("record --redact --from r.json --out redacted.json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let text = workspace.read("redacted.json");
    assert_eq!(leaked(&text), [""; 0], "{text}");
    // What every tenant has stays, and so does what incidents are matched by.
    for kept in ["\"system\"", "\"NT AUTHORITY\"", "\"status\":\"active\"", "\"microsoft365Defender\"", "T1566.002"] {
        assert!(text.replace("\": ", "\":").contains(kept), "{kept} is missing: {text}");
    }
    let run = workspace.run(&format!("check -p p.yaml -f redacted.json --incidents redacted.json --now {NOW} -o json"));
    let report = serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take();
    assert_eq!(causes(&report, "1"), ["mdo_safelinksforemail"]);
    let again = workspace.run("record --redact --from redacted.json --out again.json");
    assert_eq!(again.code, 0, "{}", again.seen());
    assert_eq!(workspace.read("again.json"), text);
}

#[test]
fn a_redacted_digest_replaces_the_names_that_fields_of_the_evidence_state() {
    let run = check(&workspace(&posture(), &[named()]), "--incidents i.json -o digest --redact");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(leaked(&run.stdout), [""; 0], "{}", run.stdout);
    assert!(run.stdout.contains("Multi-stage incident of user-"), "{}", run.stdout);
    let open = check(&workspace(&posture(), &[named()]), "--incidents i.json -o digest");
    assert!(open.stdout.contains("Jane Roe"), "{}", open.stdout);
}
