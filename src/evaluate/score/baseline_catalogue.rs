//! Today's points with the catalogue of the baseline: changes of the catalogue since then do not count.

use super::{Limit, decided, figures, observed};
use crate::evaluate::attribution::{ControlIndex, Day, Disposition, Weights};
use crate::evaluate::baseline_day;
use crate::evaluate::context::Context;
use crate::evaluate::decision::Decision;
use crate::evaluate::judgement::{Judgement, Measured};
use crate::evaluate::threshold::meets;
use crate::policy::{Age, Points};
use crate::report::{Incomparable, NoLongerScored, Reason, UncertainFigures};
use crate::text::{count, points, sample};

/// Points of the baseline's maximum, as far as they are known.
#[derive(Default)]
struct Sum {
    least: f64,
    most: f64,
    /// The maximum that retired controls had.
    retired_max: f64,
    retired: Vec<String>,
    descoped: Vec<String>,
    unclear: Vec<String>,
}

pub(super) fn judge(counted: Points, max_age: Option<Age>, limit: &Limit, context: &Context<'_>) -> Judgement {
    if let Some(defect) = &context.timeline().newest.defect {
        return Judgement::unknown(defect.reason.clone());
    }
    let (day, short) = match baseline_day::day(context, max_age) {
        Ok(found) => found,
        Err(reason) => return Judgement::unknown(reason),
    };
    let sum = sum(day, counted, context);
    let max = day.max - sum.retired_max;
    let at = |score: f64| meets(limit.threshold, score, Some(max));
    let (Some(at_least), Some(at_most)) = (at(sum.least), at(sum.most)) else {
        return Judgement::unknown(Reason::NothingComparable(Incomparable::BaselineCatalogue));
    };
    let figures = if sum.least == sum.most {
        figures(sum.most, Some(max), limit.threshold)
    } else {
        format!("{} to {} of {} points", points(sum.least, None), points(sum.most, None), points(max, None))
    };
    let message = format!("With the catalogue of the baseline of {}: {figures}; {}.", day.date, limit.words(None));
    let decision = match Decision::of(at_least, at_most) {
        Decision::Met if short.is_some() => Decision::Unknown,
        decision @ (Decision::Met | Decision::NotMet | Decision::Unknown) => decision,
    };
    let mut judgement = decided(decision, message, || short.clone().unwrap_or_else(|| sum.doubts()));
    judgement.measured = vec![Measured { score: sum.least, max: Some(max) }];
    judgement.details = sum.details();
    judgement.observed = observed(limit.threshold, (sum.least, Some(max)), (sum.most, Some(max)));
    judgement
}

/// The controls of the baseline: today's fraction, of the maximum in the baseline.
fn sum(day: &Day, counted: Points, context: &Context<'_>) -> Sum {
    let timeline = context.timeline();
    let mut sum = Sum::default();
    let weights = Weights::of(day);
    // What the maximum of then leaves for controls whose own is unknown, and the largest fraction of it that one of them can have.
    let mut gained = 0.0_f64;
    for agreed in &day.entries {
        let id = || timeline.index.id(agreed.control);
        let now = timeline.newest.day.entry(agreed.control).filter(|now| !now.has_zero_maximum());
        let (weight, is_known) = weights.of_entry(agreed, day.max);
        let most = if is_known { weight.most } else { weight.most + weights.spare };
        match (now, timeline.index.disposition(agreed.control)) {
            (Some(now), _) => {
                let fraction = now.counted(counted);
                let worth = fraction.times(weight);
                sum.least += worth.least;
                sum.most += worth.most;
                gained = gained.max(if is_known { 0.0 } else { fraction.most });
                if !worth.is_exact() || !is_known {
                    sum.unclear.push(id());
                }
            }
            (None, Disposition::Descoped | Disposition::Undetermined)
                if timeline.newest.day.entry(agreed.control).is_none() =>
            {
                sum.descoped.push(id());
                sum.most += weight.most;
                gained = gained.max(if is_known { 0.0 } else { 1.0 });
            }
            (None, Disposition::Descoped | Disposition::Undetermined | Disposition::Retired) => {
                sum.retired_max += weight.least;
                sum.retired.push(id());
                // The points that go with it when it is excluded are unknown.
                sum.most += most - weight.least;
            }
        }
    }
    sum.most += gained * weights.spare + weights.unowned;
    sum
}

impl Sum {
    fn doubts(&self) -> Reason {
        let given = |ids: &Vec<String>| Some(ids.clone()).filter(|ids| !ids.is_empty());
        let descoped = given(&self.descoped).map(|controls| NoLongerScored::OfBaseline { controls });
        let unclear = given(&self.unclear).map(UncertainFigures::OfBaseline);
        let doubts = descoped.map(Reason::NoLongerScored).into_iter().chain(unclear.map(Reason::FiguresUncertain));
        Reason::several(doubts).unwrap_or(Reason::FiguresUncertain(UncertainFigures::OfBaseline(Vec::new())))
    }

    fn details(&self) -> Vec<String> {
        let groups = [
            (&self.retired, "Excluded because Microsoft retired them"),
            (&self.descoped, "No longer scored, so they may have any points from none to all"),
        ];
        let groups = groups.iter().filter(|(ids, _)| !ids.is_empty());
        groups.map(|(ids, what)| format!("{what}: {} ({}).", count(ids.len(), "control"), sample(ids, 5))).collect()
    }
}
