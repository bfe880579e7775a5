//! The content of a document: scores, and pages of the catalogue.

use jiff::Timestamp;

use crate::evidence::fault::Fault;
use crate::evidence::gap::{Gap, Missing};
use crate::evidence::recording::{Response, path};
use crate::evidence::wire::{Item, Kind};
use crate::evidence::{limits, pages};
use crate::text::line;

/// Scores and profiles that belong together: one recording, one pair, or everything else that stood in a file.
#[derive(Default)]
pub(in crate::evidence) struct Capture<'a> {
    pub(in crate::evidence) captured: Option<Timestamp>,
    /// Whether this is a recording, and whether all of its responses carried a SHA-256 that matched.
    pub(in crate::evidence) recording: Option<Verified>,
    /// Whether the recording says that names were replaced by pseudonyms.
    pub(in crate::evidence) redacted: bool,
    pub(in crate::evidence) scores: Vec<Item<'a>>,
    pub(in crate::evidence) pages: Vec<Page<'a>>,
    /// The endpoint that a recording says it was made from.
    pub(in crate::evidence) graph: Option<String>,
    /// The links between the pages of snapshots of a recording.
    pub(super) score_links: Vec<Link>,
    /// The bytes of the responses, without those of incidents.
    pub(in crate::evidence) bytes: u64,
    /// Further gaps.
    pub(in crate::evidence) gaps: Vec<Gap>,
    /// The response of Graph where it left out a part of the scores (206 Partial Content or a `Warning`).
    pub(in crate::evidence) partial_scores: Option<Missing>,
    /// The same for the catalogue.
    pub(in crate::evidence) partial_catalogue: Option<Missing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evidence) struct Verified(pub(in crate::evidence) bool);

/// One page of the catalogue.
pub(in crate::evidence) struct Page<'a> {
    pub(in crate::evidence) profiles: Vec<Item<'a>>,
    pub(in crate::evidence) link: Link,
    /// The sign that the request was for a part of the catalogue alone: its context or its nextLink.
    pub(in crate::evidence) part: Option<String>,
    /// `@odata.count`: how many profiles there are on all pages.
    pub(in crate::evidence) count: Option<u64>,
}

/// The reference of a page to the page behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::evidence) enum Link {
    /// It is the last page.
    Last { request: Option<String> },
    /// There is another page.
    Next { request: Option<String>, next: String },
    /// It is a bare list, which says nothing about pages.
    Bare,
}

/// The word in the address and the context of a page of the catalogue.
const CATALOGUE: &str = "secureScoreControlProfiles";

impl<'a> Capture<'a> {
    /// The capture of one response of so many bytes, without its entries.
    pub(in crate::evidence) fn of_response(bytes: u64) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// Ends a recording of which all responses were added.
    pub(in crate::evidence) fn end(&mut self, verified: Verified) {
        if let Some(missing) = pages::snapshots_missing(&self.score_links) {
            self.partial_scores.get_or_insert(missing);
        }
        self.recording = Some(verified);
    }

    /// Adds the entries of a response. An empty one is a page of the catalogue only where its context says so.
    pub(super) fn add(
        &mut self,
        items: Vec<Item<'a>>,
        context: Option<&str>,
        link: Link,
        count: Option<u64>,
    ) -> Result<(), Fault> {
        let mut profiles = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match item.kind() {
                Kind::Score => {
                    limits::count::<limits::Snapshots>(1)?;
                    self.scores.push(item);
                }
                Kind::Profile => {
                    limits::count::<limits::Profiles>(1)?;
                    profiles.push(item);
                }
                Kind::Both => {
                    let entry = index + 1;
                    return Err(Fault::invalid(format!(
                        "entry {entry} has keys of a secureScore and of a secureScoreControlProfile"
                    )));
                }
                Kind::Neither => {
                    let entry = index + 1;
                    return Err(Fault::foreign(format!(
                        "entry {entry} is neither a secureScore nor a secureScoreControlProfile"
                    )));
                }
            }
        }
        if names_catalogue(context) || !profiles.is_empty() {
            self.pages.push(Page { profiles, part: link.part(context), link, count });
        }
        Ok(())
    }

    /// Notes a response of incidents, which is read elsewhere.
    pub(in crate::evidence) fn note_incidents(&mut self, received: Received<'_>) {
        self.gaps.extend(received.missing().map(Gap::PartialIncidents));
    }

    /// Notes a response of which a part is missing.
    pub(in crate::evidence) fn note_missing(&mut self, received: Received<'_>) {
        let partial = if received.is_of_catalogue() { &mut self.partial_catalogue } else { &mut self.partial_scores };
        if let Some(missing) = received.missing() {
            partial.get_or_insert(missing);
        }
    }

    /// Notes the link of a page of snapshots to the next.
    pub(in crate::evidence) fn note_link(&mut self, received: Received<'_>, link: &Link) {
        if !received.is_of_catalogue() {
            self.score_links.push(link.clone());
        }
    }
}

/// Whether the context or the request of a page shows that it is one of the catalogue.
pub(in crate::evidence) fn names_catalogue(context: Option<&str>) -> bool {
    context.is_some_and(|context| context.contains(CATALOGUE))
}

/// The facts about a recorded response beside its body.
#[derive(Clone, Copy)]
pub(in crate::evidence) struct Received<'r> {
    pub(super) request: &'r str,
    pub(super) status: u16,
    pub(super) warning: Option<&'r str>,
}

impl<'r> Received<'r> {
    /// The facts about a response of a recording.
    pub(in crate::evidence) fn of(response: &'r Response<'_>) -> Self {
        Self { request: &response.request, status: response.status, warning: response.warning.as_deref() }
    }

    /// The path and query of the request, for messages.
    pub(super) fn shown(&self) -> String {
        line(path(self.request))
    }

    /// The link of the response to the next page.
    pub(in crate::evidence) fn link(&self, next: Option<String>) -> Link {
        let request = Some(path(self.request).to_owned());
        match next {
            Some(next) => Link::Next { request, next: path(&next).to_owned() },
            None => Link::Last { request },
        }
    }

    fn is_of_catalogue(&self) -> bool {
        self.request.contains(CATALOGUE)
    }

    /// The sign that a part of the response is missing.
    fn missing(&self) -> Option<Missing> {
        (self.status != 200 || self.warning.is_some()).then(|| Missing::Response {
            status: self.status,
            request: self.shown(),
            warning: self.warning.map(line).unwrap_or_default(),
        })
    }
}

impl Link {
    /// The sign that a page was requested for a part of the catalogue alone: its context or request, or its own link.
    pub(in crate::evidence) fn part(&self, context: Option<&str>) -> Option<String> {
        let next = match self {
            Self::Next { next, .. } => Some(next.as_str()),
            Self::Last { .. } | Self::Bare => None,
        };
        let part = [context, next].into_iter().flatten().find(|request| pages::is_of_a_part(request));
        part.map(str::to_owned)
    }

    /// The request that the page answers, where a recording says so.
    pub(in crate::evidence) const fn request(&self) -> Option<&String> {
        match self {
            Self::Last { request } | Self::Next { request, .. } => request.as_ref(),
            Self::Bare => None,
        }
    }
}
