//! A recording for standard output, where a terminal or the log of a pipeline may be what reads it.

use serde_json::value::RawValue;

use super::write::{unwritable, written};
use super::{File, Response};
use crate::error::Error;
use crate::evidence::limits;
use crate::hash::sha256;
use crate::text::json_safe;

/// The same recording with escapes (`\u0023`) in place of bytes that could act in a log or a terminal. No value changes. Where a
/// body has such bytes, its SHA-256 becomes that of the body as it stands in the result; every other body stays to the byte.
///
/// # Errors
///
/// [`Error::Evidence`] where the text is no recording.
pub fn for_stream(recording: &str) -> Result<String, Error> {
    if json_safe(recording) == recording {
        return Ok(recording.to_owned());
    }
    let file: File<'_> = limits::counted(|| serde_json::from_str(recording)).map_err(|error| unwritable(&error))?;
    let safe = |response: &Response<'_>| RawValue::from_string(json_safe(response.body.get()));
    let bodies: Vec<Box<RawValue>> =
        file.responses.iter().map(safe).collect::<Result<_, _>>().map_err(|error| unwritable(&error))?;
    let sealed = file.seal.is_some();
    let responses = file.responses.into_iter().zip(&bodies).map(|(response, body)| with_body(response, body));
    let mut file = File { responses: responses.collect(), seal: None, ..file };
    file.seal = sealed.then(|| file.own_seal());
    Ok(json_safe(&written(&file)?))
}

/// The response with another text of the same body.
fn with_body<'b>(response: Response<'b>, body: &'b RawValue) -> Response<'b> {
    if response.body.get() == body.get() {
        return response;
    }
    let sha256 = response.sha256.as_ref().map(|_| sha256(body.get()));
    Response { body, sha256, ..response }
}
