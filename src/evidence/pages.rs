//! Whether the catalogue is complete, and how its pages become one.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Link;
use super::{Catalogue, Profile, Snapshot};
use crate::text::{count, line, sample};

/// The gap of evidence without a catalogue.
pub(crate) const NO_CATALOGUE: &str = "there is no catalogue: name the responses of /security/secureScoreControlProfiles with --from too (in the cloud of China Graph offers none)";

/// One page of the catalogue, decoded.
pub(super) struct Page {
    pub(super) profiles: Vec<Profile>,
    pub(super) link: Link,
}

/// Merges the pages. A profile that stands twice with different values is disputed.
pub(super) fn catalogue(pages: &[&Page], snapshot: &Snapshot, gaps: &mut Vec<String>) -> Catalogue {
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    for profile in pages.iter().flat_map(|page| &page.profiles) {
        profiles.entry(profile.id.to_lowercase()).or_insert_with(|| profile.clone()).merge(profile);
    }
    let disputed: Vec<&str> = profiles.values().filter(|p| p.disputed).map(|p| p.id.as_str()).collect();
    if !disputed.is_empty() {
        gaps.push(format!("the catalogue holds different profiles of {}", sample(&disputed, 5)));
    }
    let missing = missing(pages, profiles.len());
    let complete = missing.is_none();
    gaps.extend(missing);
    let mut catalogue = Catalogue::new(profiles, complete);
    let has_orphans = snapshot.controls.iter().any(|control| catalogue.profile(&control.id).is_none());
    if complete && has_orphans && !are_linked(pages) {
        // A response does not say which page it is. Where every scored control has its profile that does not matter.
        gaps.push(
            "the pages of the catalogue cannot be linked to one another, and some controls have no profile: one may be missing"
                .to_owned(),
        );
        catalogue.complete = false;
    }
    catalogue
}

/// Whether nothing can lie between the pages: a single last page, or a recording, whose requests say which page is which.
fn are_linked(pages: &[&Page]) -> bool {
    pages.len() == 1 || pages.iter().all(|page| page.link.request().is_some())
}

/// What is missing of the catalogue, as a sentence; none where it is complete.
fn missing(pages: &[&Page], profiles: usize) -> Option<String> {
    if profiles == 0 {
        return Some(NO_CATALOGUE.to_owned());
    }
    let recorded: BTreeMap<&str, &Link> =
        pages.iter().filter_map(|page| Some((page.link.request()?.as_str(), &page.link))).collect();
    let loose = pages.iter().any(|page| page.link.request().is_none());
    if !recorded.is_empty() && !loose {
        return unreached(&recorded);
    }
    let last = pages.iter().any(|page| matches!(page.link, Link::Last { .. }));
    let bare = pages.iter().all(|page| page.link == Link::Bare);
    match (last, bare) {
        (true, _) => None,
        (false, true) => Some(
            "the catalogue is a bare list, which does not say whether it is complete: keep the responses with their @odata.nextLink"
                .to_owned(),
        ),
        (false, false) => Some(format!(
            "the catalogue is incomplete: it holds {}, and its last page has a nextLink to a page that is missing",
            count(profiles, "profile")
        )),
    }
}

/// What is missing of the snapshots of a recording, as a sentence. Days lie newest first, so that what is missing behind the last
/// page was not asked for; but none may be missing before or between.
pub(super) fn snapshots_missing(links: &[Link]) -> Option<String> {
    let recorded: BTreeMap<&str, &Link> =
        links.iter().filter_map(|link| Some((link.request()?.as_str(), link))).collect();
    let is_first = |request: &&str| !request.to_lowercase().contains("skip");
    let mut reached = BTreeSet::new();
    for first in recorded.keys().copied().filter(is_first) {
        let mut request = first;
        while reached.insert(request) {
            match recorded.get_key_value(request).map(|(_, link)| *link) {
                Some(Link::Next { next, .. }) => match recorded.get_key_value(next.as_str()) {
                    Some((next, _)) => request = next,
                    None => break,
                },
                Some(Link::Last { .. } | Link::Bare) | None => break,
            }
        }
    }
    let lost = recorded.keys().find(|request| !reached.contains(**request))?;
    Some(format!("a page of the snapshots is missing before {}", line(lost)))
}

/// Follows the pages of a recording from the first request to the page without a nextLink.
fn unreached(recorded: &BTreeMap<&str, &Link>) -> Option<String> {
    // A page is the first if its request asks for all of the catalogue from its beginning.
    let is_first =
        |request: &str| !["skip", "filter", "select"].iter().any(|word| request.to_lowercase().contains(word));
    let Some(mut request) = recorded.keys().copied().find(|request| is_first(request)) else {
        return Some(
            "the catalogue is incomplete: no recorded request asks for all of it from its beginning".to_owned(),
        );
    };
    let mut passed = BTreeSet::new();
    loop {
        match recorded.get(request) {
            None => return Some(format!("a page of the catalogue is missing: {}", line(request))),
            Some(Link::Next { next, .. }) if passed.insert(request) => request = next,
            Some(Link::Next { .. }) => return Some("the pages of the catalogue lead in a circle".to_owned()),
            Some(Link::Last { .. } | Link::Bare) => return None,
        }
    }
}
