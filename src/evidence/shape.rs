//! JSON that is not evidence: which program wrote it, and the command that gives what can be read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::text::line;

/// The reason why a file cannot be read.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) message: String,
    /// The remedy; none where the usual advice fits.
    pub(super) help: Option<String>,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self { message, help: None }
    }
}

/// The beginning of a value that `ConvertTo-Json` cut off at its depth, 2 unless it is given.
const CUT_OFF: [&str; 5] =
    ["\"Microsoft.Graph.", "\"System.Object[]\"", "\"System.Collections.", "\"System.Management.Automation.", "\"@{"];

/// A part of what Azure Resource Manager sends for Defender for Cloud.
const DEFENDER_FOR_CLOUD: [&str; 2] = ["\"Microsoft.Security/", "\"microsoft.security/"];

/// The keys under which other programs put what Graph calls `value`.
const WRAPPERS: [&str; 7] = ["result", "results", "data", "items", "records", "body", "output"];

/// The keys of what can be read: beside one of them, another key is no wrapper.
const OWN: [&str; 6] = ["value", "secureScore", "profiles", "controlScores", "scoregate-recording", "error"];

impl Refusal {
    /// The same with the cause, where the text that was refused shows it.
    pub(super) fn explained(self, text: &str) -> Self {
        let Self { message, help } = self;
        if help.is_some() {
            return Self { message, help };
        }
        if CUT_OFF.iter().any(|start| text.contains(start)) {
            return Self {
                message: format!("{message}; ConvertTo-Json cut off what lies deeper than its depth"),
                help: Some("convert again with a greater depth: `ConvertTo-Json -Depth 10`".to_owned()),
            };
        }
        if DEFENDER_FOR_CLOUD.iter().any(|start| text.contains(start)) {
            return Self {
                message:
                    "this is the secure score of Microsoft Defender for Cloud (Azure Resource Manager), not Microsoft \
                          Secure Score (Microsoft Graph)"
                        .to_owned(),
                help: Some(
                    "run `scoregate record --out tenant.json`, or request \
                     https://graph.microsoft.com/v1.0/security/secureScores and \
                     https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles"
                        .to_owned(),
                ),
            };
        }
        match wrapper(text) {
            Some(key) => Self {
                message: format!("the data lies under the key `{key}`, where another program put it"),
                help: Some(format!("take it out, and name the new file: jq '.{key}' FILE > unwrapped.json")),
            },
            None => Self { message, help: None },
        }
    }
}

/// The key of an object under which the data lies.
fn wrapper(text: &str) -> Option<String> {
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    if object.keys().any(|key| OWN.contains(&key.as_str())) {
        return None;
    }
    let holds_data = |raw: &RawValue| raw.get().starts_with(['[', '{']);
    let key = object.iter().find(|(key, raw)| WRAPPERS.contains(&key.to_lowercase().as_str()) && holds_data(raw))?.0;
    key.chars().all(|c| c.is_ascii_alphanumeric()).then(|| key.clone())
}

/// A response to a batch of requests (`POST /v1.0/$batch`).
#[derive(Deserialize)]
pub(super) struct Batched<'a> {
    id: Option<String>,
    status: Option<u16>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    /// The key that a response of a recording has, and one of a batch has not.
    request: Option<IgnoredAny>,
}

impl<'a> Batched<'a> {
    /// The body of a request that succeeded.
    pub(super) fn body(&self) -> Result<&'a RawValue, Refusal> {
        if self.request.is_some() {
            return Err("this is a recording without its key `scoregate-recording`".to_owned().into());
        }
        let id = self.id.as_deref().map(line).unwrap_or_default();
        match (self.status, self.body) {
            (Some(200), Some(body)) => Ok(body),
            (Some(200), None) => Err(unusable(&id, "no body")),
            (Some(status), _) => Err(unusable(&id, &format!("status {status}"))),
            (None, _) => Err(unusable(&id, "no status")),
        }
    }
}

/// The refusal of a response of a batch.
fn unusable(id: &str, has: &str) -> Refusal {
    let help = "repeat the batch until every response has status 200, or request the addresses one by one";
    Refusal { message: format!("the response `{id}` of the batch has {has}"), help: Some(help.to_owned()) }
}
