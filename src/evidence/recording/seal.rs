//! The seal of a recording: one hash over all fields of the recording but the bodies.
//!
//! Each response has a hash of its body. Without the seal, a status, a warning or a whole response could be taken out, or the
//! time of the capture be changed, and every body would still match. An unkeyed hash shows damage and careless edits, not
//! forgery.

use super::{File, Response, VERSION};
use crate::hash::sha256;

/// The fields of a recording besides its responses.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::evidence) struct Head<'a> {
    pub(in crate::evidence) captured: Option<&'a str>,
    pub(in crate::evidence) tool: Option<&'a str>,
    pub(in crate::evidence) graph: Option<&'a str>,
    pub(in crate::evidence) cloud: Option<&'a str>,
    pub(in crate::evidence) redacted: bool,
}

/// The facts about a response that decide whether a recording is as it was written.
pub(in crate::evidence) struct SealedResponse {
    /// The request.
    pub(in crate::evidence) request: String,
    /// Whether the body is the one that was recorded; none where no SHA-256 was recorded.
    pub(in crate::evidence) is_unchanged: Option<bool>,
    /// The fields that the seal covers.
    fields: serde_json::Value,
}

impl SealedResponse {
    /// Hashes the body of a response.
    pub(in crate::evidence) fn of(response: &Response<'_>) -> Self {
        Self::new(response, response.is_unchanged())
    }

    /// The facts about a response whose body has the given SHA-256.
    pub(in crate::evidence) fn hashed(response: &Response<'_>, hash: &str) -> Self {
        Self::new(response, response.is_hashed_as(hash))
    }

    fn new(response: &Response<'_>, is_unchanged: Option<bool>) -> Self {
        Self { request: response.request.clone(), is_unchanged, fields: sealed_fields(response) }
    }
}

/// The seal of a recording, in lower-case hexadecimal.
pub(in crate::evidence) fn seal(head: Head<'_>, responses: &[SealedResponse]) -> String {
    seal_of(head, responses.iter().map(|response| &response.fields).collect())
}

fn seal_of(head: Head<'_>, responses: Vec<&serde_json::Value>) -> String {
    let Head { captured, tool, graph, cloud, redacted } = head;
    let all = serde_json::json!(["scoregate-recording", VERSION, captured, tool, graph, cloud, redacted, responses]);
    sha256(all.to_string())
}

/// The fields of a response that the seal covers.
fn sealed_fields(response: &Response<'_>) -> serde_json::Value {
    let Response { request, status, started, finished, warning, request_id, client_request_id, date, sha256, body: _ } =
        response;
    serde_json::json!([request, status, started, finished, warning, request_id, client_request_id, date, sha256])
}

impl File<'_> {
    /// The seal that the fields of the file give.
    pub(super) fn own_seal(&self) -> String {
        let head = Head {
            captured: Some(&self.captured),
            tool: self.tool.as_deref(),
            graph: self.graph.as_deref(),
            cloud: self.cloud.as_deref(),
            redacted: self.redacted,
        };
        let fields: Vec<serde_json::Value> = self.responses.iter().map(sealed_fields).collect();
        seal_of(head, fields.iter().collect())
    }
}
