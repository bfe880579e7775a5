//! `regression`: the drop since an earlier day.

mod confirmation;
mod controls;
mod reference;
mod removed_controls;
mod score;

use super::context::Context;
use super::defect::{Defect, ReportedScore};
use super::judgement::{Judgement, sort_by_subject};
use crate::figures::DROP_TOLERANCE;
use crate::policy::{Judge, RegressionExpectation, WhenDescoped};
use crate::report::{Quantity, Requirement, Unit};
use crate::text::count;

use confirmation::Status;
use reference::References;

/// A drop as an interval, in percentage points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    least: f64,
    most: f64,
}

impl Span {
    const fn exact(value: f64) -> Self {
        Self { least: value, most: value }
    }

    /// The drop with its unit.
    fn quantity(self) -> Quantity {
        Quantity::between(self.least, self.most, Unit::PercentagePoints)
    }

    /// Whether the drop is a single value.
    fn is_certain(self) -> bool {
        self.most - self.least <= DROP_TOLERANCE
    }

    fn against(self, limit: f64) -> Status {
        if self.least > limit + DROP_TOLERANCE {
            Status::AboveLimit
        } else if self.most <= limit + DROP_TOLERANCE {
            Status::WithinLimit
        } else {
            Status::Unknown
        }
    }
}

pub(super) fn judge(expectation: &RegressionExpectation, context: &Context<'_>) -> Vec<Judgement> {
    let drop = expectation.score.map(|limit| limit.max_drop);
    let drop = drop.or_else(|| expectation.controls.as_ref().map(|limit| limit.max_drop));
    // What leaves both limits unknown is one finding, with the first of them.
    let required = drop.map(Requirement::at_most);
    let mut judgements = limits(expectation, context);
    judgements.iter_mut().for_each(|judgement| judgement.or_require(required.as_ref()));
    judgements
}

/// The findings of each limit.
fn limits(expectation: &RegressionExpectation, context: &Context<'_>) -> Vec<Judgement> {
    let timeline = context.timeline();
    let defect = timeline.newest.defect.as_ref();
    let is_listed = !timeline.newest.day.entries.is_empty();
    if let Some(defect) = defect.filter(|defect| !is_usable(expectation, defect, is_listed)) {
        return vec![Judgement::unknown(defect.reason.clone())];
    }
    let references = match References::of(expectation, context) {
        Ok(references) => references,
        Err(reason) => return vec![Judgement::unknown(reason)],
    };
    let mut judgements = Vec::new();
    if let Some(limit) = expectation.score {
        let required = Requirement::at_most(limit.max_drop);
        judgements.push(score::judge(limit.max_drop, expectation, &references, context).required(required));
    }
    if let Some(limit) = &expectation.controls {
        let of_controls = match defect.filter(|_| !is_listed) {
            Some(defect) => vec![Judgement::unknown(defect.reason.clone())],
            None => controls::judge(limit, expectation, &references, context),
        };
        let required = Requirement::at_most(limit.max_drop);
        judgements.extend(of_controls.into_iter().map(|judgement| judgement.required(required.clone())));
    }
    sort_by_subject(&mut judgements);
    judgements
}

/// Whether something can be judged although the controls of a day cannot be relied on as a whole: the reported score needs
/// none, and where single ones have no score, what the others lost is lost.
fn is_usable(expectation: &RegressionExpectation, defect: &Defect, is_listed: bool) -> bool {
    (expectation.judge == Judge::Reported || is_listed) && defect.reported != ReportedScore::Unusable
}

/// The sentence on a drop that too few snapshots show so far.
fn pending(confirm: u32) -> String {
    format!("Pending: the rule fails once {} show the drop", count(confirm as usize, "consecutive snapshot"))
}

/// The compared score, as the subject of a sentence.
const fn subject(judge: Judge) -> &'static str {
    match judge {
        Judge::Posture => "The posture",
        Judge::Reported => "The reported score",
    }
}

/// Whether the points of descoped controls count as lost.
const fn counts_as_lost(when: WhenDescoped) -> bool {
    match when {
        WhenDescoped::Fail => true,
        WhenDescoped::Unknown => false,
    }
}
