//! Sources whose times overlap: what cannot be told apart, and by what rows are compared.

use std::collections::BTreeMap;

use super::ledger::Source;
use super::row::Use;
use super::scu::quoted;

/// The uses in the first and in the last minute of a source, and how often each occurs.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The first and the last minute since 1970.
    minutes: Option<(i64, i64)>,
    first: BTreeMap<Use, u64>,
    last: BTreeMap<Use, u64>,
}

impl Ends {
    pub(super) fn of(uses: &[Use]) -> Self {
        let minute = |used: &Use| used.at.as_second().div_euclid(60);
        let minutes = || uses.iter().map(minute);
        let Some((first, last)) = minutes().min().zip(minutes().max()) else { return Self::default() };
        let of = |end: i64| {
            let mut found = BTreeMap::new();
            uses.iter()
                .filter(|used| minute(used) == end)
                .for_each(|used| *found.entry(used.clone()).or_default() += 1);
            found
        };
        Self { minutes: Some((first, last)), first: of(first), last: of(last) }
    }
}

/// The uses that can be twice as many: a source ends in the minute in which another begins, and both have them. They are the same
/// uses where the exports overlap, and different ones where one export was cut there.
pub(super) fn doubtful(all: &[Ends]) -> BTreeMap<Use, u64> {
    let mut doubtful: BTreeMap<Use, u64> = BTreeMap::new();
    for (index, early) in all.iter().enumerate() {
        for (other, late) in all.iter().enumerate().filter(|(other, _)| *other != index) {
            let Some(((from, cut), (begin, to))) = early.minutes.zip(late.minutes) else { continue };
            // Two sources within the same minute are one pair.
            if cut != begin || (from == to && index > other) {
                continue;
            }
            for (used, number) in &early.last {
                let both = late.first.get(used).map_or(0, |others| *number.min(others));
                if both > 0 {
                    let known = doubtful.entry(used.clone()).or_default();
                    *known = known.saturating_add(both);
                }
            }
        }
    }
    doubtful
}

/// What is compared, where sources that overlap do not have the same columns.
pub(super) fn notes(sources: &[Source]) -> Vec<String> {
    let mut notes = Vec::new();
    for (index, one) in sources.iter().enumerate() {
        for other in sources.iter().take(index) {
            let Some(((from, to), (first, last))) = one.days.zip(other.days) else { continue };
            let alone: Vec<String> =
                one.headers.symmetric_difference(&other.headers).map(|name| quoted(name)).collect();
            if !alone.is_empty() && from <= last && first <= to {
                notes.push(format!(
                    "{} and {} overlap, and only one of them has {}: a row of both counts once only if it is equal in every other \
                     column and has nothing there",
                    crate::text::line(&other.name),
                    crate::text::line(&one.name),
                    crate::text::list(&alone, "and")
                ));
            }
        }
    }
    notes
}
