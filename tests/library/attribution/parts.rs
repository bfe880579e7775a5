//! The parts of a change.

use proptest::prelude::*;
use scoregate::evaluate::attribution::{Claim, ControlIndex, Day, Entry, attribute};
use scoregate::evaluate::interval::Interval;
use scoregate::report::{Cause, Change};

use crate::attribution::pairs::{Pair, pair};

fn change(pair: &Pair) -> Change {
    attribute(&pair.a, &pair.b, &pair.dispositions)
}

/// What rounding can do to a sum of the parts, in percentage points: a step can leave a maximum that is small beside the points.
fn tolerance(change: &Change) -> f64 {
    1e-9 * change.parts.iter().map(|part| part.percentage_points.abs()).fold(1.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_sum_to_the_reported_change(pair in pair()) {
        let change = change(&pair);
        let share = |day: &Day| if day.max > 0.0 { 100.0 * day.current / day.max } else { 0.0 };
        let reported = share(&pair.b) - share(&pair.a);
        let sum: f64 = change.parts.iter().map(|part| part.percentage_points).sum();
        prop_assert!((sum - reported).abs() <= tolerance(&change), "{} and {}", sum, reported);
        prop_assert!((change.total - reported).abs() <= 1e-9);
        prop_assert!(change.parts.iter().map(|part| part.cause).eq(Cause::ALL), "each once, in order");
    }

    /// But for what is no more than rounding and stands in no line.
    #[test]
    fn the_shares_of_the_controls_sum_to_their_part(pair in pair()) {
        let change = change(&pair);
        for part in change.parts.iter().filter(|part| part.cause != Cause::Unexplained) {
            let sum: f64 = part.controls.iter().map(|one| one.percentage_points).sum();
            prop_assert!((sum - part.percentage_points).abs() <= 1e-6 + tolerance(&change), "{:?}", part);
        }
    }

    #[test]
    fn a_day_against_itself_gives_nothing(pair in pair()) {
        let same = Pair { b: pair.a.clone(), ..pair };
        let change = change(&same);
        prop_assert_eq!(change.total, 0.0);
        for part in &change.parts {
            prop_assert!(part.percentage_points.abs() <= 1e-9 && part.controls.is_empty(), "{:?}", part);
        }
    }

    /// Microsoft adds a control of which the tenant has the same share as of all others.
    #[test]
    fn an_average_control_that_is_added_changes_nothing(pair in pair(), max in 1_u32..10) {
        prop_assume!(pair.b.max > 0.0 && pair.is_sound());
        let mut with = pair.clone();
        let max = f64::from(max);
        // The sum of the controls, since the reported score may differ from it.
        let points: f64 = pair.b.entries.iter().map(|entry| entry.score).sum();
        let score = max * points / pair.b.max;
        let fraction = Some(Interval::exact(score / max));
        let weight = Some(Interval::exact(max));
        with.b.entries.push(Entry { control: 99, score, max: weight, fraction, claim: Claim::No, certain_claim: Claim::No, assumed: false, inconsistent: false });
        with.b.current += score;
        with.b.max += max;
        let (before, after) = (change(&pair), change(&with));
        for (one, other) in before.parts.iter().zip(&after.parts).filter(|(part, _)| part.cause != Cause::Unexplained) {
            let limit = tolerance(&before).max(tolerance(&after));
            prop_assert!((one.percentage_points - other.percentage_points).abs() <= limit, "{:?}\n{:?}", one, other);
        }
    }

    /// The posture is about what both days score: nothing that Microsoft adds, retires or the tenant loses sight of moves it.
    #[test]
    fn what_one_day_alone_scores_is_no_posture(pair in pair()) {
        let (all, common) = (change(&pair), change(&pair.common()));
        for cause in [Cause::Observed, Cause::Claimed] {
            prop_assert!((all.percentage_points(cause) - common.percentage_points(cause)).abs() <= 1e-9 * all.percentage_points(cause).abs().max(1.0));
        }
    }

    /// Each control that is gone is in one of the two parts for it, and each new one is added.
    #[test]
    fn what_came_and_went_is_listed_once(pair in pair()) {
        let change = change(&pair);
        let listed = |cause: Cause| change.part(cause).map(|part| part.controls.len()).unwrap_or_default();
        let gone = pair.a.entries.iter().filter(|entry| pair.b.entry(entry.control).is_none()).count();
        let new = pair.b.entries.iter().filter(|entry| pair.a.entry(entry.control).is_none()).count();
        prop_assert_eq!(listed(Cause::Descoped) + listed(Cause::Retired), gone);
        prop_assert_eq!(listed(Cause::Added), new);
        for one in change.parts.iter().flat_map(|part| &part.controls) {
            let known = |day: &Day| day.entries.iter().any(|entry| pair.dispositions.id(entry.control) == one.id);
            let is_rest = one.from.is_none() && one.to.is_none();
            prop_assert!(is_rest || known(&pair.a) || known(&pair.b), "{:?}", one);
        }
    }
}
