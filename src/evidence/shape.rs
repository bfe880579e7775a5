//! JSON that is not evidence: which program wrote it, and the command that gives what can be read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::fault::Fault;
use crate::error::{EvidenceErrorKind, Reference};
use crate::text::line;

/// The beginning of a value that `ConvertTo-Json` cut off at its depth, 2 unless it is given.
const CUT_OFF: [&str; 5] =
    ["\"Microsoft.Graph.", "\"System.Object[]\"", "\"System.Collections.", "\"System.Management.Automation.", "\"@{"];

/// A part of what Azure Resource Manager sends for Defender for Cloud.
const DEFENDER_FOR_CLOUD: [&str; 2] = ["\"Microsoft.Security/", "\"microsoft.security/"];

/// The keys under which other programs put what Graph calls `value`.
const WRAPPERS: [&str; 7] = ["result", "results", "data", "items", "records", "body", "output"];

/// The keys of what can be read: beside one of them, another key is no wrapper.
const OWN: [&str; 6] = ["value", "secureScore", "profiles", "controlScores", "scoregate-recording", "error"];

/// The fault with the cause, where the text shows it.
pub(super) fn explained(fault: Fault, text: &str) -> Fault {
    let is_usual = [EvidenceErrorKind::Malformed, EvidenceErrorKind::Foreign, EvidenceErrorKind::Invalid];
    if fault.help.is_some() || !is_usual.contains(&fault.kind) {
        return fault;
    }
    if CUT_OFF.iter().any(|start| text.contains(start)) {
        let message = format!("ConvertTo-Json cut off what is nested below its depth ({})", fault.message);
        return Fault { message, ..fault }.advising("convert again with a greater depth: `ConvertTo-Json -Depth 10`");
    }
    if DEFENDER_FOR_CLOUD.iter().any(|start| text.contains(start)) {
        let message = "this is the secure score of Microsoft Defender for Cloud (Azure Resource Manager), not Microsoft \
                       Secure Score (Microsoft Graph)";
        let help = "run "
            + Reference::Record
            + ", or request https://graph.microsoft.com/v1.0/security/secureScores and \
               https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles";
        return Fault::foreign(message).advising(help);
    }
    match wrapper(text) {
        Some(key) => Fault::foreign(format!("the data is under the key `{key}`, where another program put it"))
            .advising(format!("extract it, and name the new file: jq '.{key}' FILE > unwrapped.json")),
        None => fault,
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
    pub(super) fn body(&self) -> Result<&'a RawValue, Fault> {
        if self.request.is_some() {
            return Err(Fault::foreign("this is a recording without its key `scoregate-recording`"));
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

/// The fault of a response of a batch.
fn unusable(id: &str, has: &str) -> Fault {
    let help = "repeat the batch until every response has status 200, or request the addresses one by one";
    Fault::foreign(format!("the response `{id}` of the batch has {has}")).advising(help)
}
