//! scoregate's own recording: responses of Graph kept verbatim, with how they were obtained.
//!
//! The types describe what is read. Each response keeps the bytes of its body as they came, so that its SHA-256 can be checked
//! years later and an auditor can follow a verdict to the bytes.

mod read;
mod redact;
mod seal;
mod stream;
mod strings;
mod write;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub(super) use seal::{Head, SealedResponse, seal};

use super::limits;
use crate::hash::sha256;

pub use redact::{Redacted, redact};
pub use stream::for_stream;
pub use write::Recording;
pub(crate) use write::{Exchange, Headers};

/// The only version of the format.
pub(super) const VERSION: u32 = 1;

/// A recording of one read of a tenant.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate recording")]
struct File<'a> {
    /// The version of the format: 1.
    #[schemars(extend("const" = VERSION))]
    scoregate_recording: u32,
    /// When the data was fetched, such as `2026-11-23T06:00:00Z`: when the last response had come.
    #[schemars(extend("format" = "date-time"))]
    captured: String,
    /// The program and version that wrote the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    tool: Option<String>,
    /// The Graph endpoint of the requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string", "format" = "uri"))]
    graph: Option<String>,
    /// The name of the cloud, or `custom` for an endpoint of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    cloud: Option<String>,
    /// The SHA-256 of all that is said of the responses: of the compact JSON text of
    /// `["scoregate-recording", 1, captured, tool, graph, cloud, redacted, [response, …]]`, in which a response is
    /// `[request, status, started, finished, warning, request-id, client-request-id, date, sha256]`, and what is not there is `null`. It
    /// shows damage and careless edits; against forgery attest the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string", "pattern" = "^[0-9a-f]{64}$"))]
    seal: Option<String>,
    /// Whether names were replaced by pseudonyms, for sharing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    redacted: bool,
    /// The responses, those of each collection in the order of the requests.
    #[serde(borrow, deserialize_with = "limits::whole_list::<limits::Responses, _, _>")]
    responses: Vec<Response<'a>>,
}

/// One response of Graph.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Response<'a> {
    /// The request: an address, or its path and query, such as `/v1.0/security/secureScores?$top=1`.
    pub(super) request: String,
    /// The HTTP status.
    pub(super) status: u16,
    /// When the request was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string", "format" = "date-time"))]
    started: Option<String>,
    /// When the response had come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string", "format" = "date-time"))]
    finished: Option<String>,
    /// The `Warning` header, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    pub(super) warning: Option<String>,
    /// The `request-id` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    request_id: Option<String>,
    /// The `client-request-id` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    client_request_id: Option<String>,
    /// The `Date` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string"))]
    date: Option<String>,
    /// The SHA-256 of the body's bytes as they stand in this file, in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "string", "pattern" = "^[0-9a-f]{64}$"))]
    pub(super) sha256: Option<String>,
    /// The body, verbatim; in a redacted recording with pseudonyms for names.
    #[serde(borrow)]
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub(super) body: &'a RawValue,
}

impl Response<'_> {
    /// Whether the body is the one that was recorded; none where no SHA-256 was recorded.
    pub(super) fn is_unchanged(&self) -> Option<bool> {
        self.sha256.as_ref().map(|recorded| recorded.eq_ignore_ascii_case(&sha256(self.body.get())))
    }

    /// The same for a body that has the given SHA-256.
    fn is_hashed_as(&self, hash: &str) -> Option<bool> {
        self.sha256.as_ref().map(|recorded| recorded.eq_ignore_ascii_case(hash))
    }
}

/// The paths of the incidents, and of the alerts that belong to them.
const INCIDENTS: [&str; 4] =
    ["/v1.0/security/incidents", "/v1.0/security/alerts_v2", "/beta/security/incidents", "/beta/security/alerts_v2"];

/// Whether a path and query are those of the incidents or alerts, or of one of their pages.
pub(super) fn is_incidents(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    INCIDENTS.iter().any(|own| path.eq_ignore_ascii_case(own))
}

/// The path and query of an address.
pub(crate) fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or(rest, |slash| &rest[slash..])
}

/// The JSON Schema of a recording (`schemas/recording.schema.json`).
#[must_use]
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<File<'_>>();
    format!("{:#}\n", schema.as_value())
}
