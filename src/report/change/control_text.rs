//! The points of one control before and after, as text: `10 → 4 of 10`.

use super::{Cause, Change, ControlChange, ControlPoints};
use crate::text::points;

/// The points of a control before and after, and whether they changed between measured and claimed: without that, a control
/// that was claimed would seem to have lost points while they rose.
pub(super) fn of(change: &Change, cause: Cause, one: &ControlChange) -> String {
    let counterpart = || change.part(Cause::Claimed)?.controls.iter().find(|other| other.id == one.id);
    let turned = match cause {
        Cause::Observed => {
            counterpart().map_or("", |other| match (one.percentage_points < 0.0, other.percentage_points < 0.0) {
                (true, false) => ", claimed now",
                (false, true) => ", no longer claimed",
                (true, true) | (false, false) => "",
            })
        }
        Cause::Claimed | Cause::Descoped | Cause::Retired | Cause::Reweighted | Cause::Added | Cause::Unexplained => "",
    };
    format!("{}{turned}", points_text(one))
}

/// The points of a control before and after: `10 → 4 of 10`. Empty where no single control is meant.
fn points_text(one: &ControlChange) -> String {
    let text = |worth: ControlPoints| format!("{} of {}", points(worth.score, worth.max), max(worth.max));
    match (one.from, one.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("{} → not scored", text(from)),
        (None, Some(to)) => format!("not scored → {}", text(to)),
        (Some(from), Some(to)) if from.max == to.max => {
            format!(
                "{} → {} of {}",
                points(from.score, Some(to.score)),
                points(to.score, Some(from.score)),
                max(to.max)
            )
        }
        (Some(from), Some(to)) => format!(
            "{} of {} → {} of {}",
            points(from.score, None),
            between(from, to),
            points(to.score, None),
            between(to, from)
        ),
    }
}

/// The maximum of the first, with as many digits as distinguish it from the other.
fn between(worth: ControlPoints, other: ControlPoints) -> String {
    worth.max.map_or_else(|| max(None), |max| points(max, other.max))
}

fn max(max: Option<f64>) -> String {
    max.map_or_else(|| "?".to_owned(), |max| points(max, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_days_of_a_control_are_shown() {
        let at = |score, max| Some(ControlPoints { score, max });
        let one = |from, to| {
            points_text(&ControlChange {
                id: "A".to_owned(),
                title: None,
                percentage_points: 1.0,
                from,
                to,
                assumed: false,
            })
        };
        assert_eq!(one(at(10.0, Some(10.0)), at(4.0, Some(10.0))), "10 → 4 of 10");
        assert_eq!(one(at(5.0, Some(10.0)), at(8.0, Some(16.0))), "5 of 10 → 8 of 16");
        assert_eq!(one(at(5.0, Some(10.0)), at(5.0, Some(10.001))), "5 of 10 → 5 of 10.001");
        assert_eq!(one(at(5.0, None), at(4.999, None)), "5 → 4.999 of ?");
        assert_eq!(one(at(5.0, Some(8.0)), None), "5 of 8 → not scored");
        assert_eq!(one(None, at(0.0, None)), "not scored → 0 of ?");
        assert_eq!(one(None, None), "");
    }
}
