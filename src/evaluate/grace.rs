//! `grace`: controls that were first scored recently, which a rule excludes.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::attribution::Weights;
use super::baseline_day::ago;
use super::context::Context;
use super::timeline::{KnownDay, Timeline};
use crate::policy::Age;

/// The controls of the newest day that are new, and those that may be new, as positions in the posture's assessments.
#[derive(Debug, Default)]
pub(super) struct Grace {
    /// The new ones, with the day on which each was first scored.
    pub(super) new: BTreeMap<usize, Date>,
    /// Those that are scored since the first day of a history that is too short to show whether they are new.
    pub(super) doubtful: BTreeMap<usize, Date>,
    days: u32,
}

impl Grace {
    pub(super) fn of(grace: Age, context: &Context<'_>) -> Self {
        let timeline = context.timeline();
        let days = grace.days();
        let begun = begin(timeline, days, context.posture.evidence.snapshot.tenant.is_some());
        let mut found = Self { days, ..Self::default() };
        for position in 0..context.posture.assessments.len() {
            let Some(control) = timeline.index.at(position) else { continue };
            let Some(first) = timeline.first_seen(control) else { continue };
            if first <= ago(timeline.newest.day.date, days) {
                continue;
            }
            // It came after the last complete day that does not score it: that day must lie within the grace, or nearly.
            let before = begun.complete.iter().rev().find(|day| **day < first);
            if before.is_none() && begun.is_long_enough && !is_damaged_before(timeline, first, begun.no_earlier) {
                continue;
            }
            let is_new = before.is_some_and(|day| *day >= begun.no_earlier);
            let kind = if is_new { &mut found.new } else { &mut found.doubtful };
            kind.insert(position, first);
        }
        found
    }

    /// The last day of the grace of a control that was first scored on `first`.
    pub(super) fn until(&self, first: Date) -> Date {
        first.saturating_add(Span::new().try_days(self.days.saturating_sub(1)).unwrap_or_default())
    }
}

/// Whether the past holds a day whose figures are inconsistent or missing, or that may be missing controls, before a control was
/// first scored: such a day does not show whether the control was scored.
fn is_damaged_before(timeline: &Timeline<'_>, first: Date, no_earlier: Date) -> bool {
    let is_damaged = |known: &&KnownDay| known.defect.is_some() || Weights::of(&known.day).unowned > 0.0;
    timeline.past.iter().filter(is_damaged).map(|known| known.day.date).any(|day| day >= no_earlier && day < first)
}

/// The beginning of the known past, before which nothing shows whether a control is new.
struct Begin {
    /// The days whose controls are all known, the oldest first: what one does not score came later.
    complete: Vec<Date>,
    /// The earliest of them that shows a control to be new.
    no_earlier: Date,
    /// Whether that day lies far enough back.
    is_long_enough: bool,
}

/// `is_named`: whether the evidence names its tenant; else a baseline may be another's.
fn begin(timeline: &Timeline<'_>, days: u32, is_named: bool) -> Begin {
    let newest = timeline.newest.day.date;
    let limit = ago(newest, days);
    // A tenth of the grace, a day at least, may be missing: Graph holds 90 days, and some have no data.
    let nearly = ago(newest, days.saturating_sub((days / 10).max(1)));
    let baseline = timeline.baseline.as_ref().filter(|_| is_named).map(|day| day.date);
    let whole = timeline.decided().filter(|day| Weights::of(day).unowned == 0.0);
    let mut complete: Vec<Date> = whole.map(|day| day.date).chain(baseline).collect();
    complete.retain(|day| *day < newest);
    complete.sort_unstable();
    let before = complete.iter().rev().find(|day| **day <= limit).copied();
    let complete_on = before.or_else(|| complete.first().copied());
    let no_earlier = ago(newest, days.saturating_add((days / 10).max(1)));
    Begin { complete, no_earlier, is_long_enough: complete_on.is_some_and(|day| day <= nearly) }
}
