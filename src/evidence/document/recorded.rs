//! The parts of documents that all readers of responses share: a value of JSON, an error of Graph, and the checks of a recording.

use jiff::Timestamp;
use serde::Deserialize;

use super::capture::Verified;
use crate::evidence::fault::Fault;
use crate::evidence::lenient::timestamp;
use crate::evidence::locate::locate;
use crate::evidence::recording::{Head, Response, SealedResponse, VERSION, path, seal};
use crate::text::line;

/// The remedy for a text that stops within a value.
const ENDS_EARLY: &str = "the end is missing: fetch, copy or record it again, and check that the disk was not full";

/// The remedy for a recording that was changed.
const CHANGED: &str =
    "only a recording as it was written is evidence: take it from where it was first stored, or record again";

/// An error of Graph in the place of data.
#[derive(Deserialize)]
pub(in crate::evidence) struct GraphError {
    code: Option<String>,
    message: Option<String>,
    #[serde(alias = "innererror", rename = "innerError")]
    inner: Option<InnerError>,
}

#[derive(Deserialize)]
struct InnerError {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
}

impl GraphError {
    pub(in crate::evidence) fn describe(self) -> String {
        let text = |text: Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
        let code = text(self.code).unwrap_or_else(|| "no code".to_owned());
        let message = text(self.message).unwrap_or_else(|| "no message".to_owned());
        let request = text(self.inner.and_then(|inner| inner.request_id));
        let request = request.map(|id| format!(" (request-id {id})")).unwrap_or_default();
        format!("this is an error of Graph, not data: {code}: {message}{request}")
    }
}

/// The first JSON value of a text, which is a part of `whole`, and how long it is.
pub(in crate::evidence) fn first<'a, T: Deserialize<'a>>(whole: &str, text: &'a str) -> Result<(T, usize), Fault> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter();
    match stream.next() {
        Some(Ok(value)) => Ok((value, stream.byte_offset())),
        Some(Err(error)) => {
            let fault = locate(whole, text, &error);
            Err(if error.is_eof() { fault.advising(ENDS_EARLY) } else { fault })
        }
        None => Err(Fault::malformed("a JSON value is expected")),
    }
}

/// Refuses a recording of a version that is not known.
pub(in crate::evidence) fn require_version(version: u32) -> Result<(), Fault> {
    if version == VERSION {
        return Ok(());
    }
    let message = format!("this is a recording of version {version}, and only version {VERSION} is known");
    Err(Fault::foreign(message))
}

/// Checks that a recording is as it was written. Returns the time of its capture, and whether all of it could be checked.
pub(in crate::evidence) fn verify(
    head: Head<'_>,
    sealed: Option<&str>,
    responses: &[Response<'_>],
) -> Result<(Timestamp, Verified), Fault> {
    let responses: Vec<SealedResponse> = responses.iter().map(SealedResponse::of).collect();
    verified(head, sealed, &responses)
}

/// Checks that a recording is as it was written, when the bodies of its responses have been compared with their hashes.
pub(in crate::evidence) fn verified(
    head: Head<'_>,
    sealed: Option<&str>,
    responses: &[SealedResponse],
) -> Result<(Timestamp, Verified), Fault> {
    let captured = head.captured.and_then(timestamp);
    let captured = captured.ok_or_else(|| Fault::invalid("the recording has no valid `captured` time"))?;
    if sealed.is_some_and(|sealed| !sealed.eq_ignore_ascii_case(&seal(head, responses))) {
        let message = "the recording is not the one that was written: its seal differs, so that a request, a status, a time or a whole response was changed";
        return Err(Fault::altered(message).advising(CHANGED));
    }
    let mut verified = sealed.is_some();
    for response in responses {
        if response.is_unchanged == Some(false) {
            let request = line(path(&response.request));
            let message = format!("the response to {request} is not the one that was recorded: its SHA-256 differs");
            return Err(Fault::altered(message).advising(CHANGED));
        }
        verified &= response.is_unchanged.is_some();
    }
    Ok((captured, Verified(verified)))
}
