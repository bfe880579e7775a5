//! Figures and short texts that the formats of a comparison share.

use crate::report::{CatalogueChange, Cause, DayScore, Profiled};
use crate::text::{counted_points, points};

/// The fewest digits after the point of a score: with two, rounded parts still appear to add up.
const DECIMALS: usize = 2;

/// The most digits after the point.
const MOST_DECIMALS: usize = 9;

/// The scores of both days in percent, with enough digits to show that they differ.
pub(super) fn levels(from: &DayScore, to: &DayScore) -> [String; 2] {
    let at = |decimals: usize| [from, to].map(|day| format!("{:.decimals$}%", day.percent));
    let is_distinct = |texts: &[String; 2]| texts[0] != texts[1] || from.percent == to.percent;
    (DECIMALS..=MOST_DECIMALS).map(at).find(is_distinct).unwrap_or_else(|| at(DECIMALS))
}

/// The points of one day: `109.64 of 161 points`.
pub(super) fn held(day: &DayScore) -> String {
    format!("{} of {}", points(day.current, Some(day.max)), counted_points(day.max))
}

/// The mark of a control of which a fact is assumed: the cause where it is no longer scored, else its maximum.
pub(super) const fn assumption(cause: Cause) -> &'static str {
    match cause {
        Cause::Descoped | Cause::Retired => "(cause assumed)",
        Cause::Observed | Cause::Claimed | Cause::Reweighted | Cause::Added | Cause::Unexplained => "(maximum assumed)",
    }
}

/// The change of a profile: `maximum 5 → 8, tier Core → Advanced`.
pub(super) fn profiled(change: &CatalogueChange) -> String {
    let value = |text: &Option<String>| text.clone().unwrap_or_else(|| "(none)".to_owned());
    match &change.profiled {
        Profiled::Came => "new".to_owned(),
        Profiled::Went => "removed".to_owned(),
        Profiled::Changed(differences) => {
            let texts = differences.iter().map(|difference| {
                format!("{} {} → {}", difference.property, value(&difference.from), value(&difference.to))
            });
            texts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scores_that_differ_never_look_alike() {
        let day = |percent| DayScore { date: jiff::civil::Date::MAX, current: 0.0, max: 1.0, percent };
        assert_eq!(levels(&day(65.3), &day(65.3001)), ["65.3000%", "65.3001%"]);
        assert_eq!(levels(&day(65.3), &day(65.3)), ["65.30%", "65.30%"]);
    }
}
