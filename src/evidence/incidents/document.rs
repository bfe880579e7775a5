//! Which of the shapes a JSON document has, and the incidents and alerts in it: a recording, a response of Graph, a single object, or
//! lists and sequences (NDJSON) of these. Snapshots and profiles that stand beside them are passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use super::gap::IncidentGap;
use super::wire::{Entry, Kind, Read};
use crate::evidence::document::{first, keys, require_version, verify};
use crate::evidence::fault::Fault;
use crate::evidence::gap::Missing;
use crate::evidence::limits::{self, List};
use crate::evidence::recording::{Head, Recording, Response, is_incidents, path};
use crate::evidence::shape::{self, Batched};
use crate::evidence::{InputKind, document};
use crate::text::line;

/// A document whose entries are incidents and alerts, which are read one by one.
type Document<'a> = keys::Document<'a, &'a RawValue>;

/// How deep lists may lie in one another.
const DEEPEST: u8 = 3;

/// The pages of a run, as far as they link to one another.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The requests of recorded pages.
    requests: BTreeSet<String>,
    /// The pages that recorded pages link to.
    next: BTreeSet<String>,
    /// For raw pages by collection, where that shows: whether one has no nextLink, and whether one has.
    raw: BTreeMap<bool, (bool, bool)>,
    /// The entries of each collection, and the number that Graph states.
    counted: BTreeMap<bool, (usize, Option<u64>)>,
}

impl Links {
    /// The gaps that the pages leave.
    pub(super) fn gaps(self) -> Vec<IncidentGap> {
        let missing = self.next.difference(&self.requests).map(|page| IncidentGap::Page(page.clone()));
        let open = self.raw.values().filter(|(has_last, has_next)| *has_next && !has_last);
        let open = open.map(|_| IncidentGap::LastPageLinked);
        let short = self.counted.values().filter_map(|(held, counted)| {
            let counted = (*counted)?;
            let is_short = u64::try_from(*held).is_ok_and(|held| held < counted);
            is_short.then_some(IncidentGap::FewerThanCounted { held: *held, counted })
        });
        missing.chain(open).chain(short).collect()
    }
}

/// The way through one text.
pub(super) struct Reader<'r> {
    read: &'r mut Read,
    links: &'r mut Links,
    /// The bytes of the responses with incidents or alerts.
    pub(super) bytes: u64,
}

impl<'r> Reader<'r> {
    /// The way through a text whose content is added to that of others.
    pub(super) const fn new(read: &'r mut Read, links: &'r mut Links) -> Self {
        Self { read, links, bytes: 0 }
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
        Ok(kind)
    }

    /// Reads responses that were just fetched.
    pub(super) fn recording(&mut self, recording: &Recording) -> Result<(), Fault> {
        for exchange in recording.exchanges.iter().filter(|exchange| is_incidents(&exchange.request)) {
            self.response(&exchange.request, exchange.status, exchange.headers.warning.as_deref(), &exchange.body)?;
        }
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
            let linked = found.next_link.as_deref().map(path).filter(|next| is_incidents(next)).map(is_alerts);
            let collection = page.collection.or(linked);
            if collection.is_some() || page.entries == 0 {
                self.bytes += text.len() as u64;
            }
            if let Some(is_alerts) = collection {
                self.count(is_alerts, page.entries, found.count);
                let raw = self.links.raw.entry(is_alerts).or_default();
                if found.next_link.is_some() { raw.1 = true } else { raw.0 = true }
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
        let head = Head {
            captured: found.captured.as_deref(),
            tool: found.tool.as_deref(),
            graph: found.graph.as_deref(),
            cloud: found.cloud.as_deref(),
            redacted: found.redacted,
        };
        let (captured, verified) = verify(head, found.seal.as_deref(), &responses)?;
        for response in responses.iter().filter(|response| is_incidents(path(&response.request))) {
            let request = path(&response.request);
            self.response(request, response.status, response.warning.as_deref(), response.body.get())?;
        }
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
        self.count(is_alerts(request), page.entries, found.count);
        self.read.pages += 1;
        self.links.requests.insert(request.to_owned());
        self.links.next.extend(found.next_link.map(|next| path(&next).to_owned()));
        Ok(())
    }

    fn count(&mut self, is_alerts: bool, entries: usize, counted: Option<u64>) {
        let known = self.links.counted.entry(is_alerts).or_default();
        known.0 += entries;
        known.1 = known.1.max(counted);
    }

    /// Reads the entries of a page.
    fn entries(&mut self, whole: &str, value: &RawValue) -> Result<Page, Fault> {
        let mut page = Page { entries: 0, collection: None };
        limits::each::<limits::Entries, Entry<'_>>(whole, value, |entry| {
            page.entries += 1;
            page.collection = page.collection.or(self.entry(whole, entry, page.entries)?);
            Ok(())
        })?;
        Ok(page)
    }

    /// Takes an entry, and returns whether it is an alert; none of a snapshot or a profile.
    fn entry(&mut self, whole: &str, entry: Entry<'_>, number: usize) -> Result<Option<bool>, Fault> {
        match entry.kind() {
            Kind::SecureScore => Ok(None),
            Kind::Incident => {
                entry.into_incident(whole, self.read)?;
                self.read.pages += 1;
                Ok(Some(false))
            }
            Kind::Alert => {
                limits::count::<limits::Alerts>(1)?;
                let tenant = entry.tenant();
                self.read.note(tenant);
                let alert = entry.into_alert(&mut self.read.gaps, &mut self.read.without_techniques)?;
                self.read.alerts.push(alert);
                self.read.pages += 1;
                Ok(Some(true))
            }
            Kind::Neither => Err(Fault::foreign(format!("entry {number} is neither an incident nor an alert"))),
        }
    }
}

/// Whether a path is one of the collection of alerts, and not of that of incidents.
fn is_alerts(path: &str) -> bool {
    path.to_ascii_lowercase().contains("alerts_v2")
}

/// A page that was read.
struct Page {
    entries: usize,
    /// Whether its entries are alerts; none where it has neither incidents nor alerts.
    collection: Option<bool>,
}
