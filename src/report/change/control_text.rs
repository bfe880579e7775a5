//! The points of one control before and after, as text: `10 → 4 of 10`.

use super::{Cause, Change, ControlChange, ControlPoints};
use crate::text::points;

/// The points of a control before and after. Of a control that turned from measured to claimed or back only the points of the
/// cause are shown: otherwise a control that was claimed would seem to have lost points while they rose.
pub(super) fn of(change: &Change, cause: Cause, one: &ControlChange) -> String {
    let claims = if change.unknown_states > 0 { "claimed or of unknown state" } else { "claimed" };
    match (cause, turn(change, cause, one), one.from, one.to) {
        (Cause::Observed, Some(Turn::ToClaim), Some(from), Some(to)) => {
            let measured = points_text(one.from, Some(ControlPoints { score: 0.0, ..to }));
            format!("measured {measured}, now {} {claims}", points(to.score, Some(from.score)))
        }
        (Cause::Observed, Some(Turn::FromClaim), Some(from), Some(to)) => {
            let measured = points_text(Some(ControlPoints { score: 0.0, ..from }), one.to);
            format!("measured {measured}, before {} {claims}", points(from.score, Some(to.score)))
        }
        (Cause::Claimed, Some(Turn::ToClaim), Some(from), _) => {
            format!("{claims} {}", points_text(Some(ControlPoints { score: 0.0, ..from }), one.to))
        }
        (Cause::Claimed, Some(Turn::FromClaim), _, Some(to)) => {
            format!("{claims} {}", points_text(one.from, Some(ControlPoints { score: 0.0, ..to })))
        }
        (_, _, from, to) => points_text(from, to),
    }
}

/// The change of a control between measured and claimed.
#[derive(Debug, Clone, Copy)]
enum Turn {
    ToClaim,
    FromClaim,
}

/// The change of a control between measured and claimed: its measured and its claimed points moved in opposite directions.
fn turn(change: &Change, cause: Cause, one: &ControlChange) -> Option<Turn> {
    let moved = |cause: Cause| {
        let other = change.part(cause)?.controls.iter().find(|other| other.id == one.id)?;
        Some(other.percentage_points < 0.0)
    };
    match cause {
        Cause::Observed | Cause::Claimed => match (moved(Cause::Observed)?, moved(Cause::Claimed)?) {
            (true, false) => Some(Turn::ToClaim),
            (false, true) => Some(Turn::FromClaim),
            (true, true) | (false, false) => None,
        },
        Cause::Descoped | Cause::Retired | Cause::Reweighted | Cause::Added | Cause::Unexplained => None,
    }
}

/// The points of a control before and after: `10 → 4 of 10`. Empty where no single control is meant.
fn points_text(from: Option<ControlPoints>, to: Option<ControlPoints>) -> String {
    let text = |worth: ControlPoints| format!("{} of {}", points(worth.score, worth.max), max(worth.max));
    match (from, to) {
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
        let one = points_text;
        assert_eq!(one(at(10.0, Some(10.0)), at(4.0, Some(10.0))), "10 → 4 of 10");
        assert_eq!(one(at(5.0, Some(10.0)), at(8.0, Some(16.0))), "5 of 10 → 8 of 16");
        assert_eq!(one(at(5.0, Some(10.0)), at(5.0, Some(10.001))), "5 of 10 → 5 of 10.001");
        assert_eq!(one(at(5.0, None), at(4.999, None)), "5 → 4.999 of ?");
        assert_eq!(one(at(5.0, Some(8.0)), None), "5 of 8 → not scored");
        assert_eq!(one(None, at(0.0, None)), "not scored → 0 of ?");
        assert_eq!(one(None, None), "");
    }
}
