//! Which of the shapes a JSON document has, and the incidents and alerts in it: a recording, a response of Graph, a single object, or
//! lists and sequences (NDJSON) of these. Snapshots and profiles that stand beside them are passed over.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::gap::IncidentGap;
use super::pages::{Collection, Pages};
use super::wire::{Entry, Kind, Read};
use crate::evidence::document::{first, keys, require_version, verify};
use crate::evidence::fault::Fault;
use crate::evidence::gap::Missing;
use crate::evidence::limits::{self, List};
use crate::evidence::recording::{Recording, Response, is_incidents, path};
use crate::evidence::shape::{self, Batched};
use crate::evidence::{InputKind, document};
use crate::text::line;

/// A document whose entries are incidents and alerts, which are read one by one.
type Document<'a> = keys::Document<'a, &'a RawValue>;

/// How deep lists may lie in one another.
const DEEPEST: u8 = 3;

/// The way through one text.
pub(super) struct Reader<'r> {
    read: &'r mut Read,
    /// The pages of the file; those of a recording in it are by themselves.
    pages: Pages,
    /// The name of the file, for gaps.
    name: &'r str,
    /// The bytes of the responses with incidents or alerts.
    pub(super) bytes: u64,
}

impl<'r> Reader<'r> {
    /// The way through a text whose content is added to that of others.
    pub(super) fn new(read: &'r mut Read, name: &'r str) -> Self {
        Self { read, pages: Pages::default(), name, bytes: 0 }
    }

    /// Notes the gaps that the pages leave.
    fn end_pages(&mut self) {
        let pages = std::mem::take(&mut self.pages);
        self.read.gaps.extend(pages.gaps(self.name));
    }

    /// Reads all documents of a text, and states what it was.
    pub(super) fn text(&mut self, text: &str) -> Result<InputKind, Fault> {
        let mut kind = InputKind::Raw;
        let mut start = 0;
        while let Some(offset) = text[start..].find(|c: char| !c.is_ascii_whitespace()) {
            start += offset;
            limits::count::<limits::Documents>(1)?;
            let rest = &text[start..];
            start += self.value(text, rest, 0, &mut kind).map_err(|fault| shape::explained(fault, rest))?;
        }
        self.end_pages();
        Ok(kind)
    }

    /// Reads responses that were just fetched.
    pub(super) fn recording(&mut self, recording: &Recording) -> Result<(), Fault> {
        for exchange in recording.exchanges.iter().filter(|exchange| is_incidents(&exchange.request)) {
            self.response(&exchange.request, exchange.status, exchange.headers.warning.as_deref(), &exchange.body)?;
        }
        self.end_pages();
        Ok(())
    }

    /// Reads one JSON value, and returns how long it was.
    fn value(&mut self, whole: &str, text: &str, depth: u8, kind: &mut InputKind) -> Result<usize, Fault> {
        match text.as_bytes().first() {
            Some(b'[') if depth < DEEPEST => {
                let (elements, length) = first::<List<&RawValue, limits::Documents>>(whole, text)?;
                self.read.pages += usize::from(elements.0.is_empty());
                for element in elements.0 {
                    self.value(whole, element.get(), depth + 1, kind)?;
                }
                Ok(length)
            }
            Some(b'{') if depth <= DEEPEST => {
                let (found, length) = first::<Document<'_>>(whole, text)?;
                self.document(whole, found, &text[..length], depth, kind)?;
                Ok(length)
            }
            // The reader of snapshots words what is no JSON of Graph.
            Some(_) | None => match document::read(text) {
                Err(fault) => Err(fault),
                Ok(_) => Err(Fault::foreign("a response of Graph or a recording is expected, and this is neither")),
            },
        }
    }

    fn document(
        &mut self,
        whole: &str,
        found: Document<'_>,
        text: &str,
        depth: u8,
        kind: &mut InputKind,
    ) -> Result<(), Fault> {
        if let Some(error) = found.error {
            return Err(Fault::foreign(error.describe()));
        }
        if let Some(version) = found.recording {
            *kind = self.recorded(whole, version, &found)?;
        } else if found.secure_score.is_some() || found.profiles.is_some() {
            // A pair of snapshot and catalogue.
        } else if let Some(responses) = found.responses {
            let (responses, _) = first::<List<Batched<'_>, limits::Responses>>(whole, responses.get())?;
            for response in responses.0 {
                self.value(whole, response.body()?.get(), depth + 1, kind)?;
            }
        } else if let Some(value) = found.value {
            let page = self.entries(whole, value)?;
            // An empty page shows by its link alone what it is a page of.
            let next = found.next_link.as_deref().map(path);
            let linked = match next {
                Some(next) if is_incidents(next) => Some(collection_of(next)),
                Some(next) if is_of_secure_score(next) => None,
                Some(_) | None => (page.entries == 0).then_some(Collection::Either),
            };
            let collection = page.collection.or(linked);
            if let Some(collection) = collection {
                self.bytes += text.len() as u64;
                self.pages.raw(collection, next.is_some());
                self.pages.count(collection, page.ids, found.count);
            }
            self.read.pages += usize::from(page.entries == 0);
        } else {
            let (entry, _) = first::<Entry<'_>>(whole, text)?;
            if self.entry(whole, entry, 1)?.is_some() {
                self.bytes += text.len() as u64;
            }
        }
        Ok(())
    }

    /// Reads the responses of a recording with incidents or alerts.
    fn recorded(&mut self, whole: &str, version: u32, found: &Document<'_>) -> Result<InputKind, Fault> {
        require_version(version)?;
        let responses = match found.responses {
            Some(raw) => first::<List<Response<'_>, limits::Responses>>(whole, raw.get())?.0.0,
            None => Vec::new(),
        };
        let (captured, verified) = verify(found.head(), found.seal.as_deref(), &responses)?;
        let of_file = std::mem::take(&mut self.pages);
        for response in responses.iter().filter(|response| is_incidents(path(&response.request))) {
            let request = path(&response.request);
            self.response(request, response.status, response.warning.as_deref(), response.body.get())?;
        }
        self.end_pages();
        self.pages = of_file;
        Ok(InputKind::Recording { verified: verified.0, captured: Some(captured), redacted: found.redacted })
    }

    /// Reads one response of incidents or alerts with its request.
    fn response(&mut self, request: &str, status: u16, warning: Option<&str>, body: &str) -> Result<(), Fault> {
        self.bytes += body.len() as u64;
        let shown = line(request);
        let (found, _) = first::<Document<'_>>(body, body)?;
        if let Some(error) = found.error {
            return Err(Fault::foreign(format!("the response to {shown}: {}", error.describe())));
        }
        if status != 200 || warning.is_some() {
            let warning = warning.map(line).unwrap_or_default();
            let missing = Missing::Response { status, request: shown.clone(), warning };
            self.read.gaps.push(IncidentGap::Partial(missing));
        }
        let value = found.value.ok_or_else(|| Fault::foreign(format!("the response to {shown} has no `value`")))?;
        let page = self.entries(body, value)?;
        self.pages.count(collection_of(request), page.ids, found.count);
        self.read.pages += 1;
        self.pages.recorded(request, found.next_link.as_deref().map(path));
        Ok(())
    }

    /// Reads the entries of a page.
    fn entries(&mut self, whole: &str, value: &RawValue) -> Result<Page, Fault> {
        let mut page = Page { entries: 0, ids: BTreeSet::new(), collection: None };
        limits::each::<limits::Entries, Entry<'_>>(whole, value, |entry| {
            page.entries += 1;
            page.ids.extend(entry.id().map(str::to_owned));
            page.collection = page.collection.or(self.entry(whole, entry, page.entries)?);
            Ok(())
        })?;
        Ok(page)
    }

    /// Takes an entry, and returns the collection that it is of; none of a snapshot or a profile.
    fn entry(&mut self, whole: &str, entry: Entry<'_>, number: usize) -> Result<Option<Collection>, Fault> {
        match entry.kind() {
            Kind::SecureScore => Ok(None),
            Kind::Incident => {
                entry.into_incident(whole, self.read)?;
                self.read.pages += 1;
                Ok(Some(Collection::Incidents))
            }
            Kind::Alert => {
                limits::count::<limits::Alerts>(1)?;
                let tenant = entry.tenant();
                self.read.note(tenant);
                let alert = entry.into_alert(&mut self.read.gaps, &mut self.read.names)?;
                self.read.alerts.push(alert);
                self.read.pages += 1;
                Ok(Some(Collection::Alerts))
            }
            Kind::Neither => Err(Fault::foreign(format!("entry {number} is neither an incident nor an alert"))),
        }
    }
}

/// The collection of a path.
fn collection_of(path: &str) -> Collection {
    if path.to_ascii_lowercase().contains("alerts_v2") { Collection::Alerts } else { Collection::Incidents }
}

/// Whether a path is one of Secure Score, whose pages may stand in the same file.
fn is_of_secure_score(path: &str) -> bool {
    path.to_ascii_lowercase().contains("/security/securescore")
}

/// A page that was read.
struct Page {
    entries: usize,
    /// The ids of the entries.
    ids: BTreeSet<String>,
    /// The collection of its entries; none where it has neither incidents nor alerts.
    collection: Option<Collection>,
}
