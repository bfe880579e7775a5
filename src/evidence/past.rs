//! Days before the newest: what Graph still says of them.
//!
//! History is degraded: of older days only points and percentages can be trusted, so that nothing else is kept of them here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::{Catalogue, ControlScore, Disputed, Evidence, Snapshot};
use crate::tenant::TenantId;

/// The part of the past that a run needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Needs {
    /// The number of days before the newest snapshot; 0 for the newest snapshot alone.
    pub days: u32,
}

/// One day before the newest.
#[derive(Debug, Clone, PartialEq)]
pub struct PastDay {
    /// The day in UTC.
    pub date: Date,
    /// The tenant, where the snapshot of the day names one.
    pub tenant: Option<TenantId>,
    /// Whether nothing shows that the day is of the tenant of the newest snapshot. Then it has no figures.
    pub unnamed: bool,
    /// `currentScore`, in points.
    pub current: Option<f64>,
    /// `maxScore`, in points.
    pub max: Option<f64>,
    /// Whether Graph answered that a part is missing (206 Partial Content).
    pub partial: bool,
    /// Whether the response has `controlScores` at all, be it an empty list.
    pub lists_controls: bool,
    /// The scored controls, by id without letter case, each once.
    pub controls: Vec<PastControl>,
    /// The maxima of a catalogue that was captured on that day, in points by lower-case id; empty where there is none.
    pub maxima: BTreeMap<String, f64>,
    /// When the data was fetched, where a recording says so.
    pub(super) captured: Option<Timestamp>,
    /// The captures that hold the day, by their number.
    pub(super) parts: Vec<usize>,
}

/// One control on a day before the newest.
#[derive(Debug, Clone, PartialEq)]
pub struct PastControl {
    /// The id, as Graph wrote it.
    pub id: String,
    /// `score`, in points.
    pub score: Option<f64>,
    /// `scoreInPercentage`, 0 to 100.
    pub percentage: Option<f64>,
    /// The span of its scores, where the response holds the control twice with different values.
    pub disputed: Option<Disputed>,
}

/// The past as it is gathered from several files.
#[derive(Debug, Default)]
pub(super) struct History {
    days: BTreeMap<Date, PastDay>,
    /// Days of which two different captures are here, and nothing says which is the later.
    unclear: BTreeSet<Date>,
}

impl Needs {
    /// The number of days before the needed ones that are kept too, so that a day without data does not cut a window short.
    pub(super) const SPARE: usize = 7;

    /// The number of snapshots to request, the newest first.
    pub(crate) fn entries(self) -> u32 {
        let spare = if self.days == 0 { 0 } else { u32::try_from(Self::SPARE).unwrap_or_default() };
        self.days.saturating_add(1 + spare)
    }

    /// The first day of what is needed before a newest day.
    pub(super) fn first(self, newest: Date) -> Date {
        newest.saturating_sub(Span::new().try_days(self.days).unwrap_or_else(|_| Span::new().days(3_000_000)))
    }

    /// The range of the given days, in ascending order, that is needed before the newest: those of the window, and a few
    /// before it.
    pub(super) fn choose(self, days: &[Date], newest: Date) -> std::ops::Range<usize> {
        let end = days.partition_point(|day| *day < newest);
        if self.days == 0 {
            return end..end;
        }
        let first = self.first(newest);
        days.partition_point(|day| *day < first).saturating_sub(Self::SPARE)..end
    }
}

impl Evidence {
    /// The same evidence with no more history than `needs`, as a run reads it that needs no more.
    #[must_use]
    pub fn within(&self, needs: Needs) -> Self {
        let dates: Vec<Date> = self.history.iter().map(|day| day.date).collect();
        let chosen = needs.choose(&dates, self.snapshot.date());
        Self { history: self.history[chosen].to_vec(), ..self.clone() }
    }
}

impl PastDay {
    /// The parts to keep of a day that was read in full.
    pub(super) fn of(snapshot: Snapshot, catalogue: &Catalogue, partial: bool) -> Self {
        let known = catalogue.profiles.iter().filter(|(_, profile)| !profile.disputed);
        Self {
            date: snapshot.date(),
            tenant: snapshot.tenant,
            unnamed: false,
            current: snapshot.current,
            max: snapshot.max,
            partial: partial || snapshot.partial,
            lists_controls: snapshot.lists_controls,
            controls: snapshot.controls.into_iter().map(PastControl::of).collect(),
            maxima: known.filter_map(|(id, profile)| Some((id.clone(), profile.max?))).collect(),
            captured: snapshot.captured,
            parts: Vec::new(),
        }
    }

    /// Takes the figures away, where nothing shows that the day is of the tenant of the newest snapshot: the two name one, or one
    /// capture holds both.
    pub(super) fn require_tenant(&mut self, newest: Option<&TenantId>, parts: &[usize]) {
        let is_named = self.tenant.is_some() && newest.is_some();
        if is_named || self.parts.iter().any(|part| parts.contains(part)) {
            return;
        }
        self.unnamed = true;
        (self.current, self.max) = (None, None);
        self.controls.clear();
        self.maxima.clear();
    }

    fn says_the_same(&self, other: &Self) -> bool {
        (self.current, self.max, self.partial) == (other.current, other.max, other.partial)
            && self.controls == other.controls
    }
}

impl PastControl {
    fn of(control: ControlScore) -> Self {
        let ControlScore { id, score, percentage, disputed, .. } = control;
        Self { id, score, percentage, disputed }
    }
}

impl History {
    /// The number of control scores of the days.
    pub(super) fn scores(&self) -> usize {
        self.days.values().map(|day| day.controls.len()).sum()
    }

    /// Adds a day. Of two captures of one day the later counts; the catalogue of the day itself stays with it.
    pub(super) fn add(&mut self, mut day: PastDay) {
        let date = day.date;
        let Some(known) = self.days.get_mut(&date) else {
            self.days.insert(date, day);
            return;
        };
        let is_later = match (day.captured, known.captured) {
            (Some(new), Some(old)) if new != old => new > old,
            _ => {
                if !known.says_the_same(&day) {
                    self.unclear.insert(date);
                }
                false
            }
        };
        if is_later {
            // What was unclear among earlier captures no longer matters.
            self.unclear.remove(&date);
            std::mem::swap(known, &mut day);
        }
        // What says the same is as good: it shows whose the day is.
        if known.says_the_same(&day) {
            known.tenant = known.tenant.take().or(day.tenant);
            known.parts.append(&mut day.parts);
        }
        // The catalogue of the day itself stays with it, whichever capture of its points counts.
        if known.maxima.is_empty() {
            known.maxima = day.maxima;
        }
    }

    /// The days that are needed before the newest, the oldest first; a day of unknown content is an error.
    pub(super) fn before(self, newest: Date, needs: Needs) -> Result<Vec<PastDay>, Date> {
        let dates: Vec<Date> = self.days.keys().copied().collect();
        let needed = needs.choose(&dates, newest);
        match dates[needed.clone()].iter().find(|date| self.unclear.contains(date)) {
            Some(unclear) => Err(*unclear),
            None => Ok(self.days.into_values().take(needed.end).skip(needed.start).collect()),
        }
    }
}
