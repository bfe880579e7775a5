//! The bounds of the drop of the posture.

use proptest::prelude::*;
use scoregate::evaluate::attribution::{PostureDrop, attribute};
use scoregate::report::Cause;

use crate::attribution::pairs::{Pair, pair};

fn drop(pair: &Pair) -> PostureDrop {
    PostureDrop::between(&pair.a, &pair.b, &pair.dispositions)
}

/// What rounding can do, in percentage points.
fn tolerance(drop: &PostureDrop) -> f64 {
    1e-9 * drop.most.abs().max(drop.least.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// What the attribution calls observed is within what can be; where all is known, it is that.
    #[test]
    fn the_bounds_hold_what_was_observed(pair in pair()) {
        prop_assume!(pair.a.max > 0.0 && pair.is_sound());
        let drop = drop(&pair);
        let observed = -attribute(&pair.a, &pair.b, &pair.dispositions).percentage_points(Cause::Observed);
        let limit = tolerance(&drop);
        prop_assert!(drop.least <= observed + limit && observed <= drop.most + limit, "{:?} and {}", drop, observed);
        if drop.unclear == 0 && drop.unweighted == 0 {
            prop_assert!((drop.most - drop.least).abs() <= limit, "{:?}", drop);
        }
    }

    /// Whatever is forgotten, what was certain before is still possible: a rule may become unknown, and never the other way round.
    #[test]
    fn forgetting_states_only_widens_the_bounds(pair in pair(), which_a: u32, which_b: u32) {
        let (known, less) = (drop(&pair), drop(&pair.forget(which_a, which_b)));
        let limit = tolerance(&less);
        prop_assert!(less.least <= known.least + limit && known.most <= less.most + limit, "{:?}\n{:?}", known, less);
        prop_assert_eq!((less.descoped, less.lost), (known.descoped, known.lost), "states have nothing to do with it");
        prop_assert!(less.descoped_least <= known.descoped_least + limit, "{:?}\n{:?}", known, less);
        prop_assert!(less.unclear >= known.unclear);
    }

    /// Figures that do not add up can hide any share of a control.
    #[test]
    fn a_control_that_does_not_add_up_only_widens_the_bounds(pair in pair(), which: u32) {
        let mut less = pair.clone();
        for day in [&mut less.a, &mut less.b] {
            for entry in day.entries.iter_mut().filter(|entry| which >> (entry.control % 32) & 1 == 1) {
                entry.inconsistent = true;
            }
        }
        let (known, less) = (drop(&pair), drop(&less));
        let limit = tolerance(&known);
        prop_assert!(less.least <= known.least + limit && known.most <= less.most + limit, "{:?}\n{:?}", known, less);
        prop_assert!(less.descoped >= known.descoped - limit);
    }

    #[test]
    fn a_day_against_itself_did_not_fall_and_lost_nothing(pair in pair()) {
        let drop = drop(&Pair { b: pair.a.clone(), ..pair });
        prop_assert!(drop.least <= 1e-9 && drop.most >= -1e-9, "{:?}", drop);
        prop_assert_eq!((drop.descoped, drop.lost), (0.0, 0));
    }
}
