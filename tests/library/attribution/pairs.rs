//! Arbitrary pairs of days.

use proptest::prelude::*;
use scoregate::evaluate::attribution::{Claim, ControlIndex, Day, Disposition, Entry};
use scoregate::evaluate::interval::Interval;

/// How many controls there can be.
const CONTROLS: usize = 12;

/// Two days, and what became of the controls that the later one does not score.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) a: Day,
    pub(crate) b: Day,
    pub(crate) dispositions: Dispositions,
}

#[derive(Debug, Clone)]
pub(crate) struct Dispositions(Vec<Disposition>);

impl ControlIndex for Dispositions {
    fn id(&self, control: usize) -> String {
        format!("C{control:02}")
    }

    fn title(&self, _: usize) -> Option<String> {
        None
    }

    fn disposition(&self, control: usize) -> Disposition {
        self.0[control % self.0.len()]
    }
}

/// A control on one day: whether it is scored, its maximum, its points in tenths of it, whether the maximum is known, and the claim.
type Control = (bool, u32, u32, bool, Claim);

fn control() -> impl Strategy<Value = Control> {
    let claim = prop::sample::select(vec![Claim::No, Claim::No, Claim::Yes, Claim::Maybe]);
    let max = prop_oneof![1 => Just(0_u32), 8 => 1_u32..=10, 1 => 100_u32..=1000];
    (prop::bool::weighted(0.8), max, 0_u32..=10, prop::bool::weighted(0.85), claim)
}

fn entry(index: usize, (is_scored, max, tenths, is_known, claim): &Control) -> Option<Entry> {
    let real = f64::from(*max);
    let score = real * f64::from(*tenths) / 10.0;
    let max = is_known.then_some(real);
    let fraction = match max {
        _ if score == 0.0 => Some(0.0),
        Some(max) => Some(score / max),
        None => None,
    };
    let (max, fraction) = (max.map(Interval::exact), fraction.map(Interval::exact));
    is_scored.then_some(Entry {
        control: index,
        score,
        max,
        fraction,
        claim: *claim,
        certain_claim: *claim,
        assumed: false,
        inconsistent: false,
    })
}

/// A day. `off` is by how much the reported score differs from the sum, in tenths of a point, and `rest` the maximum that no known one
/// accounts for.
fn day(date: &str, controls: &[Control], off: i32, rest: u32) -> Day {
    let entries: Vec<Entry> =
        controls.iter().enumerate().filter_map(|(index, control)| entry(index, control)).collect();
    let unknown = |entry: &&Entry| entry.max.is_none();
    let hidden: f64 = entries.iter().filter(unknown).map(|entry| entry.score).sum();
    let max: f64 =
        entries.iter().filter_map(|entry| entry.max).map(|max| max.least).sum::<f64>() + hidden + f64::from(rest);
    let current: f64 = entries.iter().map(|entry| entry.score).sum::<f64>() + f64::from(off) / 10.0;
    Day { date: date.parse().unwrap(), current: current.clamp(0.0, max), max, entries }
}

fn dispositions() -> impl Strategy<Value = Dispositions> {
    let disposition =
        prop::sample::select(vec![Disposition::Descoped, Disposition::Undetermined, Disposition::Retired]);
    prop::collection::vec(disposition, CONTROLS).prop_map(Dispositions)
}

/// Any pair: controls come and go, maxima change or are not known, claims are set and withdrawn, sums are off.
pub(crate) fn pair() -> impl Strategy<Value = Pair> {
    let controls = || prop::collection::vec(control(), 0..CONTROLS);
    (controls(), controls(), -4_i32..=4, -4_i32..=4, 0_u32..20, 0_u32..20, dispositions()).prop_map(
        |(a, b, off_a, off_b, rest_a, rest_b, dispositions)| Pair {
            a: day("2026-11-01", &a, off_a, rest_a),
            b: day("2026-11-23", &b, off_b, rest_b),
            dispositions,
        },
    )
}

impl Pair {
    /// The same two days without the controls that only one of them scores; what the days report stays.
    pub(crate) fn common(&self) -> Self {
        let both = |one: &Day, other: &Day| {
            let entries = one.entries.iter().filter(|entry| other.entry(entry.control).is_some()).copied().collect();
            Day { entries, ..one.clone() }
        };
        Self { a: both(&self.a, &self.b), b: both(&self.b, &self.a), dispositions: self.dispositions.clone() }
    }

    /// Whether no points are above a maximum that only the other day knows. The program marks such a control as odd; here it is odd by
    /// chance, and what is said of sound figures does not hold for it.
    pub(crate) fn is_sound(&self) -> bool {
        let fits = |one: &Entry, other: &Day| {
            let assumed = other.entry(one.control).and_then(|other| other.max);
            one.max.or(assumed).is_none_or(|max| one.score <= max.least)
        };
        self.a.entries.iter().all(|entry| fits(entry, &self.b))
            && self.b.entries.iter().all(|entry| fits(entry, &self.a))
            && self.fits_the_earlier_maximum()
    }

    /// Whether the maxima of the later day, assumed for the earlier one where its own are not known, are no more than it has left.
    fn fits_the_earlier_maximum(&self) -> bool {
        let max = |entry: &Entry| {
            let later = self.b.entry(entry.control);
            // Where neither day knows it, points stand for a fraction of it.
            let points = later.map_or(entry.score, |later| later.score.max(entry.score));
            entry.max.or_else(|| later?.max).map_or(points, |max| max.least)
        };
        self.a.entries.iter().map(max).sum::<f64>() <= self.a.max + 1e-9
    }

    /// Forgets the states of some controls, on the days that the bits say.
    pub(crate) fn forget(&self, which_a: u32, which_b: u32) -> Self {
        let forgotten = |day: &Day, which: u32| {
            let mut day = day.clone();
            for entry in day.entries.iter_mut().filter(|entry| which >> (entry.control % 32) & 1 == 1) {
                entry.claim = Claim::Maybe;
                entry.certain_claim = Claim::Maybe;
            }
            day
        };
        Self { a: forgotten(&self.a, which_a), b: forgotten(&self.b, which_b), dispositions: self.dispositions.clone() }
    }
}
