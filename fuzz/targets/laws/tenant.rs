//! A tenant made of the fuzzer's bytes, and its responses of Graph: days with controls, and the catalogue.

use arbitrary::Arbitrary;
use serde_json::{Value, json};

/// More controls find nothing that five do not, and slow the fuzzer down.
const MOST_CONTROLS: usize = 5;
const MOST_PAST_DAYS: usize = 5;
const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";
pub(crate) const NEXT_PAGE: &str = "https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skip=9";
const STATES: [&str; 8] = ["Default", "Default", "Default", "ThirdParty", "Ignored", "Reviewed", "Planned", "Default"];

#[derive(Debug, Clone, Arbitrary)]
struct Control {
    maximum: u8,
    earned: u8,
    percentage: u8,
    state: u8,
    has_profile: bool,
    properties: u8,
    synced: u8,
    duplicate: u8,
    past: [u8; MOST_PAST_DAYS],
}

/// The choices that the fuzzer makes about a tenant.
#[derive(Debug, Clone, Arbitrary)]
pub(crate) struct Tenant {
    controls: Vec<Control>,
    has_whole_catalogue: bool,
    maximum: u8,
    past_days: u8,
    peers: u8,
}

/// The two responses of Graph: days, latest first, and the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Responses {
    pub(crate) scores: Value,
    pub(crate) profiles: Value,
    pub(crate) status: u16,
}

impl Control {
    fn maximum(&self) -> f64 {
        f64::from(self.maximum % 10 + 1)
    }

    fn points(&self) -> f64 {
        self.maximum() * fraction(self.earned)
    }

    /// Graph rounds percentages to two digits, and sends them as a number, as text, or not at all.
    fn percentage(&self, earned: u8) -> Value {
        let rounded = (fraction(earned) * 10_000.0).round() / 100.0;
        match self.percentage % 8 {
            0..=4 => json!(rounded),
            5 => json!(rounded.to_string()),
            _ => Value::Null,
        }
    }

    fn state_updates(&self) -> Value {
        let state = pick(&STATES, self.state);
        match self.state / 8 % 8 {
            0 => Value::Null,
            1 => json!([]),
            2 => json!([{ "state": state }]),
            3 => json!([{ "state": "ThirdParty", "updatedDateTime": "2026-10-01T00:00:00Z" },
                { "state": state, "updatedDateTime": "2026-11-01T00:00:00Z" }]),
            4 => json!([{ "state": state, "updatedDateTime": "2026-11-23T10:00:00Z" }]),
            _ => json!([{ "state": "Default" }, { "state": state, "updatedDateTime": "2026-11-01T00:00:00Z" }]),
        }
    }

    fn score(&self, id: &str) -> Value {
        json!({ "controlName": id, "controlCategory": pick(&["Identity", "Apps"], self.properties), "score": self.points(),
            "scoreInPercentage": self.percentage(self.earned),
            "lastSynced": pick(&["2026-11-23T04:00:00Z", "2026-11-20T04:00:00Z", "2026-10-01T00:00:00Z", ""], self.synced) })
    }

    fn profile(&self, id: &str) -> Value {
        json!({ "id": id, "title": "t", "maxScore": self.maximum(), "tier": pick(&["Core", "Core", "Advanced"], self.properties / 2),
            "service": pick(&["AzureAD", "EXO"], self.properties / 8),
            "threats": [pick(&["Account breach", "Data spillage"], self.properties / 16)],
            "controlStateUpdates": self.state_updates() })
    }
}

/// The fraction of its maximum that a control has: steps of half a percent, then steps that no two digits express.
fn fraction(step: u8) -> f64 {
    if step <= 200 { f64::from(step) / 200.0 } else { f64::from(step - 200) / 57.0 }
}

fn pick<'a>(list: &[&'a str], by: u8) -> &'a str {
    list[usize::from(by) % list.len()]
}

impl Tenant {
    /// The tenant with a few controls, or nothing where it has none.
    pub(crate) fn with_controls(mut self) -> Option<Self> {
        self.controls.truncate(MOST_CONTROLS);
        (!self.controls.is_empty()).then_some(self)
    }

    /// The id of the control that a number stands for.
    pub(crate) fn id(&self, number: usize) -> String {
        format!("C{}", number % self.controls.len())
    }

    /// The same tenant with every control scored once.
    pub(crate) fn without_duplicates(mut self) -> Self {
        self.controls.iter_mut().for_each(|control| control.duplicate = 2);
        self
    }

    /// The same tenant with fewer points on one control.
    pub(crate) fn lowered(mut self, number: usize, steps: u8) -> Self {
        let index = number % self.controls.len();
        let control = &mut self.controls[index];
        // From the fine steps down to the even ones, or down the even ones.
        control.earned = if control.earned > 200 { 0 } else { control.earned.saturating_sub(steps) };
        self
    }

    /// The responses of Graph about this tenant.
    pub(crate) fn responses(&self) -> Responses {
        let days: Vec<Value> =
            std::iter::once(self.today()).chain((0..self.past_days()).map(|back| self.past_day(back))).collect();
        let profiles: Vec<Value> = self
            .controls
            .iter()
            .enumerate()
            .filter(|(_, control)| control.has_profile)
            .map(|(index, control)| control.profile(&format!("C{index}")))
            .collect();
        let mut page = json!({ "value": profiles,
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles" });
        if !self.has_whole_catalogue {
            page["@odata.nextLink"] = json!(NEXT_PAGE);
        }
        Responses { scores: json!({ "value": days }), profiles: page, status: 200 }
    }

    fn past_days(&self) -> usize {
        usize::from(self.past_days % 6).min(MOST_PAST_DAYS)
    }

    fn today(&self) -> Value {
        let points: f64 = self.controls.iter().map(Control::points).sum();
        let maximum: f64 = self.controls.iter().map(Control::maximum).sum();
        let maximum = maximum + [0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.3, 0.0][usize::from(self.maximum % 8)];
        let mut scores = Vec::new();
        for (index, control) in self.controls.iter().enumerate() {
            let score = control.score(&format!("C{index}"));
            let mut second = score.clone();
            scores.push(score);
            if control.duplicate % 12 < 2 {
                if control.duplicate % 12 == 1 {
                    second["score"] = json!(control.points() / 2.0);
                }
                scores.push(second);
            }
        }
        json!({ "azureTenantId": TENANT, "createdDateTime": "2026-11-23T00:00:00Z", "currentScore": points, "maxScore": maximum,
            "controlScores": scores, "averageComparativeScores": [{ "basis": "AllTenants",
                "averageScore": f64::from(self.peers % 110) - 5.0, "identityScore": 3.0,
                "identityScoreMax": f64::from(self.peers % 12) }] })
    }

    fn past_day(&self, back: usize) -> Value {
        // A control that was not scored on that day has a number above 240.
        let scored: Vec<(usize, &Control)> =
            self.controls.iter().enumerate().filter(|(_, control)| control.past[back] <= 240).collect();
        let points = |control: &Control| control.maximum() * fraction(control.past[back]);
        let scores: Vec<Value> = scored
            .iter()
            .map(|(index, control)| {
                json!({ "controlName": format!("C{index}"), "controlCategory": pick(&["Identity", "Apps"], control.properties),
                    "score": points(control), "scoreInPercentage": control.percentage(control.past[back]) })
            })
            .collect();
        json!({ "azureTenantId": TENANT, "createdDateTime": format!("2026-11-{:02}T00:00:00Z", 22 - back),
            "currentScore": scored.iter().map(|(_, control)| points(control)).sum::<f64>(),
            "maxScore": scored.iter().map(|(_, control)| control.maximum()).sum::<f64>(), "controlScores": scores })
    }
}

impl Responses {
    /// The number of days, the latest included.
    pub(crate) fn days(&self) -> usize {
        self.scores["value"].as_array().map_or(0, Vec::len)
    }

    /// Whether the last state update of a control would be the first of all if it had no date.
    pub(crate) fn is_first_state(&self, id: &str) -> bool {
        let profiles = self.profiles["value"].as_array().into_iter().flatten();
        let profile = profiles.into_iter().find(|profile| profile["id"] == id);
        let updates = profile.and_then(|profile| profile["controlStateUpdates"].as_array());
        updates.is_some_and(|updates| {
            updates.len() == 1 || updates.last().is_some_and(|update| update["state"] == "Default")
        })
    }

    /// Whether the newest day holds a control twice with different values.
    pub(crate) fn is_disputed(&self, id: &str) -> bool {
        let scores = self.scores["value"][0]["controlScores"].as_array().into_iter().flatten();
        let own: Vec<&Value> = scores.filter(|score| score["controlName"] == id).collect();
        own.windows(2).any(|pair| pair[0] != pair[1])
    }

    /// The recording of these responses.
    pub(crate) fn recording(&self) -> String {
        json!({ "scoregate-recording": 1, "captured": "2026-11-24T03:00:00Z", "responses": [
            { "request": "/v1.0/security/secureScores?$top=90", "status": self.status, "body": self.scores },
            { "request": "/v1.0/security/secureScoreControlProfiles", "status": 200, "body": self.profiles } ] })
        .to_string()
    }

    /// Whether maxScore of the newest day leaves a gap that a control of unknown maximum may explain.
    pub(crate) fn has_explained_gap(&self) -> bool {
        self.gap_may_be_explained(&self.scores["value"][0])
    }

    fn gap_may_be_explained(&self, day: &Value) -> bool {
        let mut known = std::collections::BTreeMap::new();
        let mut has_unknown_maximum = false;
        for score in day["controlScores"].as_array().into_iter().flatten() {
            // What stands twice with different points has none from which a maximum follows.
            let is_disputed = score["controlName"].as_str().is_some_and(|id| self.is_disputed(id));
            match self.least_maximum(score, is_disputed) {
                Some(maximum) => drop(known.insert(score["controlName"].as_str(), maximum)),
                None => has_unknown_maximum = true,
            }
        }
        has_unknown_maximum
            && day["maxScore"].as_f64().is_none_or(|maximum| maximum > known.values().sum::<f64>() + 0.5)
    }

    /// The maximum by the profile, or else the least that follows from the points and the rounded percentage.
    fn least_maximum(&self, score: &Value, is_disputed: bool) -> Option<f64> {
        let profiles = self.profiles["value"].as_array()?;
        let profile = profiles.iter().find(|profile| profile["id"] == score["controlName"]);
        if let Some(maximum) = profile.and_then(|profile| profile["maxScore"].as_f64()) {
            return Some(maximum);
        }
        let percentage = &score["scoreInPercentage"];
        let percentage: f64 = percentage.as_f64().or_else(|| percentage.as_str()?.parse().ok())?;
        let points = score["score"].as_f64().filter(|_| !is_disputed)?;
        (points > 0.0 && percentage > 0.0).then(|| points * 100.0 / (percentage + 0.005).min(100.0))
    }
}
