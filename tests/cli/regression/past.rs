//! Several days of a small tenant, written as a reader can check them in the head.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::tenant::TENANT;

/// Days and what is in the newest catalogue, read from two texts.
///
/// A line is a day: `2026-11-22 A 10/10  B 5/10 ThirdParty  C 3/?  = 18` are three controls with points and maximum, the second of
/// them claimed, the third of a maximum that no catalogue knows, and a `currentScore` that is not their sum. `!` after a day says
/// that Graph marked it as partial.
///
/// The catalogue has all of them with their newest maximum, but for its words: `without C`, `deprecated C`, `tier C Advanced`,
/// `knows X 5` (scored on no day), `incomplete`.
#[derive(Clone)]
pub(crate) struct Past {
    days: Vec<Day>,
    catalogue: String,
}

#[derive(Clone)]
struct Day {
    date: String,
    partial: bool,
    controls: Vec<Scored>,
    current: Option<f64>,
}

#[derive(Clone)]
struct Scored {
    id: String,
    score: f64,
    max: Option<f64>,
    state: String,
}

pub(crate) fn past(days: &str, catalogue: &str) -> Past {
    let days = days.lines().map(str::trim).filter(|line| !line.is_empty()).map(Day::read).collect();
    Past { days, catalogue: catalogue.to_owned() }
}

impl Day {
    fn read(line: &str) -> Self {
        let mut words = line.split_whitespace().peekable();
        let date = words.next().unwrap().to_owned();
        let mut day =
            Self { partial: date.ends_with('!'), date: date.replace('!', ""), controls: vec![], current: None };
        while let Some(id) = words.next() {
            if id == "=" {
                day.current = Some(words.next().unwrap().parse().unwrap());
                continue;
            }
            let (score, max) = words.next().unwrap().split_once('/').unwrap();
            let is_state = |word: &&str| ["ThirdParty", "Reviewed", "Planned", "Ignored"].contains(word);
            let state = words.next_if(is_state).unwrap_or("Default").to_owned();
            let score = score.parse().unwrap();
            day.controls.push(Scored { id: id.to_owned(), score, max: max.parse().ok(), state });
        }
        day
    }

    /// The `secureScore` of the day. Of a control of unknown maximum it counts for 10 in the maximum of the tenant.
    fn json(&self, is_newest: bool) -> Value {
        let control = |one: &Scored| {
            let percentage =
                one.max.map_or(one.score * 10.0, |max| if max > 0.0 { one.score * 100.0 / max } else { 0.0 });
            let mut control = json!({ "controlName": one.id, "controlCategory": "Identity", "score": one.score,
                "scoreInPercentage": percentage });
            if is_newest {
                control["lastSynced"] = json!(format!("{}T04:34:13Z", self.date));
            }
            control
        };
        let sum = |of: fn(&Scored) -> f64| self.controls.iter().map(of).sum::<f64>();
        json!({ "id": format!("{TENANT}_{}", self.date), "azureTenantId": TENANT,
            "createdDateTime": format!("{}T00:00:00Z", self.date),
            "currentScore": self.current.unwrap_or_else(|| sum(|one| one.score)),
            "maxScore": sum(|one| one.max.unwrap_or(10.0)),
            "controlScores": self.controls.iter().map(control).collect::<Vec<_>>() })
    }
}

impl Past {
    /// One recording for each day, of which a partial one is answered with 206, and the catalogue with the newest.
    pub(crate) fn json(&self) -> String {
        let last = self.days.len() - 1;
        let recordings = self.days.iter().enumerate().map(|(index, day)| {
            let mut scores = json!({ "request": "/v1.0/security/secureScores", "status": if day.partial { 206 } else { 200 },
                "body": { "value": [day.json(index == last)] } });
            if day.partial {
                scores["warning"] = json!("199 - \"Microsoft/SecureScore/504/1000\"");
            }
            let mut responses = vec![scores];
            if index == last {
                responses.push(json!({ "request": "/v1.0/security/secureScoreControlProfiles", "status": 200,
                    "body": self.profiles() }));
            }
            json!({ "scoregate-recording": 1, "captured": format!("{}T06:00:00Z", day.date), "responses": responses })
        });
        recordings.map(|recording| recording.to_string()).collect::<Vec<_>>().join("\n")
    }

    /// The newest day and its catalogue alone, as a baseline is made of.
    pub(crate) fn newest(&self) -> Self {
        Self { days: self.days.last().into_iter().cloned().collect(), catalogue: self.catalogue.clone() }
    }

    fn profiles(&self) -> Value {
        let words: Vec<Vec<&str>> = self.catalogue.split(',').map(|word| word.split_whitespace().collect()).collect();
        let says =
            |what: &str, id: &str| words.iter().find(|word| word.first() == Some(&what) && word.get(1) == Some(&id));
        let mut profiles = BTreeMap::new();
        for one in self.days.iter().flat_map(|day| &day.controls) {
            let Some(max) = one.max.filter(|_| says("without", &one.id).is_none()) else { continue };
            let tier = says("tier", &one.id).and_then(|word| word.get(2)).unwrap_or(&"Core");
            profiles.insert(
                one.id.clone(),
                json!({ "id": one.id, "title": format!("Title of {}", one.id), "maxScore": max, "tier": tier,
                    "service": "AzureAD", "deprecated": says("deprecated", &one.id).is_some(),
                    "controlStateUpdates": self.updates(&one.id) }),
            );
        }
        for word in words.iter().filter(|word| word.first() == Some(&"knows")) {
            profiles.insert(word[1].to_owned(), json!({ "id": word[1], "maxScore": word[2].parse::<f64>().unwrap() }));
        }
        let mut page = json!({ "value": profiles.into_values().collect::<Vec<_>>(),
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles" });
        if words.iter().any(|word| word.first() == Some(&"incomplete")) {
            page["@odata.nextLink"] =
                json!("https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skiptoken=2");
        }
        page
    }

    /// Whenever the state of a control is another than on the day before, it was set at the start of that day; a claim was
    /// withdrawn on the day before, whose points may still rest on it. A state of the first of two days was
    /// set long before.
    fn updates(&self, id: &str) -> Vec<Value> {
        let mut updates = vec![json!({ "state": "Default", "updatedDateTime": null })];
        let mut last = "Default";
        for day in &self.days {
            let Some(one) = day.controls.iter().find(|one| one.id == id) else { continue };
            if one.state != last {
                let date: jiff::civil::Date = day.date.parse().unwrap();
                let is_first = self.days.len() <= 2 && day.date == self.days[0].date;
                let date = if is_first { jiff::civil::date(2026, 1, 1) } else { date };
                let date = if one.state == "Default" { date.yesterday().unwrap() } else { date };
                updates.push(json!({ "state": one.state, "updatedDateTime": format!("{date}T00:00:00Z") }));
                last = &one.state;
            }
        }
        updates
    }
}
