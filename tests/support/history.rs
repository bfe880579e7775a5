//! A tenant over several days, built for one test.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::tenant::TENANT;

/// Days, and the catalogue of the last of them. `currentScore` and `maxScore` are the sums over the controls of a day unless they
/// are set.
#[derive(Clone)]
pub(crate) struct History {
    tenant: Value,
    controls: Vec<Control>,
    days: Vec<Value>,
    next_link: bool,
    captured: Option<String>,
}

#[derive(Clone)]
struct Control {
    id: String,
    /// The maximum from a day on; the empty day stands for the beginning.
    maxima: BTreeMap<String, f64>,
    /// None for a control without a profile.
    profile: Option<Value>,
}

pub(crate) fn history() -> History {
    History { tenant: json!(TENANT), controls: vec![], days: vec![], next_link: false, captured: None }
}

impl History {
    /// Another tenant; `null` for data that names none.
    pub(crate) fn tenant(mut self, tenant: Value) -> Self {
        self.tenant = tenant;
        self
    }

    /// A control of category Identity, tier Core and service AzureAD with its profile.
    pub(crate) fn control(mut self, id: &str, max: f64) -> Self {
        let profile = json!({ "id": id, "title": format!("Title of {id}"), "tier": "Core", "service": "AzureAD",
            "controlCategory": "Identity", "deprecated": false, "controlStateUpdates": [{ "state": "Default" }] });
        let maxima = BTreeMap::from([(String::new(), max)]);
        self.controls.push(Control { id: id.to_owned(), maxima, profile: Some(profile) });
        self
    }

    /// The last control has no profile: it was retired, or its page is missing.
    pub(crate) fn orphan(mut self) -> Self {
        self.controls.last_mut().unwrap().profile = None;
        self
    }

    /// Changes the profile of the last control.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.controls.last_mut().unwrap().profile.as_mut().unwrap()[key] = value;
        self
    }

    /// Sets the state of the last control at a time: `2026-11-10T09:00:00Z`.
    pub(crate) fn state(mut self, state: &str, at: &str) -> Self {
        let profile = self.controls.last_mut().unwrap().profile.as_mut().unwrap();
        let updates = profile["controlStateUpdates"].as_array_mut().unwrap();
        updates.push(json!({ "state": state, "updatedDateTime": at }));
        self
    }

    /// Gives the last control another maximum from a day on.
    pub(crate) fn reweighted(mut self, day: &str, max: f64) -> Self {
        self.controls.last_mut().unwrap().maxima.insert(day.to_owned(), max);
        self
    }

    /// A day with the controls that are scored on it. Days come in ascending order.
    pub(crate) fn day(mut self, day: &str, scores: &[(&str, f64)]) -> Self {
        let entry = |(id, score): &(&str, f64)| {
            let max = self.maximum(id, day);
            let percentage = if max > 0.0 { score * 100.0 / max } else { 0.0 };
            json!({ "controlName": id, "controlCategory": "Identity", "score": score,
                "scoreInPercentage": percentage, "lastSynced": format!("{day}T04:34:13Z") })
        };
        let entries: Vec<Value> = scores.iter().map(entry).collect();
        let current: f64 = scores.iter().map(|(_, score)| score).sum();
        let max: f64 = scores.iter().map(|(id, _)| self.maximum(id, day)).sum();
        let id = self.tenant.as_str().map(|tenant| format!("{tenant}_{day}"));
        self.days.push(json!({ "id": id, "azureTenantId": self.tenant,
            "createdDateTime": format!("{day}T00:00:00Z"), "currentScore": current, "maxScore": max,
            "controlScores": entries }));
        self
    }

    /// Changes a key of the last day, such as `currentScore`.
    pub(crate) fn snapshot(mut self, key: &str, value: Value) -> Self {
        self.days.last_mut().unwrap()[key] = value;
        self
    }

    /// Changes a key of a control on the last day, such as `scoreInPercentage`.
    pub(crate) fn scored(mut self, id: &str, key: &str, value: Value) -> Self {
        let entries = self.days.last_mut().unwrap()["controlScores"].as_array_mut().unwrap();
        entries.iter_mut().find(|entry| entry["controlName"] == id).unwrap()[key] = value;
        self
    }

    /// The catalogue has another page, which is missing.
    pub(crate) fn incomplete(mut self) -> Self {
        self.next_link = true;
        self
    }

    /// When the recording was made; on the evening of its last day unless this says otherwise.
    pub(crate) fn captured(mut self, at: &str) -> Self {
        self.captured = Some(at.to_owned());
        self
    }

    fn maximum(&self, id: &str, day: &str) -> f64 {
        let control = self.controls.iter().find(|control| control.id == id);
        let control = control.unwrap_or_else(|| panic!("{id} is no control of this history"));
        *control.maxima.range(..=day.to_owned()).next_back().unwrap().1
    }

    /// The response of `/security/secureScores`: the newest day first, as Graph sends it.
    fn scores(&self) -> Value {
        let days: Vec<&Value> = self.days.iter().rev().collect();
        json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScores", "value": days })
    }

    /// The response of `/security/secureScoreControlProfiles` on the last day.
    fn profiles(&self) -> Value {
        let profile = |control: &Control| {
            let mut profile = control.profile.clone()?;
            profile["maxScore"] = json!(control.maxima.values().next_back().unwrap());
            profile["azureTenantId"] = self.tenant.clone();
            Some(profile)
        };
        let profiles: Vec<Value> = self.controls.iter().filter_map(profile).collect();
        let mut page = json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles",
            "value": profiles,
        });
        if self.next_link {
            page["@odata.nextLink"] =
                json!("https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skiptoken=2");
        }
        page
    }

    /// A recording of all days.
    pub(crate) fn recording(&self) -> String {
        let last = self.days.last().unwrap()["createdDateTime"].as_str().unwrap();
        let captured = self.captured.clone().unwrap_or_else(|| last.replace("T00:", "T18:"));
        let response = |request: &str, body: &Value| {
            let body = body.to_string();
            let hash: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
            format!(r#"{{"request": "/v1.0/security/{request}", "status": 200, "sha256": "{hash}", "body": {body}}}"#)
        };
        let responses =
            [response("secureScores", &self.scores()), response("secureScoreControlProfiles", &self.profiles())];
        let responses = responses.join(",\n");
        format!("{{\"scoregate-recording\": 1, \"captured\": \"{captured}\", \"responses\": [\n{responses}\n]}}\n")
    }

    /// The scores alone, as Graph answers.
    pub(crate) fn raw(&self) -> String {
        self.scores().to_string()
    }
}
