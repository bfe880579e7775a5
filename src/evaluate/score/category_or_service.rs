//! The score of a category (the snapshot's) or of a service (the catalogue's).

use super::{Limit, decided, figures, observed};
use crate::evaluate::grace::Grace;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::part_sum::PartSum;
use crate::evaluate::posture::Posture;
use crate::evaluate::threshold::both_ways;
use crate::policy::{ScoreExpectation, Threshold, Where};
use crate::report::{HistoryShortage, Inconsistency, MissingProperty, Reason, StateGap};
use crate::text::{line, percent, points};

pub(super) fn judge(expectation: &ScoreExpectation, limit: &Limit, posture: &Posture<'_>, grace: &Grace) -> Judgement {
    let one = |name: &Option<String>| name.as_ref().map(|name| vec![name.clone()]);
    let properties =
        Where { category: one(&expectation.category), service: one(&expectation.service), ..Where::default() };
    let name = expectation.category.as_ref().map(|name| format!("category {name}"));
    let name = name.or_else(|| expectation.service.as_ref().map(|name| format!("service {name}"))).unwrap_or_default();
    let mut selection = posture.without(posture.select_where(&properties), expectation.except.as_ref());
    if selection.chosen.is_empty() && selection.uncertain.is_empty() {
        let known = posture.values_like(&properties).iter().map(|value| line(value)).collect();
        return Judgement::unknown(Reason::SelectorUnmatched { patterns: vec![line(&name)], known: Some(known) });
    }
    // New controls are excluded; those that may be new are uncertain.
    selection.uncertain.extend(selection.chosen.iter().filter(|position| grace.doubtful.contains_key(position)));
    selection.chosen.retain(|position| !grace.new.contains_key(position) && !grace.doubtful.contains_key(position));
    selection.uncertain.retain(|position| !grace.new.contains_key(position));
    let parts = (selection.chosen.as_slice(), selection.uncertain.as_slice());
    let sum = match PartSum::of(posture, parts, expectation.points, limit.threshold) {
        Ok(sum) => sum,
        Err(reason) => return Judgement::unknown(reason),
    };
    let decision = match limit.threshold {
        Threshold::Percent(share) => sum.is_percentage_at_least(share),
        Threshold::Points(least) => sum.is_points_at_least(least),
    };
    let (score, max) = sum.certain();
    // Controls that are only doubtfully of the service give no figure that could be shown as its score.
    let figures = if sum.is_certain() {
        figures(score, Some(max), limit.threshold)
    } else {
        spread(&sum, score, max, limit.threshold)
    };
    let share = (max > 0.0).then(|| 100.0 * score / max);
    let message = format!("The {name}: {figures}; {}.", limit.words(share));
    let why = || doubts(posture, &sum, (&selection.uncertain, grace), &name);
    let observed = sum.ends().and_then(|(least, most)| observed(limit.threshold, least, most));
    Judgement { measured: vec![sum.worst()], observed, ..decided(decision, message, why) }
}

/// The missing data, for a part whose sum cannot be compared.
fn doubts(posture: &Posture<'_>, sum: &PartSum, (uncertain, grace): (&[usize], &Grace), name: &str) -> Reason {
    let mut doubts = Vec::new();
    if sum.remainder() > 0.0 {
        doubts.push(Reason::MaximumUnassigned {
            points: sum.remainder(),
            part: Some(line(&format!("the {name}"))),
            may_be_scored: posture.unknown_maxima > 0,
        });
    }
    let inconsistency = sum.inconsistent();
    if !inconsistency.is_empty() {
        doubts.push(Reason::FiguresInconsistent(Inconsistency::Controls(inconsistency.to_vec())));
    }
    let (new, uncertain): (Vec<usize>, Vec<usize>) =
        uncertain.iter().partition(|position| grace.doubtful.contains_key(position));
    if !new.is_empty() {
        let controls = ids(posture, &new);
        doubts.push(Reason::HistoryTooShort(HistoryShortage::NewControls { controls }));
    }
    if !uncertain.is_empty() {
        let (controls, part) = (ids(posture, &uncertain), line(&format!("the {name}")));
        doubts.push(Reason::PropertyMissing(MissingProperty::OfControls { controls, part }));
    }
    let states = StateGap::Controls { points: None, inconsistent: false };
    Reason::several(doubts).unwrap_or(Reason::StateUnknown(states))
}

fn ids(posture: &Posture<'_>, positions: &[usize]) -> Vec<String> {
    positions.iter().map(|position| posture.assessments[*position].control.id.clone()).collect()
}

/// The figures of a part whose maximum or points are not certain.
fn spread(sum: &PartSum, score: f64, max: f64, threshold: Threshold) -> String {
    let widest = sum.widest();
    let share = |max: f64| {
        let limit = (max > 0.0).then(|| both_ways(threshold, max).1);
        limit.map_or("no percentage".to_owned(), |limit| percent(score * 100.0 / max, Some(limit)))
    };
    let shown = points(score, Some(both_ways(threshold, max.max(f64::MIN_POSITIVE)).0));
    if widest > max {
        let (least, most) = (points(max, None), points(widest, None));
        format!("{shown} points of {least} to {most} ({} to {})", share(widest), share(max))
    } else {
        format!("{shown} of {} points ({})", points(max, None), share(max))
    }
}
