//! Whether the catalogue is complete, and how its pages become one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::document::Link;
use super::gap::{Gap, Missing};
use super::{Catalogue, Profile, Snapshot};

/// One page of the catalogue, decoded.
#[derive(Debug, PartialEq)]
pub(super) struct Page {
    pub(super) profiles: Vec<Arc<Profile>>,
    pub(super) link: Link,
    /// The sign that the request was for a part of the catalogue alone: its context or its nextLink.
    pub(super) part: Option<String>,
    /// `@odata.count`: how many profiles there are on all pages.
    pub(super) count: Option<u64>,
}

/// Merges the pages. A profile that stands twice with different values is disputed.
pub(super) fn catalogue(pages: &[&Page], snapshot: &Snapshot, gaps: &mut Vec<Gap>) -> Catalogue {
    let mut profiles: BTreeMap<String, Arc<Profile>> = BTreeMap::new();
    for profile in pages.iter().flat_map(|page| &page.profiles) {
        Profile::add(profiles.entry(profile.id.to_lowercase()), profile);
    }
    let disputed: Vec<String> = profiles.values().filter(|p| p.disputed).map(|p| p.id.clone()).collect();
    if !disputed.is_empty() {
        gaps.push(Gap::DisputedProfiles(disputed));
    }
    let recorded: BTreeMap<&str, &Link> =
        pages.iter().filter_map(|page| Some((page.link.request()?.as_str(), &page.link))).collect();
    let unreached = unreached(&recorded);
    let linked = !recorded.is_empty() && unreached.is_none();
    let is_loose = pages.iter().any(|page| page.link.request().is_none());
    let missing = match profiles.len() {
        0 => Some(Gap::NoCatalogue),
        held if is_loose && !linked => missing(pages, held),
        _ => unreached,
    };
    let missing = missing.or_else(|| fewer_than_counted(pages, profiles.len()));
    let mut catalogue = Catalogue::new(profiles);
    let orphans = snapshot.controls.iter().filter(|control| catalogue.profile(&control.id).is_none()).count();
    // A response does not say which page it is: alone it may be the last of several.
    let missing = missing.or_else(|| (!linked && orphans > 0).then_some(Gap::UnlinkedCatalogue(orphans)));
    catalogue.complete = missing.is_none();
    catalogue.linked = linked && catalogue.complete;
    gaps.extend(missing);
    catalogue
}

/// The gap where Graph counts the profiles (`$count=true`) and not all are there.
fn fewer_than_counted(pages: &[&Page], held: usize) -> Option<Gap> {
    let counted = pages.iter().filter_map(|page| page.count).max()?;
    let is_short = u64::try_from(held).is_ok_and(|held| held < counted);
    is_short.then_some(Gap::FewerThanCounted { held, counted })
}

/// The gap of a catalogue of which at least one page does not state its request.
fn missing(pages: &[&Page], profiles: usize) -> Option<Gap> {
    if let Some(part) = pages.iter().find_map(|page| page.part.as_ref()) {
        return Some(Gap::PartOfCatalogue(part.clone()));
    }
    let last = pages.iter().any(|page| matches!(page.link, Link::Last { .. }));
    let bare = pages.iter().all(|page| page.link == Link::Bare);
    match (last, bare) {
        (true, _) => None,
        (false, true) => Some(Gap::BareCatalogue),
        (false, false) => Some(Gap::LastPageLinked(profiles)),
    }
}

/// Whether a request, as an address or a context shows it, asks for a part of a collection alone: by a condition, or with some of
/// the properties.
pub(super) fn is_of_a_part(request: &str) -> bool {
    let Some((_, query)) = request.split_once('?') else { return request.trim_end().ends_with(')') };
    // The `$` of an option can be left out, and all of it can be encoded.
    url::form_urlencoded::parse(query.as_bytes()).any(|(option, _)| {
        let option = option.trim().trim_start_matches('$').to_lowercase();
        ["filter", "select", "search", "apply"].contains(&option.as_str())
    })
}

/// The page that is missing of the snapshots of a recording. The newest days come first, so that a page behind the last one was
/// not asked for; but none may be missing before or between.
pub(super) fn snapshots_missing(links: &[Link]) -> Option<Missing> {
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
    Some(Missing::PageBefore((*lost).to_owned()))
}

/// Follows the pages of a recording from the first request to the page without a nextLink, and returns the gap on the way.
fn unreached(recorded: &BTreeMap<&str, &Link>) -> Option<Gap> {
    // A page is the first if its request asks for all of the catalogue from its beginning.
    let is_first = |request: &str| !request.to_lowercase().contains("skip") && !is_of_a_part(request);
    let Some(mut request) = recorded.keys().copied().find(|request| is_first(request)) else {
        return Some(Gap::NoFirstPage);
    };
    let mut passed = BTreeSet::new();
    loop {
        match recorded.get(request) {
            None => return Some(Gap::CataloguePage(request.to_owned())),
            Some(Link::Next { next, .. }) if passed.insert(request) => request = next,
            Some(Link::Next { .. }) => return Some(Gap::CircularCatalogue),
            Some(Link::Last { .. } | Link::Bare) => return None,
        }
    }
}
