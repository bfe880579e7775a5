//! A tenant of a few controls, built for one test.

use serde_json::{Value, json};

/// The day of every snapshot that is built here.
pub(crate) const DAY: &str = "2026-11-23";

/// A time on the day after, at which the tests judge.
pub(crate) const NOW: &str = "2026-11-24T06:00:00Z";

pub(crate) const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";

/// A snapshot and its catalogue. `currentScore` and `maxScore` are the sums over the controls unless they are set.
#[derive(Clone)]
pub(crate) struct Tenant {
    scores: Vec<Value>,
    profiles: Vec<Value>,
    current: Option<f64>,
    max: Option<f64>,
    next_link: bool,
    extra: Value,
}

pub(crate) fn tenant() -> Tenant {
    Tenant { scores: vec![], profiles: vec![], current: None, max: None, next_link: false, extra: json!({}) }
}

impl Tenant {
    /// A scored control of category Identity, tier Core and service AzureAD with its profile.
    pub(crate) fn control(self, id: &str, score: f64, max: f64) -> Self {
        let percentage = if max > 0.0 { score * 100.0 / max } else { 0.0 };
        self.score(json!({ "controlName": id, "controlCategory": "Identity", "score": score,
            "scoreInPercentage": percentage, "lastSynced": "2026-11-23T04:34:13Z" }))
            .profile(json!({ "id": id, "title": format!("Title of {id}"), "maxScore": max, "tier": "Core",
            "service": "AzureAD", "threats": ["Account breach"], "controlStateUpdates": [{ "state": "Default" }] }))
    }

    /// A scored control that has no profile.
    pub(crate) fn orphan(self, id: &str, category: &str, score: f64, percentage: f64) -> Self {
        self.score(json!({ "controlName": id, "controlCategory": category, "score": score,
            "scoreInPercentage": percentage, "lastSynced": "2026-11-23T04:34:13Z" }))
    }

    /// An entry of `controlScores` as it is given.
    pub(crate) fn score(mut self, score: Value) -> Self {
        self.scores.push(score);
        self
    }

    /// A profile as it is given.
    pub(crate) fn profile(mut self, profile: Value) -> Self {
        self.profiles.push(profile);
        self
    }

    /// Changes the last control's profile.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.profiles.last_mut().unwrap()[key] = value;
        self
    }

    /// Changes the last control's score.
    pub(crate) fn scored(mut self, key: &str, value: Value) -> Self {
        self.scores.last_mut().unwrap()[key] = value;
        self
    }

    /// Sets the state of the last control, on the first of November.
    pub(crate) fn state(self, state: &str) -> Self {
        self.with(
            "controlStateUpdates",
            json!([{ "state": "Default" }, { "state": state, "updatedDateTime": "2026-11-01T10:00:00Z" }]),
        )
    }

    pub(crate) fn current(mut self, current: f64) -> Self {
        self.current = Some(current);
        self
    }

    pub(crate) fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// The catalogue has another page, which is missing.
    pub(crate) fn incomplete(mut self) -> Self {
        self.next_link = true;
        self
    }

    /// A key of the secureScore itself.
    pub(crate) fn snapshot(mut self, key: &str, value: Value) -> Self {
        self.extra[key] = value;
        self
    }

    /// The response of `/security/secureScores`.
    pub(crate) fn scores_json(&self) -> Value {
        let sum = |key: &str, from: &[Value]| from.iter().filter_map(|entry| entry[key].as_f64()).sum::<f64>();
        let mut score = json!({
            "id": format!("{TENANT}_{DAY}"),
            "azureTenantId": TENANT,
            "createdDateTime": format!("{DAY}T00:00:00Z"),
            "currentScore": self.current.unwrap_or_else(|| sum("score", &self.scores)),
            "maxScore": self.max.unwrap_or_else(|| sum("maxScore", &self.profiles)),
            "controlScores": self.scores,
        });
        for (key, value) in self.extra.as_object().unwrap() {
            score[key] = value.clone();
        }
        json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScores", "value": [score] })
    }

    /// The response of `/security/secureScoreControlProfiles`.
    pub(crate) fn profiles_json(&self) -> Value {
        let mut page = json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles",
            "value": self.profiles,
        });
        if self.next_link {
            page["@odata.nextLink"] =
                json!("https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skiptoken=2");
        }
        page
    }

    /// Both as one pair.
    pub(crate) fn json(&self) -> String {
        json!({ "secureScore": self.scores_json(), "profiles": self.profiles_json() }).to_string()
    }
}

/// A policy of one rule with the id `r` and the given expectation.
pub(crate) fn policy(expect: &str) -> String {
    format!("scoregate: 1\npolicy: p\nrules:\n  - id: r\n    severity: high\n    expect:\n      {expect}\n")
}
