//! The attribution of a score change: the difference between two days as a sum of parts, and the drop of the posture alone.
//!
//! A score also drops when Microsoft adds, retires or re-weights controls. The causes are applied in a fixed order
//! ([`Cause::ALL`]); the contribution of each is the change of the percentage when its step is applied. So the contributions sum
//! to the reported change, also where data is missing.

mod pair;
mod posture_drop;
mod step;
mod weights;

use jiff::civil::Date;

use super::interval::Interval;
use crate::report::{Assumption, Cause, Change, Contribution, DayScore};

use pair::{Pair, pairs};
pub use posture_drop::PostureDrop;
use step::{Effect, Scale};
pub(in crate::evaluate) use weights::Weights;

/// One day as attribution needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The day in UTC.
    pub date: Date,
    /// `currentScore`, in points.
    pub current: f64,
    /// `maxScore`, in points.
    pub max: f64,
    /// The scored controls, in ascending order of [`Entry::control`], each once.
    pub entries: Vec<Entry>,
}

/// One scored control of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The number of the control in the control index that both days share.
    pub control: usize,
    /// Its points.
    pub score: f64,
    /// Its maximum, in points: an interval where it follows from a rounded percentage; none where it is unknown.
    pub max: Option<Interval>,
    /// Its points as a fraction of its maximum, 0 to 1; none where that is unknown.
    pub fraction: Option<Interval>,
    /// Whether its points are claimed ones. Where they may be either, a claim counts.
    pub claim: Claim,
    /// The same for the earlier of two days, where a claim counts for a pass: only a certain claim counts.
    pub certain_claim: Claim,
    /// Whether its maximum is taken from another day, so that it may differ on this day.
    pub assumed: bool,
    /// Whether its figures are inconsistent, so that its points are unknown.
    pub inconsistent: bool,
}

/// Whether points are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// They are observed.
    No,
    /// They are claimed.
    Yes,
    /// It is unknown.
    Maybe,
}

/// The disposition of a control that the later day no longer scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// The later catalogue still contains it (expired licence, disconnected connector or outage).
    Descoped,
    /// The later catalogue is incomplete, so the control may be retired. It counts as descoped.
    Undetermined,
    /// The later catalogue is complete and does not contain it, or marks it as deprecated.
    Retired,
}

/// The ids, titles and dispositions of controls by number.
pub trait ControlIndex {
    /// The id, as Graph wrote it.
    fn id(&self, control: usize) -> String;
    /// The title, where there is one.
    fn title(&self, control: usize) -> Option<String>;
    /// The disposition of a control that the later day no longer scores.
    fn disposition(&self, control: usize) -> Disposition;
}

impl Day {
    /// The fraction of the maximum that is obtained, 0 to 1.
    fn fraction(&self) -> f64 {
        if self.max > 0.0 { self.current / self.max } else { 0.0 }
    }

    /// The reported score.
    #[must_use]
    pub fn score(&self) -> DayScore {
        DayScore { date: self.date, current: self.current, max: self.max, percent: 100.0 * self.fraction() }
    }

    /// The entry of a control.
    #[must_use]
    pub fn entry(&self, control: usize) -> Option<&Entry> {
        let position = self.entries.binary_search_by_key(&control, |entry| entry.control).ok()?;
        self.entries.get(position)
    }
}

/// Attributes the change from an earlier day to a later one to its causes.
#[must_use]
pub fn attribute(a: &Day, b: &Day, index: &impl ControlIndex) -> Change {
    let pairs = pairs(a, b);
    let known = |max: fn(&Pair<'_>) -> Option<f64>, has: fn(&Pair<'_>) -> bool| -> f64 {
        pairs.iter().filter(|pair| has(pair)).filter_map(max).sum()
    };
    let rest_a = a.max - known(|pair| pair.max_a, |pair| pair.a.is_some());
    let rest_b = b.max - known(|pair| pair.max_b, |pair| pair.b.is_some());
    let mut scale = Scale::new(pairs.iter().map(Pair::value_a).sum(), a.max);
    let begun = scale.fraction();
    let mut parts = vec![
        scale.apply(Cause::Observed, measured(&pairs, |claim| claim == Claim::No), index),
        scale.apply(Cause::Claimed, measured(&pairs, |claim| claim != Claim::No), index),
        scale.apply(Cause::Descoped, gone(&pairs, index, false), index),
        scale.apply(Cause::Retired, gone(&pairs, index, true), index),
        scale.apply(Cause::Reweighted, reweighted(&pairs, rest_b - rest_a), index),
        scale.apply(Cause::Added, added(&pairs), index),
    ];
    // The reported scores may differ from the sums of their controls.
    let unexplained = 100.0 * ((b.fraction() - scale.fraction()) - (a.fraction() - begun));
    parts.push(Contribution { cause: Cause::Unexplained, percentage_points: unexplained, controls: Vec::new() });
    Change {
        from: a.score(),
        to: b.score(),
        total: 100.0 * (b.fraction() - a.fraction()),
        parts,
        unknown_states: unknown_states(&pairs),
        assumptions: assumptions(&pairs, index, a, b),
    }
}

/// The change of the points whose claim is of one kind, on the controls of both days and on the scale of the earlier one.
fn measured(pairs: &[Pair<'_>], counts: fn(Claim) -> bool) -> Vec<Effect> {
    let of = |entry: &Entry, value: f64| if counts(entry.claim) { value } else { 0.0 };
    let both = pairs.iter().filter_map(|pair| Some((pair, pair.a?, pair.b?)));
    let change = |(pair, a, b): (&Pair<'_>, &Entry, &Entry)| {
        // Points that cannot be measured on the later day count as unchanged.
        let later = if pair.lost_all_points() { of(a, pair.value_a()) } else { of(b, pair.carried()) };
        pair.effect(later - of(a, pair.value_a()), 0.0, pair.is_assumed())
    };
    both.map(change).collect()
}

fn gone(pairs: &[Pair<'_>], index: &impl ControlIndex, retired: bool) -> Vec<Effect> {
    let gone = pairs.iter().filter(|pair| pair.b.is_none());
    let dispositions = gone.map(|pair| (pair, index.disposition(pair.control)));
    let of_kind = dispositions.filter(|(_, disposition)| (*disposition == Disposition::Retired) == retired);
    let effect = |(pair, disposition): (&Pair<'_>, Disposition)| {
        let assumed = disposition == Disposition::Undetermined || pair.is_assumed();
        pair.effect(-pair.value_a(), -pair.max_a.unwrap_or(0.0), assumed)
    };
    of_kind.map(effect).collect()
}

/// The change of the maximum of the controls of both days, and of the controls of unknown maximum, which are treated as one
/// control.
fn reweighted(pairs: &[Pair<'_>], rest: f64) -> Vec<Effect> {
    let both = pairs.iter().filter(|pair| pair.a.is_some() && pair.b.is_some());
    let change = |pair: &Pair<'_>| {
        let max = pair.max_b.unwrap_or(0.0) - pair.max_a.unwrap_or(0.0);
        pair.effect(pair.value_b() - pair.carried(), max, false)
    };
    let rest = Effect { control: None, points: 0.0, max: rest, from: None, to: None, assumed: true };
    both.map(change).chain([rest]).collect()
}

fn added(pairs: &[Pair<'_>]) -> Vec<Effect> {
    let new = pairs.iter().filter(|pair| pair.a.is_none());
    new.map(|pair| pair.effect(pair.value_b(), pair.max_b.unwrap_or(0.0), pair.is_assumed())).collect()
}

/// The number of controls of both days whose points may or may not be claimed.
fn unknown_states(pairs: &[Pair<'_>]) -> usize {
    let maybe = |entry: &Entry| entry.claim == Claim::Maybe && entry.score != 0.0;
    let both = pairs.iter().filter_map(|pair| Some((pair.a?, pair.b?)));
    both.filter(|(a, b)| maybe(a) || maybe(b)).count()
}

/// The assumptions that the parts rest on.
fn assumptions(pairs: &[Pair<'_>], index: &impl ControlIndex, a: &Day, b: &Day) -> Vec<Assumption> {
    let both = || pairs.iter().filter(|pair| pair.a.is_some() && pair.b.is_some());
    let gone = pairs.iter().filter(|pair| pair.b.is_none());
    let one_day = both().filter(|pair| pair.is_assumed()).count();
    let unknown = both().filter(|pair| pair.max_a.is_none() && pair.max_b.is_none()).count();
    let undetermined = gone.filter(|pair| index.disposition(pair.control) == Disposition::Undetermined).count();
    let claimed = unknown_states(pairs);
    let assumptions = [
        (one_day, Assumption::MaximumOfOneDay(one_day)),
        (unknown, Assumption::MaximumUnknown(unknown)),
        (undetermined, Assumption::NotRetired(undetermined)),
        (claimed, Assumption::Claimed { controls: claimed, days: [a.date, b.date] }),
    ];
    assumptions.into_iter().filter(|(number, _)| *number > 0).map(|(_, assumption)| assumption).collect()
}
