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
    /// What shows that the request was for a part of the catalogue alone: its context or its nextLink.
    pub(super) part: Option<String>,
    /// `@odata.count`: how many profiles there are on all pages.
    pub(super) count: Option<u64>,
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
    let recorded: BTreeMap<&str, &Link> =
        pages.iter().filter_map(|page| Some((page.link.request()?.as_str(), &page.link))).collect();
    let unreached = unreached(&recorded);
    let linked = !recorded.is_empty() && unreached.is_none();
    let is_loose = pages.iter().any(|page| page.link.request().is_none());
    let missing = match profiles.len() {
        0 => Some(NO_CATALOGUE.to_owned()),
        held if is_loose && !linked => missing(pages, held),
        _ => unreached,
    };
    let missing = missing.or_else(|| fewer_than_counted(pages, profiles.len()));
    let mut catalogue = Catalogue::new(profiles);
    let orphans = snapshot.controls.iter().filter(|control| catalogue.profile(&control.id).is_none()).count();
    // A response does not say which page it is: alone it may be the last of several.
    let missing = missing.or_else(|| (!linked && orphans > 0).then(|| unlinked(orphans)));
    catalogue.complete = missing.is_none();
    catalogue.linked = linked && catalogue.complete;
    gaps.extend(missing);
    catalogue
}

fn unlinked(orphans: usize) -> String {
    let have = if orphans == 1 { "has" } else { "have" };
    format!(
        "the responses of the catalogue do not show whether a page is missing, and {} {have} no profile: read every page, or make a recording",
        count(orphans, "scored control")
    )
}

/// Where Graph counts the profiles (`$count=true`), whether all are there.
fn fewer_than_counted(pages: &[&Page], held: usize) -> Option<String> {
    let counted = pages.iter().filter_map(|page| page.count).max()?;
    let is_short = u64::try_from(held).is_ok_and(|held| held < counted);
    is_short.then(|| {
        format!("the catalogue is incomplete: it holds {}, and Graph counts {counted}", count(held, "profile"))
    })
}

/// What is missing of a catalogue of which at least one page does not say which request it answers, as a sentence.
fn missing(pages: &[&Page], profiles: usize) -> Option<String> {
    if let Some(part) = pages.iter().find_map(|page| page.part.as_ref()) {
        return Some(format!("the catalogue is incomplete: {} requests only a part of it", line(part)));
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

/// Follows the pages of a recording from the first request to the page without a nextLink; what is missing on the way, as a sentence.
fn unreached(recorded: &BTreeMap<&str, &Link>) -> Option<String> {
    // A page is the first if its request asks for all of the catalogue from its beginning.
    let is_first = |request: &str| !request.to_lowercase().contains("skip") && !is_of_a_part(request);
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
