//! Puts the parts together: the newest snapshot, the catalogue that goes with it, and what is missing.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::document::{Capture, Verified};
use super::fault::Fault;
use super::gap::{Gap, Missing};
use super::pages::{self, Page};
use super::past::{History, Needs, PastDay};
use super::wire::Item;
use super::{Evidence, Input, Snapshot};
use crate::error::{EvidenceErrorKind, Reference};
use crate::tenant::TenantId;
use crate::text::sample;

/// The content of one capture of a file, decoded as far as it can be needed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Part {
    pub(super) captured: Option<Timestamp>,
    pub(super) recording: Option<Verified>,
    pub(super) redacted: bool,
    /// The endpoint that a recording says it was made from.
    pub(super) graph: Option<String>,
    /// The bytes of its responses.
    pub(super) bytes: u64,
    /// The snapshots of the newest day of this part: one, unless the day stands twice.
    newest: Vec<Snapshot>,
    /// The days before that one, as far as they are needed.
    past: Vec<PastDay>,
    pages: Vec<Page>,
    tenants: Tenants,
    partial_scores: Option<Missing>,
    partial_catalogue: Option<Missing>,
    gaps: Vec<Gap>,
}

/// The days of a capture, decoded as far as they can be needed.
pub(super) struct DecodedDays {
    /// The snapshots of the newest day: one, unless the day stands twice.
    pub(super) newest: Vec<Snapshot>,
    /// The needed days before it, the oldest first.
    pub(super) past: Vec<PastDay>,
    /// The tenants that the days name, the days that are not needed among them.
    pub(super) tenants: Tenants,
    /// The gaps of the newest day.
    pub(super) gaps: Vec<Gap>,
}

/// Some tenants, each once, up to [`MOST_TENANTS`].
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tenants(Vec<TenantId>);

/// The number of tenants that are distinguished: two are too many, and a few of them are named.
const MOST_TENANTS: usize = 5;

fn date(created: Timestamp) -> Date {
    Offset::UTC.to_datetime(created).date()
}

impl Part {
    /// Decodes the newest day, the profiles, and of the days before what is needed. All others are only dated.
    pub(super) fn decode(text: &str, mut capture: Capture<'_>, needs: Needs) -> Result<Self, Fault> {
        let (mut tenants, mut gaps) = (Tenants::default(), Vec::new());
        let mut days = Vec::with_capacity(capture.scores.len());
        for score in &capture.scores {
            tenants.note(score.tenant()?);
            days.push((date(score.created()?), score));
        }
        let last = days.iter().map(|(day, _)| *day).max();
        let newest = days.iter().filter(|(day, _)| Some(*day) == last);
        let newest = newest.map(|(_, score)| score.to_snapshot(text, capture.captured, &mut gaps));
        let newest = newest.collect::<Result<Vec<_>, _>>()?;
        let past = past(text, &mut days, &capture, needs)?;
        let decoded = DecodedDays { newest, past, tenants, gaps };
        let (mut pages, mut tenants, mut gaps) = (Vec::new(), Tenants::default(), Vec::new());
        for page in std::mem::take(&mut capture.pages) {
            page.profiles.iter().for_each(|profile| tenants.note(profile.profile_tenant()));
            let profiles = page.profiles.into_iter().map(|profile| profile.into_profile(&mut gaps).into()).collect();
            pages.push(Page { profiles, link: page.link, part: page.part, count: page.count });
        }
        Ok(Self::of(capture, decoded, pages, tenants, gaps))
    }

    /// Joins a capture without its entries, its days and its pages. `tenants` and `gaps` are those of the pages.
    pub(super) fn of(
        capture: Capture<'_>,
        days: DecodedDays,
        pages: Vec<Page>,
        tenants: Tenants,
        gaps: Vec<Gap>,
    ) -> Self {
        let Capture { captured, recording, redacted, graph, bytes, partial_scores, partial_catalogue, .. } = capture;
        let DecodedDays { newest, past, tenants: mut named, gaps: of_days } = days;
        tenants.0.into_iter().for_each(|tenant| named.note(Some(tenant)));
        Self {
            captured,
            recording,
            redacted,
            graph,
            bytes,
            newest,
            past,
            pages,
            tenants: named,
            partial_scores,
            partial_catalogue,
            gaps: [capture.gaps, of_days, gaps].concat(),
        }
    }

    /// The number of control scores of its newest day.
    pub(super) fn scores(&self) -> usize {
        self.newest.iter().map(|snapshot| snapshot.controls.len()).sum()
    }

    /// Whether it holds neither a snapshot nor a profile.
    pub(super) fn is_empty(&self) -> bool {
        self.newest.is_empty() && self.pages.is_empty() && self.recording.is_none()
    }

    /// Moves the days before the newest of this part into the history of all. `own` is the number of the part.
    pub(super) fn drain_past(&mut self, own: usize, history: &mut History) {
        self.past.drain(..).for_each(|day| history.add(PastDay { parts: vec![own], ..day }));
    }

    /// Moves the newest day of this part into the history, where another part has a newer one.
    fn pass_into(&mut self, own: usize, history: &mut History, newest: Date) {
        if self.date().is_none_or(|own| own >= newest) {
            return;
        }
        let pages: Vec<&Page> = self.pages.iter().collect();
        let partial = self.partial_scores.is_some();
        for snapshot in std::mem::take(&mut self.newest) {
            // The gaps of an older catalogue are no concern of this run: only maxima are taken from it.
            let catalogue = pages::catalogue(&pages, &snapshot, &mut Vec::new());
            history.add(PastDay { parts: vec![own], ..PastDay::of(snapshot, &catalogue, partial) });
        }
    }

    /// The day on which the part was captured, or else the day of its newest snapshot.
    fn day(&self) -> Option<Date> {
        self.captured.map(date).or_else(|| self.date())
    }

    /// Whether the part holds a catalogue that was captured before a day. Pages that stand by themselves bear no time.
    fn has_catalogue_before(&self, day: Date) -> bool {
        !self.pages.is_empty() && self.day().is_some_and(|own| own < day)
    }

    /// Whether the part holds a catalogue of which it is known that it was captured no later than a day.
    fn is_captured_until(&self, day: Date) -> bool {
        !self.pages.is_empty() && self.captured.is_some_and(|captured| date(captured) <= day)
    }

    fn date(&self) -> Option<Date> {
        self.newest.first().map(Snapshot::date)
    }
}

impl Tenants {
    /// Adds a tenant that is not known yet.
    pub(super) fn note(&mut self, tenant: Option<TenantId>) {
        self.0.extend(tenant.filter(|tenant| self.0.len() < MOST_TENANTS && !self.0.contains(tenant)));
    }
}

/// The days of a part before its newest, as far as they are needed.
fn past(
    text: &str,
    days: &mut [(Date, &Item<'_>)],
    capture: &Capture<'_>,
    needs: Needs,
) -> Result<Vec<PastDay>, Fault> {
    days.sort_by_key(|(day, _)| *day);
    let dates: Vec<Date> = days.iter().map(|(day, _)| *day).collect();
    let Some(last) = dates.last() else { return Ok(Vec::new()) };
    let needed = days[needs.choose(&dates, *last)].iter();
    let partial = capture.partial_scores.is_some();
    needed.map(|(day, score)| score.to_past(text, *day, capture.captured, partial)).collect()
}

/// Chooses the newest snapshot, its catalogue, and the days before it.
pub(super) fn assemble(
    mut parts: Vec<Part>,
    inputs: Vec<Input>,
    mut history: History,
    needs: Needs,
) -> Result<Evidence, Fault> {
    let named = one_tenant(&parts)?;
    let (own, mut snapshot) = newest(&parts)?;
    let mut gaps = Vec::new();
    let used = with_catalogue(&parts, &own, snapshot.date(), &mut gaps);
    let pages: Vec<&Page> = used.iter().flat_map(|part| &part.pages).collect();
    for part in &used {
        gaps.extend(part.gaps.iter().cloned());
        if let Some(partial) = &part.partial_scores {
            snapshot.partial |= part.date() == Some(snapshot.date());
            gaps.push(Gap::PartialSnapshot(partial.clone()));
        }
    }
    let mut catalogue = pages::catalogue(&pages, &snapshot, &mut gaps);
    for partial in used.iter().filter_map(|part| part.partial_catalogue.as_ref()) {
        catalogue.mark_incomplete();
        gaps.push(Gap::PartialCatalogue(partial.clone()));
    }
    // What was captured in the course of the day apart from the snapshot does not hold the states that were set later on it.
    let is_own =
        |part: &Part| part.newest.iter().any(|own| own.date() == snapshot.date() && own.captured == snapshot.captured);
    let is_early = |part: &Part| !is_own(part) && part.is_captured_until(snapshot.date());
    if used.iter().any(|part| part.has_catalogue_before(snapshot.date()) || is_early(part)) {
        if !gaps.iter().any(Gap::hides_states) {
            gaps.push(Gap::EarlyCatalogue(snapshot.date()));
        }
        catalogue.forget_states();
    }
    let day = snapshot.date();
    parts.iter_mut().enumerate().for_each(|(number, part)| part.pass_into(number, &mut history, day));
    let mut history = history.before(day, needs).map_err(|day| two_captures(Some(day)))?;
    history.iter_mut().for_each(|past| past.require_tenant(snapshot.tenant.as_ref(), &own));
    gaps.extend(unnamed(&history));
    Ok(Evidence { snapshot, catalogue, history, gaps, inputs, named })
}

/// The gap that days leave which may be of another tenant.
fn unnamed(history: &[PastDay]) -> Option<Gap> {
    let days: Vec<Date> = history.iter().filter(|past| past.unnamed).map(|past| past.date).collect();
    (!days.is_empty()).then_some(Gap::UnnamedDays(days))
}

/// The parts that the snapshot rests on: its own, pages that stand by themselves, and where neither has a catalogue, the newest
/// that has one.
fn with_catalogue<'p>(parts: &'p [Part], own: &[usize], day: Date, gaps: &mut Vec<Gap>) -> Vec<&'p Part> {
    let stands_alone = |part: &Part| part.recording.is_none() && part.newest.is_empty();
    let chosen = parts.iter().enumerate().filter(|(index, part)| own.contains(index) || stands_alone(part));
    let mut used: Vec<&Part> = chosen.map(|(_, part)| part).collect();
    if used.iter().all(|part| part.pages.is_empty()) {
        let others = parts.iter().filter(|part| !part.pages.is_empty());
        if let Some(other) = others.max_by_key(|part| part.day()) {
            if other.has_catalogue_before(day) {
                gaps.push(Gap::OldCatalogue { of: other.day(), day });
            }
            used.push(other);
        }
    }
    used
}

/// The only tenant that the parts name.
fn one_tenant(parts: &[Part]) -> Result<Option<TenantId>, Fault> {
    let mut tenants = Tenants::default();
    parts.iter().flat_map(|part| &part.tenants.0).for_each(|tenant| tenants.note(Some(tenant.clone())));
    let Tenants(mut tenants) = tenants;
    if tenants.len() < 2 {
        return Ok(tenants.pop());
    }
    let more = if tenants.len() == MOST_TENANTS { " or more" } else { "" };
    tenants.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    let message = format!("the data is of {}{more} tenants: {}", tenants.len(), sample(&tenants, MOST_TENANTS));
    let help = "evaluate one tenant in a run: name only its files with " + Reference::Sources;
    Err(Fault::new(EvidenceErrorKind::OtherTenant, message).advising(help))
}

/// The newest snapshot and the indexes of the parts that hold it. Of two captures of one day the later counts; the same one
/// twice, in a recording and beside it for example, is no contradiction.
fn newest(parts: &[Part]) -> Result<(Vec<usize>, Snapshot), Fault> {
    let last = parts.iter().filter_map(Part::date).max();
    let all = parts.iter().enumerate().flat_map(|(index, part)| part.newest.iter().map(move |s| (index, s)));
    let of_last: Vec<(usize, &Snapshot)> = all.filter(|(_, snapshot)| Some(snapshot.date()) == last).collect();
    let latest = of_last.iter().map(|(_, snapshot)| snapshot.captured).max().flatten();
    // What was captured earlier is out; of what bears no time it is unknown.
    let mut open = of_last.iter().filter(|(_, s)| s.captured.is_none() || s.captured == latest);
    let Some((first, snapshot)) = open.next() else {
        let help = "name a response of /security/secureScores with "
            + Reference::Sources
            + "; an empty one means that Microsoft has not published a score for the tenant yet";
        return Err(Fault::new(EvidenceErrorKind::NoSnapshot, "there is no snapshot in the data").advising(help));
    };
    let mut indexes = vec![*first];
    for (index, other) in open {
        if !snapshot.says_the_same(other) {
            return Err(two_captures(last));
        }
        indexes.push(*index);
    }
    Ok((indexes, (*snapshot).clone()))
}

fn two_captures(day: Option<Date>) -> Fault {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let message = format!("there are two different captures of {day}, and nothing shows which is the later");
    let help = "name only one of them with "
        + Reference::Sources
        + ", or use recordings, which contain the time of their capture";
    Fault::new(EvidenceErrorKind::Ambiguous, message).advising(help)
}
