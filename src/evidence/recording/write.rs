//! A recording that was just made, and how it is written.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::value::RawValue;

use super::{File, Response, VERSION};
use crate::error::{Error, EvidenceErrorKind};
use crate::hash::sha256;

/// One read of a tenant: every response as it came, and how it was obtained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// When the last response had come.
    pub(crate) captured: Timestamp,
    /// The endpoint of Graph, such as `https://graph.microsoft.com`.
    pub(crate) graph: String,
    /// The name of the cloud.
    pub(crate) cloud: String,
    /// The responses, those of each collection in the order of the requests.
    pub(crate) exchanges: Vec<Exchange>,
    /// The days that the responses hold a snapshot of.
    pub(crate) days: BTreeSet<Date>,
}

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    /// The path and query of the request.
    pub(crate) request: String,
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    /// When the request was sent.
    pub(crate) started: Timestamp,
    /// When the response had come.
    pub(crate) finished: Timestamp,
    /// The JSON text of the body, verbatim, without what stood around it.
    pub(crate) body: String,
    /// The SHA-256 of the body, in lower-case hexadecimal.
    pub(crate) sha256: String,
}

/// The headers of a response that are worth keeping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Headers {
    pub(crate) warning: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) date: Option<String>,
}

impl Exchange {
    /// A response to a request.
    pub(crate) fn new(
        request: String,
        status: u16,
        headers: Headers,
        times: (Timestamp, Timestamp),
        body: String,
    ) -> Self {
        let (started, finished) = times;
        Self { request, status, headers, started, finished, sha256: sha256(&body), body }
    }
}

impl Recording {
    /// When the last response had come.
    #[must_use]
    pub const fn captured(&self) -> Timestamp {
        self.captured
    }

    /// The number of days of which the responses contain a snapshot.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// The text of the file: version 1 of the format, with every body to the byte as Graph sent it.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] where a body is not JSON, which is checked before a recording is made.
    pub fn to_json(&self) -> Result<String, Error> {
        let responses: serde_json::Result<Vec<Response<'_>>> = self.exchanges.iter().map(response).collect();
        let mut file = File {
            scoregate_recording: VERSION,
            captured: self.captured.to_string(),
            tool: Some(concat!("scoregate ", env!("CARGO_PKG_VERSION")).to_owned()),
            graph: Some(self.graph.clone()),
            cloud: Some(self.cloud.clone()),
            redacted: false,
            seal: None,
            responses: responses.map_err(|error| unwritable(&error))?,
        };
        file.seal = Some(file.own_seal());
        written(&file)
    }
}

/// The text of a file.
pub(super) fn written(file: &File<'_>) -> Result<String, Error> {
    serde_json::to_string_pretty(file).map(|text| text + "\n").map_err(|error| unwritable(&error))
}

pub(super) fn unwritable(error: &serde_json::Error) -> Error {
    Error::evidence(
        EvidenceErrorKind::Malformed,
        format!("the recording cannot be written as JSON: {}", crate::text::line(&error.to_string())),
        "this is a fault of scoregate: please report it",
    )
}

fn response(exchange: &Exchange) -> serde_json::Result<Response<'_>> {
    let Exchange { request, status, headers, started, finished, body, sha256 } = exchange;
    Ok(Response {
        request: request.clone(),
        status: *status,
        started: Some(started.to_string()),
        finished: Some(finished.to_string()),
        warning: headers.warning.clone(),
        request_id: headers.request_id.clone(),
        client_request_id: headers.client_request_id.clone(),
        date: headers.date.clone(),
        sha256: Some(sha256.clone()),
        body: serde_json::from_str::<&RawValue>(body)?,
    })
}
