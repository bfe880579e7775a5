//! The drop of single controls, each since its own best reference.

use super::confirmation::{Compared, Verdict, verdict};
use super::removed_controls::{self, Placed};
use super::{References, Span, pending};
use crate::evaluate::attribution::{Claim, ControlIndex, Day, Entry, Weights};
use crate::evaluate::context::Context;
use crate::evaluate::control_assessment::{ControlAssessment, shown};
use crate::evaluate::control_id::{names_control, names_instance, same_control};
use crate::evaluate::controls::{about, claim_words, measured, missing, not_whole, uncertain};
use crate::evaluate::judgement::{Judgement, unknown};
use crate::evaluate::select::Selection;
use crate::figures::DROP_TOLERANCE;
use crate::policy::{ControlId, ControlsDrop, Judge, Points, RegressionExpectation, Selected, WhenMissing};
use crate::report::{Incomparable, Outcome, Reason, UncertainFigures};
use crate::text::{change, count, points, sample};

/// One finding for each control that dropped too far or may have dropped too far, and one for all others together.
pub(super) fn judge(
    limit: &ControlsDrop,
    expectation: &RegressionExpectation,
    references: &References<'_>,
    context: &Context<'_>,
) -> Vec<Judgement> {
    let posture = context.posture;
    let (ids, properties, except) = (limit.ids.as_ref(), limit.properties.as_ref(), limit.except.as_ref());
    let selection = posture.select(Selected { ids, properties, except });
    let mut judgements = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    let (mut compared_ones, mut dropped_ones) = (0_usize, 0_usize);
    for position in &selection.chosen {
        let Some(control) = context.timeline().index.at(*position) else { continue };
        let assessment = &posture.assessments[*position];
        let Some(compared) = compare(control, limit, expectation, references) else {
            // A control that is named by id gets a finding where it cannot be compared.
            if limit.ids.as_ref().is_some_and(|ids| names(ids, &assessment.control.id)) {
                judgements.push(incomparable(assessment));
            }
            continue;
        };
        compared_ones += 1;
        match compared.verdict {
            Verdict::Within => {}
            Verdict::Pending => waiting.push(&assessment.control.id),
            Verdict::Unknown | Verdict::TooFew | Verdict::Confirmed => {
                dropped_ones += 1;
                let dropped = dropped(*position, control, &compared, limit, expectation, references, context);
                judgements.push(dropped.observed(compared.span.quantity()));
            }
        }
    }
    for position in &selection.uncertain {
        let control = context.timeline().index.at(*position);
        let compared = control.and_then(|control| compare(control, limit, expectation, references));
        // Whether the rule is about it matters only if it dropped.
        if compared.is_some_and(|compared| compared.verdict > Verdict::Pending) {
            judgements.push(uncertain(&posture.assessments[*position]));
        }
    }
    let RemovedControls { judgements: gone, waiting: gone_waiting, once: scored_once } =
        removed_controls(limit, &selection, expectation, references, context);
    judgements.extend(gone);
    waiting.extend(gone_waiting);
    for id in selection.missing.iter().filter(|id| !scored_once.iter().any(|once| once.eq_ignore_ascii_case(id))) {
        judgements.push(missing(id, WhenMissing::Unknown, posture));
    }
    let whole =
        whole(&selection, (compared_ones - dropped_ones, &judgements), &waiting, limit, expectation, references);
    let not_whole = not_whole(&selection, posture).or_else(|| reference_not_whole(&selection, references, context));
    whole.into_iter().chain(not_whole).chain(judgements).collect()
}

/// Returns the judgement of references that may be missing controls: points of their maximum belong to no control that they
/// score.
fn reference_not_whole(selection: &Selection, references: &References<'_>, context: &Context<'_>) -> Option<Judgement> {
    let chosen: Vec<usize> =
        selection.chosen.iter().filter_map(|position| context.timeline().index.at(*position)).collect();
    let lacks_one = |day: &&&Day| chosen.iter().any(|control| day.entry(*control).is_none());
    let day = references.days.iter().filter(lacks_one).find(|day| Weights::of(day).unowned > 0.0)?;
    let cause = Reason::MaximumUnassigned { points: Weights::of(day).unowned, part: None, may_be_scored: false };
    Some(Judgement::unknown(Reason::ControlsMayBeMissing { date: Some(day.date), cause: Box::new(cause) }))
}

/// The reference against which a control dropped furthest; none where no reference scores it.
fn compare<'t>(
    control: usize,
    limit: &ControlsDrop,
    expectation: &RegressionExpectation,
    references: &References<'t>,
) -> Option<Compared<'t>> {
    let span = |a: &Day, b: &Day| Some(drop(a.entry(control)?, b.entry(control)?, expectation.judge));
    let scored = references.days.iter().filter(|day| day.entry(control).is_some());
    let compared = scored.filter_map(|day| {
        Some(Compared {
            day,
            span: span(day, references.newest)?,
            verdict: verdict(day, references, expectation.confirm, limit.max_drop.0, span),
        })
    });
    // A damaged day is no reference, but the control may have been better then.
    let hidden = references.hidden().map(|known| &known.day);
    let hidden =
        hidden.filter_map(|day| Some(Compared { day, span: span(day, references.newest)?, verdict: Verdict::Unknown }));
    let hidden = hidden.filter(|compared| compared.span.most > limit.max_drop.0 + DROP_TOLERANCE);
    compared.chain(hidden).reduce(|known, other| {
        let is_worse = (other.verdict, other.span.most) >= (known.verdict, known.span.most);
        if is_worse { other } else { known }
    })
}

/// The drop of a control's percentage of its points, in percentage points.
fn drop(a: &Entry, b: &Entry, judge: Judge) -> Span {
    // The state does not count for what is reported.
    let other = Entry { claim: a.certain_claim, ..*b };
    let is_same = a.is_same(if judge == Judge::Reported { &other } else { b });
    if is_same && (judge == Judge::Reported || a.certain_claim != Claim::Maybe) {
        return Span::exact(0.0);
    }
    let (before, after) = match judge {
        Judge::Posture => (a.certainly_observed(), b.observed()),
        Judge::Reported => (a.reported(), b.reported()),
    };
    // Where Microsoft took all points of a control there is nothing to lose.
    if b.has_zero_maximum() {
        return Span::exact(0.0);
    }
    Span { least: 100.0 * (before.least - after.most), most: 100.0 * (before.most - after.least) }
}

fn dropped(
    position: usize,
    control: usize,
    compared: &Compared<'_>,
    limit: &ControlsDrop,
    expectation: &RegressionExpectation,
    references: &References<'_>,
    context: &Context<'_>,
) -> Judgement {
    let assessment = &context.posture.assessments[position];
    let most = limit.max_drop;
    let points_before = compared.day.entry(control).map_or(String::new(), |entry| {
        let of = entry.max.map(|max| format!(" of {}", points(shown(max), None))).unwrap_or_default();
        format!("{}{of}", points(entry.score, None))
    });
    let now = assessment.figures();
    let claimed = claim_words(&assessment.state);
    let since = references.name(compared.day);
    let size = change(compared.span.most, Some(most.0));
    let fell = if compared.verdict == Verdict::Unknown { "May have fallen up to" } else { "Fell" };
    let message =
        format!("{fell} {size} since {since}: {points_before} → {now}{claimed}; allowed drop: at most {most}.");
    let (outcome, message) = match compared.verdict {
        Verdict::Within | Verdict::Pending => (Outcome::Pass, message),
        Verdict::Confirmed => (Outcome::Fail, message),
        Verdict::Unknown => unknown(Reason::FiguresUncertain(UncertainFigures::Subject), &message),
        Verdict::TooFew => {
            let required = expectation.confirm as usize;
            unknown(Reason::TooFewSnapshots { required, after: None }, &message)
        }
    };
    let counted = match expectation.judge {
        Judge::Posture => Points::Observed,
        Judge::Reported => Points::Reported,
    };
    Judgement { measured: measured(assessment, counted), ..about(assessment, outcome, message) }
}

/// The judgements of controls that are no longer scored.
struct RemovedControls<'e> {
    judgements: Vec<Judgement>,
    /// Those whose loss is not confirmed yet.
    waiting: Vec<&'e str>,
    /// All that were scored once.
    once: Vec<&'e str>,
}

fn removed_controls<'e>(
    limit: &ControlsDrop,
    selection: &Selection,
    expectation: &RegressionExpectation,
    references: &References<'_>,
    context: &Context<'e>,
) -> RemovedControls<'e> {
    let index = &context.timeline().index;
    let mut found = RemovedControls { judgements: Vec::new(), waiting: Vec::new(), once: Vec::new() };
    // Of several instances an id names one.
    let is_named = |ids: &[ControlId], id: &str| {
        let is_one = index.has_instances(id);
        if is_one { ids.iter().any(|given| names_instance(given, id)) } else { names_control(ids, id) }
    };
    let is_excepted = |id: &str| limit.except.as_ref().is_some_and(|except| is_named(except, id));
    for (control, id) in index.ids().filter(|(control, _)| index.assessment(*control).is_none()) {
        if is_excepted(id) {
            continue;
        }
        let entries = references.days.iter().filter_map(|day| Some((*day, day.entry(control)?)));
        let best = entries.max_by(|a, b| a.1.observed().most.total_cmp(&b.1.observed().most));
        let Some((day, entry)) = best else { continue };
        found.once.push(id);
        let placed = removed_controls::place(id, limit, selection, context.posture);
        if placed == Placed::Out {
            continue;
        }
        let since = references.name(day);
        let judged = removed_controls::judge(
            (id, index.disposition(control)),
            entry,
            placed,
            limit.max_drop,
            expectation,
            &since,
        );
        let Some(judgement) = judged else { continue };
        // The newest day, and those before it that do not score it either.
        let missed = references.between.iter().rev().take_while(|day| day.entry(control).is_none()).count() + 1;
        if judgement.outcome == Outcome::Fail && missed < expectation.confirm as usize {
            found.waiting.push(id);
        } else {
            found.judgements.push(judgement);
        }
    }
    found
}

/// Whether a control is named by its id, not by a pattern.
fn names(ids: &[ControlId], control: &str) -> bool {
    ids.iter().any(|id| !id.is_pattern() && same_control(&id.0, control))
}

fn incomparable(assessment: &ControlAssessment<'_>) -> Judgement {
    let known = format!("It has {}.", assessment.figures());
    let (outcome, message) = unknown(Reason::NothingComparable(Incomparable::Subject), &known);
    about(assessment, outcome, message)
}

/// Returns the judgement of all controls together, where there is one.
fn whole(
    selection: &Selection,
    (fine, judgements): (usize, &[Judgement]),
    waiting: &[&str],
    limit: &ControlsDrop,
    expectation: &RegressionExpectation,
    references: &References<'_>,
) -> Option<Judgement> {
    if !selection.unmatched.is_empty() {
        return Some(Judgement::unknown(selection.unmatched_reason()));
    }
    if fine == 0 && judgements.is_empty() && waiting.is_empty() {
        let reason = match selection.chosen.len() {
            0 => Reason::TooFewControls { found: 0, required: 1 },
            _ => Reason::NothingComparable(Incomparable::Controls),
        };
        return Some(Judgement::unknown(reason));
    }
    if let Some(short) = &references.short {
        return Some(Judgement::unknown(short.clone()));
    }
    let within = fine.saturating_sub(waiting.len());
    if waiting.is_empty() && (within == 0 || !judgements.is_empty()) {
        return None;
    }
    let other = if judgements.is_empty() && waiting.is_empty() { "" } else { "other " };
    let controls = match within {
        1 => format!("The {}", if other.is_empty() { "control" } else { "other control" }),
        _ => format!("None of the {}", count(within, &format!("{other}control"))),
    };
    let not = if within == 1 { "did not drop" } else { "dropped" };
    let held = format!("{controls} {not} more than {}.", limit.max_drop);
    let held = (within > 0).then_some(held);
    let more = (!waiting.is_empty()).then(|| format!("{} of {}.", pending(expectation.confirm), sample(waiting, 10)));
    let message = held.into_iter().chain(more).collect::<Vec<_>>().join(" ");
    let mut judgement = Judgement::of_tenant(Outcome::Pass, message);
    judgement.pending = !waiting.is_empty();
    Some(judgement)
}
