//! The days that the newest snapshot is compared with.

use jiff::Span;
use jiff::civil::Date;

use crate::baseline::Baseline;
use crate::evaluate::attribution::Day;
use crate::evaluate::case::Case;
use crate::evaluate::timeline::Timeline;
use crate::policy::{Against, Age, RegressionExpectation};
use crate::text::{count, percent};

/// How old a baseline may be where the rule does not say, in days.
const MAX_AGE_DAYS: u32 = 180;

/// The least share of a baseline's points that must still be scored, in percent.
const LEAST_SCORED: f64 = 80.0;

/// The days to compare with, and what is between them and the newest.
pub(super) struct References<'t> {
    /// The days that may be the reference, the oldest first. There is at least one.
    pub(super) days: Vec<&'t Day>,
    /// All decided days before the newest, the oldest first.
    pub(super) between: Vec<&'t Day>,
    pub(super) newest: &'t Day,
    /// Why nothing can be shown to hold, although a drop can be shown: the past does not reach far enough.
    pub(super) short: Option<String>,
    against: Against,
}

impl<'t> References<'t> {
    /// The days that a rule compares with, or why there are none.
    pub(super) fn of(expectation: &RegressionExpectation, case: &'t Case<'_>) -> Result<Self, String> {
        let timeline = case.timeline();
        let newest = &timeline.newest.day;
        let between: Vec<&Day> = timeline.decided().collect();
        // The reference lies before as many snapshots as must show the drop, the newest among them.
        let before = &between[..between.len().saturating_sub(expectation.confirm.saturating_sub(1) as usize)];
        let mut short = None;
        let days = match expectation.against {
            Against::Baseline => vec![baseline(case.baseline, timeline, expectation.max_age)?],
            Against::Previous => before.last().copied().into_iter().collect(),
            Against::Days(days) => {
                let day = ago(newest.date, days);
                before.iter().rev().find(|known| known.date <= day).copied().into_iter().collect()
            }
            Against::BestOf(window) => {
                let first = ago(newest.date, window.days());
                short = too_short(before, newest.date, window);
                before.iter().filter(|day| day.date >= first).copied().collect()
            }
        };
        if days.is_empty() {
            return Err(too_little(expectation, &between, newest.date));
        }
        Ok(Self { days, between, newest, short, against: expectation.against })
    }

    /// How a reference is called: `2026-11-02, the best of 30 d`.
    pub(super) fn name(&self, day: &Day) -> String {
        match self.against {
            Against::Baseline => format!("the baseline of {}", day.date),
            Against::Previous => format!("{}, the snapshot before", day.date),
            Against::Days(days) => {
                format!("{}, the newest snapshot at least {} older", day.date, count(days as usize, "day"))
            }
            Against::BestOf(window) => format!("{}, the best of {window}", day.date),
        }
    }
}

fn ago(date: Date, days: u32) -> Date {
    date.saturating_sub(Span::new().try_days(days).unwrap_or_default())
}

/// Whether the past does not reach back to the beginning of a window, give or take a tenth of it: days without data must not leave
/// every rule undecided, but of a past that is not there no best day is known.
fn too_short(before: &[&Day], newest: Date, window: Age) -> Option<String> {
    let days = window.days();
    let first = ago(newest, days.saturating_sub((days / 10).max(1)));
    let oldest = before.first()?;
    (oldest.date > first).then(|| {
        format!(
            "the past begins on {}, and the best of {window} is asked for: read {} with --from, or choose a shorter window",
            oldest.date,
            count(days as usize + 1, "day")
        )
    })
}

fn too_little(expectation: &RegressionExpectation, between: &[&Day], newest: Date) -> String {
    let (needed, wanted) = match expectation.against {
        Against::Baseline => (0, "a baseline".to_owned()),
        Against::Previous => (1, "a snapshot before".to_owned()),
        Against::Days(days) => (days, format!("a snapshot at least {} older", count(days as usize, "day"))),
        Against::BestOf(window) => (window.days(), format!("snapshots of the last {window}")),
    };
    let confirming = match expectation.confirm {
        0 | 1 => String::new(),
        more => format!(", and {more} snapshots to confirm a drop"),
    };
    let known = match between.first() {
        Some(first) => format!("the data begins on {} with {} before {newest}", first.date, count(between.len(), "snapshot")),
        None => format!("the data holds no snapshot before {newest} that could be judged"),
    };
    let days = needed.max(expectation.confirm) + 1;
    format!("{wanted}{confirming} is needed, and {known}: read {} with --from", count(days as usize, "day"))
}

/// The baseline, where it can be judged by.
fn baseline<'t>(given: Option<&Baseline>, timeline: &'t Timeline<'_>, max_age: Option<Age>) -> Result<&'t Day, String> {
    let newest = &timeline.newest.day;
    let (Some(day), Some(_)) = (&timeline.baseline, given) else {
        return Err(
            "no baseline is given: name one with --baseline; `scoregate baseline write --from SOURCE --out baseline.yaml` makes it"
                .to_owned(),
        );
    };
    let renew = "look at what changed, and renew it with `scoregate baseline write`";
    if day.date > newest.date {
        return Err(format!("the baseline of {} is of a later day than the snapshot of {}", day.date, newest.date));
    }
    let most = max_age.map_or(MAX_AGE_DAYS, Age::days);
    if day.date < ago(newest.date, most) {
        return Err(format!("the baseline of {} is more than {} old: {renew}", day.date, count(most as usize, "day")));
    }
    let (mut all, mut scored) = (0.0, 0.0);
    for entry in &day.entries {
        all += entry.score;
        scored += if newest.entry(entry.control).is_some() { entry.score } else { 0.0 };
    }
    if all > 0.0 && scored * 100.0 < LEAST_SCORED * all {
        let share = percent(scored * 100.0 / all, Some(LEAST_SCORED));
        return Err(format!(
            "only {share} of the points of the baseline of {} belong to controls that are still scored, and at least {LEAST_SCORED} % must: {renew}",
            day.date
        ));
    }
    Ok(day)
}
