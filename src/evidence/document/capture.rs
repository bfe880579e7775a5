//! The content of a document: scores, and pages of the catalogue.

use jiff::Timestamp;

use crate::evidence::fault::Fault;
use crate::evidence::gap::{Gap, Missing};
use crate::evidence::wire::{Item, Kind};
use crate::evidence::{limits, pages};

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

#[derive(Clone, Copy, PartialEq, Eq)]
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
pub(super) const CATALOGUE: &str = "secureScoreControlProfiles";

impl<'a> Capture<'a> {
    /// Ends a recording of which all responses were added.
    pub(super) fn end(&mut self, verified: Verified) {
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
        let mut is_catalogue = context.is_some_and(|context| context.contains(CATALOGUE));
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
        is_catalogue |= !profiles.is_empty();
        if is_catalogue {
            let next = match &link {
                Link::Next { next, .. } => Some(next.as_str()),
                Link::Last { .. } | Link::Bare => None,
            };
            let part = [context, next].into_iter().flatten().find(|request| pages::is_of_a_part(request));
            self.pages.push(Page { profiles, part: part.map(str::to_owned), link, count });
        }
        Ok(())
    }
}

impl Link {
    /// The request that the page answers, where a recording says so.
    pub(in crate::evidence) const fn request(&self) -> Option<&String> {
        match self {
            Self::Last { request } | Self::Next { request, .. } => request.as_ref(),
            Self::Bare => None,
        }
    }
}
