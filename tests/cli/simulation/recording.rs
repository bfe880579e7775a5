//! The recordings that were captured of the tenant: 90 days of snapshots, the older ones degraded as Graph does it, and the
//! catalogue of the day.

use serde_json::{Value, json};

use super::tenant::{CLAIMED, controls, date, exists, is_partial, total};

const TENANT: &str = "a1b2c3d4-0000-4000-8000-5c04e6a7e000";

/// How many days Graph keeps.
const KEPT: i64 = 90;

/// The first day that there is anything of.
const BEGUN: i64 = -29;

/// The recording of a day. Where Graph has no snapshot of it yet, the newest is that of the day before.
pub(crate) fn captured(day: i64) -> String {
    let days = (BEGUN.max(day - KEPT + 1)..=day).rev().filter(|day| exists(*day));
    let newest = days.clone().next().unwrap();
    let snapshots: Vec<Value> = days.map(|one| snapshot(one, one == newest)).collect();
    let mut scores =
        json!({ "request": "/v1.0/security/secureScores?$top=90", "status": 200, "body": { "value": snapshots } });
    if is_partial(newest) {
        scores["status"] = json!(206);
        scores["warning"] = json!("199 - \"Microsoft/SecureScore/504/30000\"");
    }
    let catalogue = json!({ "request": "/v1.0/security/secureScoreControlProfiles", "status": 200,
        "body": { "value": profiles(day) } });
    json!({ "scoregate-recording": 1, "captured": format!("{}T05:00:00Z", date(day)), "responses": [scores, catalogue] })
        .to_string()
}

/// Of older days only points and percentages can be trusted: the texts are empty templates.
fn snapshot(day: i64, is_newest: bool) -> Value {
    let scored = controls(day).into_iter().filter(|control| control.scored).map(|control| {
        let percentage = (control.score * 10_000.0 / control.max).round() / 100.0;
        let mut score = json!({ "controlName": control.id, "controlCategory": "Identity", "score": control.score,
            "scoreInPercentage": percentage, "description": null, "implementationStatus": "You have 0 of 0 users." });
        if is_newest {
            score["description"] = json!("What the control is about.");
            score["lastSynced"] = json!(format!("{}T03:00:00Z", date(day)));
        }
        score
    });
    let (current, max) = total(day);
    json!({ "id": format!("{TENANT}_{}", date(day)), "azureTenantId": TENANT,
        "createdDateTime": format!("{}T00:00:00Z", date(day)), "currentScore": current, "maxScore": max,
        "controlScores": scored.collect::<Vec<_>>() })
}

fn profiles(day: i64) -> Vec<Value> {
    let known = controls(day).into_iter().map(|control| {
        json!({ "id": control.id, "azureTenantId": TENANT, "title": format!("About {}", control.id),
            "controlCategory": "Identity", "maxScore": control.max, "service": control.service, "tier": "Core",
            "deprecated": false, "controlStateUpdates": updates(control.id, day) })
    });
    // The catalogue is larger than what the tenant is scored by.
    let unused = json!({ "id": "McasFirewallLogUpload", "azureTenantId": TENANT, "maxScore": 1.0, "service": "MCAS" });
    known.chain([unused]).collect()
}

/// The states up to the day.
fn updates(id: &str, day: i64) -> Vec<Value> {
    let (claimed, set, withdrawn) = CLAIMED;
    let update =
        |state: &str, day: i64| json!({ "state": state, "updatedDateTime": format!("{}T04:00:00Z", date(day)) });
    let mut updates = vec![json!({ "state": "Default", "updatedDateTime": null })];
    if id == claimed && day >= set {
        updates.push(update("thirdParty", set));
    }
    if id == claimed && day >= withdrawn {
        updates.push(update("default", withdrawn));
    }
    updates
}
