//! Figures and short texts that people see in more than one format.

use super::{CatalogueChange, Profiled};
use crate::report::{Cause, Change, DayScore, Move, Worth};
use crate::text::{counted_points, points};

/// How many digits behind the point a share has at least: with two, parts that are rounded still seem to add up.
const DECIMALS: usize = 2;

/// The most digits behind the point that are worth printing.
const MOST_DECIMALS: usize = 9;

/// A share of a change with its sign, in percentage points: `−0.43 pp`. What is not zero never looks like it.
pub(in crate::report) fn share(value: f64) -> String {
    let text = |decimals: usize| format!("{:.decimals$}", value.abs());
    let is_zero = |text: &String| text.chars().all(|c| matches!(c, '0' | '.'));
    let shown = (DECIMALS..=MOST_DECIMALS).map(text).find(|text| !is_zero(text));
    match shown {
        Some(figure) => format!("{}{figure} pp", if value < 0.0 { "−" } else { "+" }),
        None => format!("±{} pp", text(DECIMALS)),
    }
}

/// The scores of both days in percent, with as many digits as tell them apart.
pub(super) fn levels(from: &DayScore, to: &DayScore) -> [String; 2] {
    let at = |decimals: usize| [from, to].map(|day| format!("{:.decimals$} %", day.percent));
    let told_apart = |texts: &[String; 2]| texts[0] != texts[1] || from.percent == to.percent;
    (DECIMALS..=MOST_DECIMALS).map(at).find(told_apart).unwrap_or_else(|| at(DECIMALS))
}

/// The points of one day: `109.64 of 161 points`.
pub(super) fn held(day: &DayScore) -> String {
    format!("{} of {}", points(day.current, Some(day.max)), counted_points(day.max))
}

/// What a control was worth before and after, and where its points went from measured to claimed or back: without that, a control
/// that was claimed would seem to have lost points while they rose.
pub(in crate::report) fn story(change: &Change, cause: Cause, one: &Move) -> String {
    let counterpart = || change.part(Cause::Claimed)?.moves.iter().find(|other| other.id == one.id);
    let turned = match cause {
        Cause::Observed => counterpart().map_or("", |other| match (one.share < 0.0, other.share < 0.0) {
            (true, false) => ", claimed now",
            (false, true) => ", no longer claimed",
            (true, true) | (false, false) => "",
        }),
        Cause::Claimed | Cause::Descoped | Cause::Retired | Cause::Reweighted | Cause::Added | Cause::Unexplained => "",
    };
    format!("{}{turned}", worth(one))
}

/// What a control was worth before and after: `10 → 4 of 10`. Empty where no single control is meant.
fn worth(one: &Move) -> String {
    let text = |worth: Worth| format!("{} of {}", points(worth.score, worth.max), max(worth.max));
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

/// The maximum of the first, with as many digits as tell it from the other.
fn between(worth: Worth, other: Worth) -> String {
    worth.max.map_or_else(|| max(None), |max| points(max, other.max))
}

fn max(max: Option<f64>) -> String {
    max.map_or_else(|| "?".to_owned(), |max| points(max, None))
}

/// What happened to a profile: `maximum 5 → 8, tier Core → Advanced`.
pub(super) fn profiled(change: &CatalogueChange) -> String {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "(none)".to_owned());
    match &change.profiled {
        Profiled::Came => "new".to_owned(),
        Profiled::Went => "gone".to_owned(),
        Profiled::Changed(differences) => {
            let texts = differences.iter().map(|difference| {
                format!("{} {} → {}", difference.property, said(&difference.from), said(&difference.to))
            });
            texts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_not_zero_never_looks_like_it() {
        assert_eq!(
            [0.0, -0.0, 0.004, -0.000_03, -1.25, 2.0, 1e-12].map(share),
            ["±0.00 pp", "±0.00 pp", "+0.004 pp", "−0.00003 pp", "−1.25 pp", "+2.00 pp", "±0.00 pp"]
        );
    }

    #[test]
    fn two_scores_that_differ_never_look_alike() {
        let day = |percent| DayScore { date: jiff::civil::Date::MAX, current: 0.0, max: 1.0, percent };
        assert_eq!(levels(&day(65.3), &day(65.3001)), ["65.3000 %", "65.3001 %"]);
        assert_eq!(levels(&day(65.3), &day(65.3)), ["65.30 %", "65.30 %"]);
    }

    #[test]
    fn what_a_control_was_worth_is_told_for_both_days() {
        let at = |score, max| Some(Worth { score, max });
        let one = |from, to| worth(&Move { id: "A".to_owned(), title: None, share: 1.0, from, to, assumed: false });
        assert_eq!(one(at(10.0, Some(10.0)), at(4.0, Some(10.0))), "10 → 4 of 10");
        assert_eq!(one(at(5.0, Some(10.0)), at(8.0, Some(16.0))), "5 of 10 → 8 of 16");
        assert_eq!(one(at(5.0, Some(10.0)), at(5.0, Some(10.001))), "5 of 10 → 5 of 10.001");
        assert_eq!(one(at(5.0, None), at(4.999, None)), "5 → 4.999 of ?");
        assert_eq!(one(at(5.0, Some(8.0)), None), "5 of 8 → not scored");
        assert_eq!(one(None, at(0.0, None)), "not scored → 0 of ?");
        assert_eq!(one(None, None), "");
    }
}
