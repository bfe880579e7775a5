//! The drop of the tenant's score since each reference.

use super::confirmation::{Compared, Status, Verdict, verdict};
use super::{References, Span, counts_as_lost, pending, subject};
use crate::evaluate::attribution::{Day, PostureDrop, attribute};
use crate::evaluate::context::Context;
use crate::evaluate::judgement::{Judgement, Measured, unknown};
use crate::evaluate::posture::Posture;
use crate::evaluate::timeline::KnownDay;
use crate::figures::ZERO_CHANGE;
use crate::policy::{Drop, Judge, RegressionExpectation};
use crate::report::{
    Cause, Change, DayRole, Incomparable, Inconsistency, NoLongerScored, Outcome, Reason, UncertainFigures,
};
use crate::text::{change, signed_change};

/// The number of controls that are listed in a finding; the machine formats hold all.
const LISTED: usize = 10;

pub(super) fn judge<'t>(
    limit: Drop,
    expectation: &RegressionExpectation,
    references: &References<'t>,
    context: &Context<'_>,
) -> Judgement {
    let index = &context.timeline().index;
    let lost = counts_as_lost(expectation.when_descoped);
    let span = |a: &Day, b: &Day| match expectation.judge {
        Judge::Reported => reported(a, b, references.newest, context.posture.doubt),
        Judge::Posture => {
            let drop = PostureDrop::between(a, b, index);
            Span { least: drop.least + if lost { drop.descoped_least } else { 0.0 }, most: drop.most + drop.descoped }
        }
    };
    let compared = references.days.iter().map(|day| Compared {
        day,
        span: span(day, references.newest),
        verdict: verdict(day, references, expectation.confirm, limit.0, |a, b| Some(span(a, b))),
    });
    let Some(worst) = compared.reduce(worse) else {
        return Judgement::unknown(Reason::NothingComparable(Incomparable::Score));
    };
    let changed = attribute(worst.day, references.newest, index);
    let drop = PostureDrop::between(worst.day, references.newest, index);
    let counted = if lost && expectation.judge == Judge::Posture { drop.descoped_least } else { 0.0 };
    let message = message(limit, expectation, references, &worst, &changed, counted);
    let hidden = || references.hidden().find_map(|known| may_hide(known, limit, span, references.newest));
    let short = references.short.clone().or_else(hidden);
    let (outcome, message) = match (worst.verdict, &short) {
        (Verdict::Confirmed, _) => (Outcome::Fail, message),
        (Verdict::Unknown, _) => unknown(doubts(&drop, &changed), &message),
        (Verdict::TooFew, _) => {
            let required = expectation.confirm as usize;
            unknown(Reason::TooFewSnapshots { required, after: Some(worst.day.date) }, &message)
        }
        (Verdict::Within | Verdict::Pending, Some(short)) => unknown(short.clone(), &message),
        (Verdict::Within, None) => (Outcome::Pass, message),
        (Verdict::Pending, None) => (Outcome::Pass, format!("{message} {}.", pending(expectation.confirm))),
    };
    let is_within = outcome == Outcome::Pass && worst.verdict == Verdict::Within;
    let details = if is_within { assumed(&changed).collect() } else { details(&changed) };
    let measured = measured(expectation.judge, context.posture);
    let mut judgement = Judgement { details, measured, ..Judgement::of_tenant(outcome, message) };
    judgement.change = Some(Box::new(changed));
    judgement.pending = judgement.outcome == Outcome::Pass && worst.verdict == Verdict::Pending;
    judgement.observed(worst.span.quantity())
}

/// The score that a waiver's `while-at-least` is compared with: the one that the rule itself compares, as it is now.
fn measured(judge: Judge, posture: &Posture<'_>) -> Vec<Measured> {
    let snapshot = &posture.evidence.snapshot;
    let claims = match judge {
        Judge::Posture => posture.most_claimed(),
        Judge::Reported => 0.0,
    };
    let score = |current: f64| (current - posture.doubt - claims).max(0.0);
    let measured = snapshot.current.map(|current| Measured { score: score(current), max: snapshot.max });
    measured.into_iter().collect()
}

/// The reason for which a damaged day may have been better than the limit allows, if it may.
fn may_hide(known: &KnownDay, limit: Drop, span: impl Fn(&Day, &Day) -> Span, newest: &Day) -> Option<Reason> {
    let (day, defect) = (&known.day, known.defect.as_ref()?);
    let sum: f64 = day.entries.iter().map(|entry| entry.score).sum();
    // The difference between its figures may be points that it had.
    let missing = if day.max > 0.0 { 100.0 * (day.current - sum).abs() / day.max } else { f64::INFINITY };
    let most = span(day, newest).most + missing;
    (Span { least: 0.0, most }.against(limit.0) == Status::Unknown).then(|| {
        let cause = Box::new(defect.reason.clone());
        Reason::DayUnusable { date: day.date, cause, role: DayRole::Best }
    })
}

/// The drop of the reported score. What is wrong with the figures of single controls today may be wrong with their sum.
fn reported(a: &Day, b: &Day, newest: &Day, doubt: f64) -> Span {
    let drop = a.score().percent - b.score().percent;
    let doubt = if b.date == newest.date && b.max > 0.0 { 100.0 * doubt / b.max } else { 0.0 };
    Span { least: drop - doubt, most: drop + doubt }
}

/// The worse of two references: a drop that is certain before one that may be, and then the larger. Of equal ones the
/// later matters: it is closer to what happened.
fn worse<'t>(known: Compared<'t>, other: Compared<'t>) -> Compared<'t> {
    let size = |compared: &Compared<'_>| match compared.verdict {
        Verdict::Unknown => compared.span.most,
        Verdict::Within | Verdict::Pending | Verdict::TooFew | Verdict::Confirmed => compared.span.least,
    };
    let is_worse = match other.verdict.cmp(&known.verdict) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => size(&other) >= size(&known) - ZERO_CHANGE,
    };
    if is_worse { other } else { known }
}

fn message(
    limit: Drop,
    expectation: &RegressionExpectation,
    references: &References<'_>,
    worst: &Compared<'_>,
    changed: &Change,
    descoped: f64,
) -> String {
    let subject = subject(expectation.judge);
    let drop = match expectation.judge {
        Judge::Posture => -changed.percentage_points(Cause::Observed) + descoped,
        Judge::Reported => -changed.total,
    };
    let moved = if worst.verdict == Verdict::Unknown {
        format!("{subject} may have fallen up to {}", change(worst.span.most.min(100.0), Some(limit.0)))
    } else if change(drop, None).trim_start_matches(['0', '.']) == " pp" {
        format!("{subject} is unchanged")
    } else if drop < 0.0 {
        format!("{subject} rose {}", change(drop, None))
    } else {
        format!("{subject} fell {}", change(drop, Some(limit.0)))
    };
    let with = match descoped > 0.0 && worst.verdict != Verdict::Unknown {
        true => format!(", including {} of controls that are no longer scored", change(descoped, None)),
        false => String::new(),
    };
    format!("{moved} since {}{with}; allowed drop: at most {limit}. {}", references.name(worst.day), changed.sentence())
}

/// The reason for which it is unknown whether the limit is exceeded.
fn doubts(drop: &PostureDrop, changed: &Change) -> Reason {
    let mut doubts = Vec::new();
    if drop.lost > 0 {
        let removed = changed.part(Cause::Descoped).map(|part| part.controls.as_slice()).unwrap_or_default();
        let had_points = removed.iter().filter(|one| one.from.is_some_and(|points| points.score > 0.0));
        let controls = had_points.map(|one| one.id.clone()).collect();
        let gone = NoLongerScored::Controls { number: drop.lost, controls, lost: drop.descoped };
        doubts.push(Reason::NoLongerScored(gone));
    }
    if drop.unclear > 0 {
        doubts.push(Reason::FiguresUncertain(UncertainFigures::Controls(drop.unclear)));
    }
    if drop.unweighted > 0 {
        doubts.push(Reason::PastMaximumUnknown { controls: drop.unweighted });
    }
    if doubts.is_empty() && drop.least < drop.most {
        return Reason::RoundedPercentage { percentage: None };
    }
    Reason::several(doubts).unwrap_or(Reason::FiguresInconsistent(Inconsistency::Points(None)))
}

/// A line for each control that lost or gained points, and the parts that are not posture.
fn details(changed: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    for cause in [Cause::Observed, Cause::Descoped] {
        let moves = changed.part(cause).map(|part| part.controls.as_slice()).unwrap_or_default();
        for one in moves.iter().take(LISTED) {
            lines.push(format!(
                "{}  {}  {}",
                signed_change(one.percentage_points),
                one.id,
                changed.control_text(cause, one)
            ));
        }
        if moves.len() > LISTED {
            lines.push(format!("… and {} more", moves.len() - LISTED));
        }
    }
    lines.extend(changed.not_posture().map(|others| format!("Not part of the posture: {others}.")));
    lines.extend(assumed(changed));
    lines
}

fn assumed(changed: &Change) -> impl Iterator<Item = String> {
    changed.assumptions.iter().map(|assumed| format!("Assumed: {assumed}."))
}
