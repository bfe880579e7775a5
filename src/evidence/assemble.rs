//! Puts the parts together: the newest snapshot, the catalogue that goes with it, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::document::{Capture, Link, Verified};
use super::{Catalogue, Evidence, Input, Profile, Snapshot};
use crate::text::{line, list, sample};

/// What one capture of a file holds, decoded as far as it can be needed.
pub(super) struct Part {
    pub(super) captured: Option<Timestamp>,
    pub(super) recording: Option<Verified>,
    /// The snapshots of the newest day of this part: one, unless the day stands twice.
    newest: Vec<Snapshot>,
    pages: Vec<Pages>,
    tenants: BTreeSet<String>,
    partial: Option<String>,
    gaps: Vec<String>,
}

/// One page of the catalogue, decoded.
struct Pages {
    profiles: Vec<Profile>,
    link: Link,
}

/// Why no evidence came of the parts.
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) help: String,
}

fn date(created: Timestamp) -> Date {
    Offset::UTC.to_datetime(created).date()
}

impl Part {
    /// Decodes the newest day and the profiles. Older days are only dated.
    pub(super) fn decode(text: &str, capture: Capture<'_>) -> Result<Self, String> {
        let mut gaps = Vec::new();
        let mut tenants = BTreeSet::new();
        let mut note = |tenant: Option<&String>| {
            tenants.extend(tenant.map(|tenant| line(tenant).to_lowercase()).filter(|tenant| !tenant.is_empty()));
        };
        let mut days = Vec::with_capacity(capture.scores.len());
        for score in &capture.scores {
            note(score.azure_tenant_id.as_ref());
            days.push((date(score.created()?), score));
        }
        let last = days.iter().map(|(day, _)| *day).max();
        let newest = days.iter().filter(|(day, _)| Some(*day) == last);
        let newest = newest.map(|(_, score)| score.to_snapshot(text, capture.captured, &mut gaps));
        let newest = newest.collect::<Result<Vec<_>, _>>()?;
        let mut pages = Vec::new();
        for page in capture.pages {
            page.profiles.iter().for_each(|profile| note(profile.azure_tenant_id.as_ref()));
            let profiles = page.profiles.into_iter().map(|profile| profile.into_profile(&mut gaps)).collect();
            pages.push(Pages { profiles, link: page.link });
        }
        let (captured, recording, partial) = (capture.captured, capture.recording, capture.partial);
        Ok(Self { captured, recording, newest, pages, tenants, partial, gaps })
    }

    fn date(&self) -> Option<Date> {
        self.newest.first().map(Snapshot::date)
    }
}

/// Chooses the newest snapshot and its catalogue.
pub(super) fn assemble(parts: Vec<Part>, inputs: Vec<Input>) -> Result<Evidence, Failure> {
    one_tenant(&parts)?;
    let (index, mut snapshot) = newest(&parts)?;
    let mut gaps = Vec::new();
    // Only what the verdict can rest on is worth telling: this part, and pages that stand by themselves.
    let pool = |part: &&Part| part.recording.is_none() && part.newest.is_empty();
    let own = parts.get(index).into_iter();
    let mut used: Vec<&Part> =
        own.chain(parts.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, p)| p).filter(pool)).collect();
    if used.iter().all(|part| part.pages.is_empty()) {
        // The snapshot came without a catalogue: take the newest that came with another one.
        let with_pages = parts.iter().filter(|part| !part.pages.is_empty());
        used.extend(with_pages.max_by_key(|part| (part.captured, part.date())));
    }
    for part in &used {
        gaps.extend(part.gaps.iter().cloned());
        if let Some(partial) = &part.partial {
            snapshot.partial = true;
            gaps.push(format!("a part is missing: {partial}"));
        }
    }
    let pages: Vec<&Pages> = used.iter().flat_map(|part| &part.pages).collect();
    let catalogue = catalogue(&pages, &mut gaps);
    if snapshot.tenant.is_none() {
        snapshot.tenant = parts.iter().flat_map(|part| &part.tenants).next().cloned();
    }
    Ok(Evidence { snapshot, catalogue, gaps, inputs })
}

fn one_tenant(parts: &[Part]) -> Result<(), Failure> {
    let tenants: Vec<&String> =
        parts.iter().flat_map(|part| &part.tenants).collect::<BTreeSet<_>>().into_iter().collect();
    if tenants.len() < 2 {
        return Ok(());
    }
    Err(Failure {
        message: format!("the data is of {} tenants: {}", tenants.len(), sample(&tenants, 5)),
        help: "judge one tenant in a run: name its files alone with --from".to_owned(),
    })
}

/// The newest snapshot and the index of its part. Of two captures of one day the later counts.
fn newest(parts: &[Part]) -> Result<(usize, Snapshot), Failure> {
    let last = parts.iter().filter_map(Part::date).max();
    let all = parts.iter().enumerate().flat_map(|(index, part)| part.newest.iter().map(move |s| (index, s)));
    let mut candidates: Vec<(usize, &Snapshot)> = Vec::new();
    for (index, snapshot) in all.filter(|(_, snapshot)| Some(snapshot.date()) == last) {
        // The same capture twice, in a recording and beside it for example, is no contradiction.
        if !candidates
            .iter()
            .any(|(_, known)| Snapshot { captured: snapshot.captured, ..(*known).clone() } == *snapshot)
        {
            candidates.push((index, snapshot));
        }
    }
    let latest = candidates.iter().map(|(_, snapshot)| snapshot.captured).max().flatten();
    match candidates.as_slice() {
        [] => Err(Failure {
            message: "there is no snapshot in the data".to_owned(),
            help: "name a response of /security/secureScores with --from; an empty one means that no score was published yet"
                .to_owned(),
        }),
        [(index, snapshot)] => Ok((*index, (*snapshot).clone())),
        several if several.iter().all(|(_, snapshot)| snapshot.captured.is_some()) => {
            let mut at_latest = several.iter().filter(|(_, snapshot)| snapshot.captured == latest);
            match (at_latest.next(), at_latest.next()) {
                (Some((index, snapshot)), None) => Ok((*index, (*snapshot).clone())),
                (Some(_) | None, _) => Err(two_captures(last)),
            }
        }
        _ => Err(two_captures(last)),
    }
}

fn two_captures(day: Option<Date>) -> Failure {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    Failure {
        message: format!("there are two different captures of {day}, and nothing says which is the later"),
        help: "name one of them alone with --from, or use recordings, which hold the time of their capture".to_owned(),
    }
}

/// Merges the pages. A profile that stands twice with different values is disputed.
fn catalogue(pages: &[&Pages], gaps: &mut Vec<String>) -> Catalogue {
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    for profile in pages.iter().flat_map(|page| &page.profiles) {
        let known = profiles.entry(profile.id.to_lowercase()).or_insert_with(|| profile.clone());
        let same = *known == Profile { disputed: known.disputed, ..profile.clone() };
        known.disputed |= !same;
    }
    let disputed: Vec<&str> = profiles.values().filter(|p| p.disputed).map(|p| p.id.as_str()).collect();
    if !disputed.is_empty() {
        gaps.push(format!("the catalogue holds different profiles of {}", sample(&disputed, 5)));
    }
    let missing = missing_pages(pages, profiles.len());
    let complete = missing.is_none();
    gaps.extend(missing);
    Catalogue { profiles, complete }
}

/// What is missing of the catalogue, as a sentence; none where it is complete.
fn missing_pages(pages: &[&Pages], profiles: usize) -> Option<String> {
    if profiles == 0 {
        return Some("there is no catalogue (secureScoreControlProfiles)".to_owned());
    }
    let read: BTreeSet<&String> = pages.iter().filter_map(|page| page.link.request()).collect();
    let mut last = false;
    let mut absent = Vec::new();
    for page in pages {
        match &page.link {
            Link::Last { .. } => last = true,
            // Only a recording says which page a response is.
            Link::Next { request: Some(_), next } if !read.contains(next) => absent.push(line(next)),
            Link::Next { .. } | Link::Bare => {}
        }
    }
    if !absent.is_empty() {
        return Some(format!("pages of the catalogue are missing: {}", list(&absent, "and")));
    }
    let bare = pages.iter().all(|page| page.link == Link::Bare);
    match (last, bare) {
        (true, _) => None,
        (false, true) => Some(
            "the catalogue is a bare list, which does not say whether it is complete: keep the responses with their @odata.nextLink"
                .to_owned(),
        ),
        (false, false) => Some(format!(
            "the catalogue is incomplete: it holds {profiles} profiles, and its last page has a nextLink to a page that is missing"
        )),
    }
}
