//! A JSON document: its shape, and the responses in it.
//!
//! A file may hold a recording, a response of Graph, a `{secureScore, profiles}` pair, a single object, or lists and sequences
//! (NDJSON) of these. All are read by one pass over the text.

mod capture;
pub(super) mod keys;
mod recorded;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::fault::Fault;
use super::limits::{self, List};
use super::recording::{Exchange, Recording, Response, is_incidents, path};
use super::shape::{self, Batched};
use super::wire::Item;
use crate::text::line;
pub(super) use capture::{Capture, Link, Received, Verified, names_catalogue};
pub(super) use recorded::{first, require_version, verified, verify};

/// A document whose entries are snapshots and profiles.
type Document<'a> = keys::Document<'a, List<Item<'a>, limits::Entries>>;

/// The most levels of lists and pairs within one another: a list of pairs of lists of pages.
const DEEPEST: u8 = 3;

/// Reads all documents of a text. The first capture holds what stood by itself; each pair and each recording has one of its own.
pub(super) fn read(text: &str) -> Result<Vec<Capture<'_>>, Fault> {
    limits::keep::<limits::Entries>(0)?;
    let mut reader = Reader { whole: text, captures: vec![Capture::default()] };
    let mut start = 0;
    while let Some(offset) = text[start..].find(|c: char| !c.is_ascii_whitespace()) {
        start += offset;
        limits::count::<limits::Documents>(1)?;
        let rest = &text[start..];
        start += reader.value(rest, 0).map_err(|fault| shape::explained(fault, rest))?;
    }
    Ok(reader.captures)
}

/// Reads responses that were just fetched, as they are read from a recording of them.
pub(super) fn of_exchanges(recording: &Recording) -> Result<Capture<'_>, Fault> {
    limits::keep::<limits::Entries>(0)?;
    let graph = Some(line(&recording.graph));
    let mut capture = Capture { captured: Some(recording.captured), graph, ..Capture::default() };
    for Exchange { request, status, headers, body, .. } in &recording.exchanges {
        let reader = Reader { whole: body, captures: Vec::new() };
        let received = Received { request, status: *status, warning: headers.warning.as_deref() };
        reader.response(received, body, &mut capture)?;
    }
    capture.end(Verified(true));
    Ok(capture)
}

/// The way through one text.
struct Reader<'a> {
    whole: &'a str,
    captures: Vec<Capture<'a>>,
}

impl<'a> Reader<'a> {
    /// Reads one JSON value and says how long it was.
    fn value(&mut self, text: &'a str, depth: u8) -> Result<usize, Fault> {
        match text.as_bytes().first() {
            Some(b'[') if depth < DEEPEST => {
                let (elements, length) = self.first::<List<&RawValue, limits::Documents>>(text)?;
                for element in elements.0 {
                    self.value(element.get(), depth + 1)?;
                }
                Ok(length)
            }
            Some(b'{') if depth <= DEEPEST => {
                let (document, length) = self.first::<Document<'a>>(text)?;
                self.document(document, &text[..length], depth)?;
                Ok(length)
            }
            Some(b'<') => {
                Err(Fault::malformed("this is HTML or XML, not JSON: probably the page of a proxy or of a sign-in"))
            }
            Some(first) if !b"[\"-0123456789tfnNI{".contains(first) => Err(Fault::malformed("this is not JSON")),
            Some(_) | None => {
                self.first::<serde::de::IgnoredAny>(text)?;
                Err(Fault::foreign("a response of Graph or a recording is expected, and this is neither"))
            }
        }
    }

    /// The first JSON value of a text, and how long it is.
    fn first<T: Deserialize<'a>>(&self, text: &'a str) -> Result<(T, usize), Fault> {
        first(self.whole, text)
    }

    /// Puts the content of a document where it belongs.
    fn document(&mut self, document: Document<'a>, text: &'a str, depth: u8) -> Result<(), Fault> {
        if let Some(error) = document.error {
            return Err(Fault::foreign(error.describe()));
        }
        if let Some(version) = document.recording {
            let capture = self.recording(version, document)?;
            self.captures.push(capture);
        } else if document.secure_score.is_some() || document.profiles.is_some() {
            let mut pair = Reader { whole: self.whole, captures: vec![Capture::default()] };
            for part in [document.secure_score, document.profiles].into_iter().flatten() {
                pair.value(part.get(), depth + 1)?;
            }
            self.captures.append(&mut pair.captures);
        } else if let Some(responses) = document.responses {
            self.batch(responses, depth)?;
        } else if let Some(items) = document.value {
            let link = match document.next_link {
                Some(next) => Link::Next { request: None, next },
                None => Link::Last { request: None },
            };
            self.captures[0].bytes += text.len() as u64;
            self.captures[0].add(items.0, document.context.as_deref(), link, document.count)?;
        } else {
            let (item, _) = self.first::<Item<'a>>(text)?;
            self.captures[0].bytes += text.len() as u64;
            self.captures[0].add(vec![item], None, Link::Bare, None)?;
        }
        Ok(())
    }

    /// Reads the responses to a batch of requests, each as a response of its own.
    fn batch(&mut self, responses: &'a RawValue, depth: u8) -> Result<(), Fault> {
        let (responses, _) = self.first::<List<Batched<'a>, limits::Responses>>(responses.get())?;
        for response in responses.0 {
            self.value(response.body()?.get(), depth + 1)?;
        }
        Ok(())
    }

    /// Reads a recording: every response by itself, so that its bytes can be checked against their SHA-256.
    fn recording(&self, version: u32, document: Document<'a>) -> Result<Capture<'a>, Fault> {
        require_version(version)?;
        let list = document.responses.map(|raw| self.first::<List<Response<'a>, limits::Responses>>(raw.get()));
        let responses = list.transpose()?.map(|(list, _)| list.0).unwrap_or_default();
        let (at, verified) = verify(document.head(), document.seal.as_deref(), &responses)?;
        let (redacted, graph) = (document.redacted, document.graph.as_deref().map(line));
        let mut capture = Capture { captured: Some(at), redacted, graph, ..Capture::default() };
        for response in responses {
            self.response(Received::of(&response), response.body.get(), &mut capture)?;
        }
        capture.end(verified);
        Ok(capture)
    }

    /// Adds one response of a recording.
    fn response(&self, response: Received<'_>, body: &'a str, capture: &mut Capture<'a>) -> Result<(), Fault> {
        // No policy is about incidents; they are read for those who read the report, by a reader of their own.
        if is_incidents(path(response.request)) {
            capture.note_incidents(response);
            return Ok(());
        }
        capture.bytes += body.len() as u64;
        let (document, _) = self.first::<Document<'a>>(body)?;
        let of_response = |what: &str| Fault::foreign(format!("the response to {}{what}", response.shown()));
        if let Some(error) = document.error {
            return Err(of_response(&format!(": {}", error.describe())));
        }
        capture.note_missing(response);
        let items = document.value.ok_or_else(|| of_response(" has no `value`"))?;
        let link = response.link(document.next_link);
        capture.note_link(response, &link);
        capture.add(items.0, Some(response.request), link, document.count)?;
        Ok(())
    }
}
