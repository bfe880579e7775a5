//! The responses of a recording: the body of each is hashed while it is read, and checked when the response is complete.

use std::io::Read;
use std::ops::Deref;

use serde::de::IgnoredAny;

use super::entries::Entries;
use super::fields::{Fields, elements, members, pass_over};
use crate::evidence::document::{Capture, Received, keys, require_version, verified};
use crate::evidence::limits;
use crate::evidence::past::Needs;
use crate::evidence::recording::{Response, SealedResponse, is_incidents, path};
use crate::evidence::window::{Declined, Window};
use crate::text::line;

/// The responses that were read so far.
#[derive(Default)]
pub(super) struct Recorded {
    capture: Capture<'static>,
    sealed: Vec<SealedResponse>,
}

/// What is known of a body when it was read.
struct Body {
    hash: String,
    bytes: u64,
    fields: Fields,
}

impl Recorded {
    /// Reads the list of responses.
    pub(super) fn read<R: Read, N: Deref<Target = Needs>>(
        &mut self,
        window: &mut Window<R>,
        entries: &mut Entries<'_, N>,
    ) -> Result<(), Declined> {
        elements(window, |window| self.response(window, entries))
    }

    fn response<R: Read, N: Deref<Target = Needs>>(
        &mut self,
        window: &mut Window<R>,
        entries: &mut Entries<'_, N>,
    ) -> Result<(), Declined> {
        let mut fields = Fields::default();
        let mut body = None;
        members(window, |window, key| match key {
            "body" => {
                // Whose body it is decides how it is read.
                let request: String = fields.get("request").ok_or(Declined)?;
                fields.replace(key, "null");
                body = Some(read_body(window, &request, entries)?);
                Ok(())
            }
            _ => fields.read(key, window),
        })?;
        let response: Response<'_> = fields.decode()?;
        let mut body = body.ok_or(Declined)?;
        limits::count::<limits::Responses>(1)?;
        self.sealed.push(SealedResponse::hashed(&response, &body.hash));
        self.add(&response, &mut body, entries)
    }

    /// Adds what a response beside its entries says.
    fn add<N: Deref<Target = Needs>>(
        &mut self,
        response: &Response<'_>,
        body: &mut Body,
        entries: &mut Entries<'_, N>,
    ) -> Result<(), Declined> {
        let received = Received::of(response);
        if is_incidents(path(&response.request)) {
            self.capture.note_incidents(received);
            return Ok(());
        }
        self.capture.bytes += body.bytes;
        let document = body.fields.document()?;
        if document.error.is_some() || document.value.is_none() {
            return Err(Declined);
        }
        self.capture.note_missing(received);
        let link = received.link(document.next_link);
        self.capture.note_link(received, &link);
        entries.end_page(Some(&response.request), link, document.count);
        Ok(())
    }

    /// The capture without its entries, where the recording is as it was written.
    pub(super) fn capture(
        self,
        version: u32,
        document: &keys::Document<'_, IgnoredAny>,
    ) -> Result<Capture<'static>, Declined> {
        require_version(version)?;
        let (at, verified) = verified(document.head(), document.seal.as_deref(), &self.sealed)?;
        let mut capture = self.capture;
        (capture.captured, capture.redacted) = (Some(at), document.redacted);
        capture.graph = document.graph.as_deref().map(line);
        capture.end(verified);
        Ok(capture)
    }
}

/// Reads a body, and hashes it.
fn read_body<R: Read, N: Deref<Target = Needs>>(
    window: &mut Window<R>,
    request: &str,
    entries: &mut Entries<'_, N>,
) -> Result<Body, Declined> {
    let begin = window.offset();
    let mut fields = Fields::default();
    window.begin_hash();
    if is_incidents(path(request)) {
        pass_over(window)?;
    } else {
        members(window, |window, key| match key {
            "value" | "Value" => {
                fields.replace(key, "[]");
                entries.read(window)
            }
            _ => fields.read(key, window),
        })?;
    }
    Ok(Body { hash: window.end_hash(), bytes: window.offset() - begin, fields })
}
