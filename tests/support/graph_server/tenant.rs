//! A tenant as Graph shows it: 90 days of secureScores, newest first, of which only the newest has all fields; a catalogue many
//! times as large as what is scored, in pages; incidents.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::clock;

use super::{INCIDENTS, PROFILES, Reply, SCORES, Seen, TOKEN};

const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";

/// Ids as they come, some of which need escaping in an address.
const IDS: [&str; 6] =
    ["AdminMFAV2", "OneAdmin", "scid_2016", "mdo_safelinksforemail", "11770.MDA_Google_EnableTwoFactorAuth", "aad_x"];

#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    /// The day of the newest snapshot.
    pub(crate) newest: Date,
    /// How many days there are.
    pub(crate) days: usize,
    /// How many days a page has at most, whatever `$top` says.
    pub(crate) days_a_page: usize,
    /// How many profiles there are.
    pub(crate) profiles: usize,
    /// How many profiles a page has at most, whatever `$top` says.
    pub(crate) profiles_a_page: usize,
    /// Whether the bodies are written over many lines.
    pub(crate) is_pretty: bool,
}

impl Default for Tenant {
    fn default() -> Self {
        Self {
            newest: clock::newest(),
            days: 90,
            days_a_page: 90,
            profiles: 417,
            profiles_a_page: 200,
            is_pretty: false,
        }
    }
}

/// How many controls are scored.
const SCORED: usize = 60;

fn id(index: usize) -> String {
    IDS.get(index).map_or_else(|| format!("aad_control_{index:03}"), |id| (*id).to_owned())
}

impl Tenant {
    /// The answer to a request, if the token is right.
    pub(super) fn answer(&self, origin: &str, seen: &Seen) -> Reply {
        if !seen.headers.get("authorization").is_some_and(|value| value.starts_with(&format!("Bearer {TOKEN}"))) {
            return Reply::error(401, "InvalidAuthenticationToken", "Access token is missing or malformed.");
        }
        let (path, query) = seen.target.split_once('?').unwrap_or((&seen.target, ""));
        let option = |name: &str| {
            let mut options = query.split('&').filter_map(|option| option.split_once('='));
            options.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        let top: usize = option("$top").map_or(usize::MAX, |top| top.parse().unwrap());
        let (all, most): (usize, usize) = match path {
            SCORES => (self.days, self.days_a_page),
            PROFILES => (self.profiles, self.profiles_a_page),
            INCIDENTS => (1, 50),
            _ => return Reply::error(404, "ResourceNotFound", "Invalid version: v1.0"),
        };
        // A token of paging says where its page begins, and how many entries the pages have.
        let token = option("$skiptoken");
        let token: Option<Vec<usize>> =
            token.map(|token| token.split('-').take(2).map(|part| part.parse().unwrap()).collect());
        let (start, size) = token.map_or((0, top.min(most)), |token| (token[0], token[1]));
        let end = (start + size).min(all);
        let mut page = json!({ "@odata.context": format!("{origin}/v1.0/$metadata#{}", &path["/v1.0/".len()..]),
            "value": (start..end).map(|index| self.entry(path, index)).collect::<Vec<_>>() });
        if end < all {
            page["@odata.nextLink"] =
                json!(format!("{origin}{path}?$skiptoken={end:08}-{size:04}-4000-8000-0000000000ff"));
        }
        let body = if self.is_pretty { format!("\r\n{page:#}\r\n") } else { page.to_string() };
        Reply::json(200, body)
    }

    fn entry(&self, path: &str, index: usize) -> Value {
        match path {
            SCORES => self.score(index),
            PROFILES => profile(index),
            _ => incident(),
        }
    }

    fn score(&self, age: usize) -> Value {
        let day = self.newest.checked_sub(jiff::Span::new().days(i64::try_from(age).unwrap())).unwrap();
        let controls: Vec<Value> = (0..SCORED).map(|index| control(index, age, &day.to_string())).collect();
        json!({
            "id": format!("{TENANT}_{day}"),
            "azureTenantId": TENANT,
            "activeUserCount": 41,
            "createdDateTime": format!("{day}T00:00:00Z"),
            "currentScore": controls.iter().map(|control| control["score"].as_f64().unwrap()).sum::<f64>(),
            "enabledServices": ["HasAADP2", "HasEOP"],
            "licensedUserCount": 0,
            "maxScore": SCORED * 10,
            "vendorInformation": { "provider": "SecureScore", "providerVersion": null, "subProvider": null, "vendor": "Microsoft" },
            "averageComparativeScores": [{ "basis": "AllTenants", "averageScore": 41.5, "appsScore": 3.2, "appsScoreMax": 8.0 }],
            "controlScores": controls,
        })
    }
}

/// A scored control. Graph keeps less of older days.
fn control(index: usize, age: usize, day: &str) -> Value {
    let score = if index % 7 == 6 { 4.0 } else { 10.0 };
    let mut control = json!({ "controlName": id(index), "controlCategory": "Identity", "description": null,
        "score": score, "scoreInPercentage": score * 10.0, "implementationStatus": "" });
    if age == 0 {
        control["description"] = json!("Requiring <b>multifactor authentication</b> protects \u{201c}admins\u{201d}.");
        control["implementationStatus"] = json!("You have 3 of 3 users.");
        control["lastSynced"] = json!(format!("{day}T04:34:13Z"));
        control["on"] = json!("true");
        control["count"] = json!("3");
    }
    control
}

fn profile(index: usize) -> Value {
    json!({ "id": id(index), "azureTenantId": TENANT, "actionType": "Config", "actionUrl": "https://entra.microsoft.com/x",
        "controlCategory": "Identity", "title": format!("Title of {}", id(index)), "deprecated": false,
        "implementationCost": "Low", "lastModifiedDateTime": null, "maxScore": 10.0, "rank": 10,
        "remediation": "<p>Do it.</p>", "remediationImpact": "None.", "service": "AzureAD", "threats": ["Account breach"],
        "tier": "Core", "userImpact": "Low", "complianceInformation": [],
        "controlStateUpdates": [{ "assignedTo": null, "comment": null, "state": "Default", "updatedBy": null, "updatedDateTime": null }],
        "vendorInformation": { "provider": "SecureScore", "providerVersion": null, "subProvider": null, "vendor": "Microsoft" } })
}

fn incident() -> Value {
    json!({ "id": "29", "displayName": "Phish \u{202e}delivered", "createdDateTime": format!("{}T10:00:00Z", clock::day(-2)),
        "severity": "high", "status": "awaitingAction", "tenantId": TENANT, "alerts": [{ "id": "da29", "tenantId": TENANT,
        "serviceSource": "microsoftDefenderForOffice365", "category": "InitialAccess", "mitreTechniques": ["T1566.002"] }] })
}
