//! The pages of one file or recording, as far as they link to one another and state how much there is.

use std::collections::{BTreeMap, BTreeSet};

use super::gap::IncidentGap;

/// A collection of Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Collection {
    /// `/security/incidents`.
    Incidents,
    /// `/security/alerts_v2`.
    Alerts,
    /// One of the two, of which the file shows no more.
    Either,
}

/// The pages of one file or recording. A page of another one closes no gap: nothing shows that they are of one response.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The requests of recorded pages.
    requests: BTreeSet<String>,
    /// The pages that recorded pages link to.
    next: BTreeSet<String>,
    /// For raw pages by collection: whether one has no nextLink, and whether one has.
    raw: BTreeMap<Collection, (bool, bool)>,
    /// The ids of the entries of each collection, and the number that Graph states.
    counted: BTreeMap<Collection, (BTreeSet<String>, Option<u64>)>,
}

impl Pages {
    /// Notes a recorded page.
    pub(super) fn recorded(&mut self, request: &str, next: Option<&str>) {
        self.requests.insert(request.to_owned());
        self.next.extend(next.map(str::to_owned));
    }

    /// Notes a page without its request.
    pub(super) fn raw(&mut self, collection: Collection, has_next: bool) {
        let known = self.raw.entry(collection).or_default();
        if has_next { known.1 = true } else { known.0 = true }
    }

    /// Notes the ids of the entries of a page, and the number that it states.
    pub(super) fn count(&mut self, collection: Collection, ids: BTreeSet<String>, counted: Option<u64>) {
        let known = self.counted.entry(collection).or_default();
        known.0.extend(ids);
        known.1 = known.1.max(counted);
    }

    /// The gaps that the pages leave.
    pub(super) fn gaps(self, file: &str) -> Vec<IncidentGap> {
        let missing = self.next.difference(&self.requests);
        let missing = missing.map(|page| IncidentGap::Page { file: file.to_owned(), page: page.clone() });
        let mut open = self.raw.iter().filter(|(_, (has_last, has_next))| *has_next && !has_last).count();
        // An empty last page is of either collection: it ends one.
        let is_ended = self.raw.get(&Collection::Either).is_some_and(|(has_last, has_next)| *has_last && !has_next);
        open -= usize::from(open == 1 && is_ended);
        let open = (open > 0).then(|| IncidentGap::LastPageLinked(file.to_owned()));
        let short = self.counted.values().filter_map(|(held, counted)| {
            let (held, counted) = (held.len(), (*counted)?);
            let is_short = u64::try_from(held).is_ok_and(|held| held < counted);
            is_short.then(|| IncidentGap::FewerThanCounted { file: file.to_owned(), held, counted })
        });
        missing.chain(open).chain(short).collect()
    }
}
