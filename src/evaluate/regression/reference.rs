//! The days that the latest snapshot is compared with.

use crate::evaluate::defect::ReportedScore;
use jiff::civil::Date;

use crate::evaluate::attribution::Day;
use crate::evaluate::baseline_day::{self, ago};
use crate::evaluate::context::Context;
use crate::evaluate::timeline::KnownDay;
use crate::policy::{Against, Age, Judge, RegressionExpectation};
use crate::report::{DayRole, HistoryShortage, Reason};
use crate::text::count;

/// The number of days that two snapshots of a window may at least be apart, so that a weekly recording will do.
const LONGEST_HOLE: i64 = 8;

/// The days to compare with, and what is between them and the newest.
pub(super) struct References<'t> {
    /// The days that may be the reference, the oldest first. There is at least one.
    pub(super) days: Vec<&'t Day>,
    /// All decided days before the newest, the oldest first.
    pub(super) between: Vec<&'t Day>,
    /// Days since the oldest reference whose figures are inconsistent or missing. They are no reference and confirm nothing, but
    /// what is known of them may show that more was lost, or would confirm it.
    pub(super) damaged: Vec<&'t KnownDay>,
    pub(super) newest: &'t Day,
    /// The reason for which a pass cannot be shown, although a drop can: the history is too short.
    pub(super) short: Option<Reason>,
    against: Against,
}

impl<'t> References<'t> {
    /// The days that a rule compares with, or the reason why there are none.
    pub(super) fn of(expectation: &RegressionExpectation, context: &'t Context<'_>) -> Result<Self, Reason> {
        let timeline = context.timeline();
        let newest = &timeline.newest.day;
        let (usable, damaged): (Vec<&KnownDay>, Vec<&KnownDay>) =
            timeline.past.iter().partition(|known| is_usable(known, expectation.judge));
        let between: Vec<&Day> = usable.into_iter().map(|known| &known.day).collect();
        // The reference lies before as many snapshots as must show the drop, the newest among them.
        let before = &between[..between.len().saturating_sub(expectation.confirm.saturating_sub(1) as usize)];
        let mut short = None;
        let days = match expectation.against {
            Against::Baseline => {
                let (day, why) = baseline_day::day(context, expectation.max_age)?;
                short = why;
                vec![day]
            }
            Against::Previous => {
                let day = before.last().copied();
                none_damaged(&damaged, day, newest.date)?;
                day.into_iter().collect()
            }
            Against::Days(days) => {
                let last = ago(newest.date, days);
                let day = before.iter().rev().find(|known| known.date <= last).copied();
                none_damaged(&damaged, day, last)?;
                day.into_iter().collect()
            }
            Against::BestOf(window) => {
                let first = ago(newest.date, window.days());
                let days: Vec<&Day> = before.iter().filter(|day| day.date >= first).copied().collect();
                short = too_short(&days, &between, newest.date, window);
                days
            }
        };
        if days.is_empty() {
            return Err(too_little(expectation, &between, newest.date));
        }
        let defect = timeline.newest.defect.as_ref().filter(|defect| defect.reported != ReportedScore::Usable);
        let short = defect.map(|defect| defect.reason.clone()).or(short);
        let first = match expectation.against {
            Against::BestOf(window) => ago(newest.date, window.days()),
            Against::Baseline | Against::Previous | Against::Days(_) => days[0].date,
        };
        let damaged = damaged.into_iter().filter(|known| known.day.date >= first).collect();
        Ok(Self { days, between, damaged, newest, short, against: expectation.against })
    }

    /// The damaged days that may have been better than every reference, for a window alone: others name one day.
    pub(super) fn hidden(&self) -> impl Iterator<Item = &'t KnownDay> {
        let is_window = match self.against {
            Against::BestOf(_) => true,
            Against::Baseline | Against::Previous | Against::Days(_) => false,
        };
        self.damaged.iter().copied().filter(move |known| is_window && !known.is_missing)
    }

    /// Whether a damaged day lies after a day and before the newest.
    pub(super) fn is_damaged_after(&self, day: Date) -> bool {
        self.damaged.iter().any(|known| known.day.date > day)
    }

    /// The name of a reference: `2026-11-02 (best day of the last 30 d)`.
    pub(super) fn name(&self, day: &Day) -> String {
        match self.against {
            Against::Baseline => format!("the baseline of {}", day.date),
            Against::Previous => format!("{} (previous snapshot)", day.date),
            Against::Days(days) => {
                format!("{} (latest snapshot at least {} earlier)", day.date, count(days as usize, "day"))
            }
            Against::BestOf(window) => format!("{} (best day of the last {window})", day.date),
        }
    }
}

/// Whether a day can be compared with. The reported score needs no controls.
fn is_usable(known: &KnownDay, judge: Judge) -> bool {
    known.defect.as_ref().is_none_or(|defect| judge == Judge::Reported && defect.reported == ReportedScore::Usable)
}

/// Whether no damaged day stands between the reference, which may be missing, and a day behind it: with its own figures it would
/// be the reference.
fn none_damaged(damaged: &[&KnownDay], reference: Option<&Day>, until: Date) -> Result<(), Reason> {
    let between = damaged
        .iter()
        .rev()
        .find(|known| known.day.date <= until && reference.is_none_or(|reference| known.day.date > reference.date));
    match between {
        Some(KnownDay { day, defect: Some(defect), .. }) => Err(Reason::DayUnusable {
            date: day.date,
            cause: Box::new(defect.reason.clone()),
            role: DayRole::Reference,
        }),
        Some(KnownDay { defect: None, .. }) | None => Ok(()),
    }
}

/// Whether the past does not reach back to the beginning of a window, give or take a tenth of it: days without data must not
/// leave every rule unknown, but the best day of a missing past is unknown.
fn too_short(before: &[&Day], known: &[&Day], newest: Date, window: Age) -> Option<Reason> {
    let days = window.days();
    let first = ago(newest, days.saturating_sub((days / 10).max(1)));
    let oldest = before.first()?;
    if oldest.date <= first {
        return hole(known, newest, window);
    }
    let (begins, window) = (oldest.date, window.to_string());
    Some(Reason::HistoryTooShort(HistoryShortage::Window { begins, window, days: days as usize + 1 }))
}

/// Whether so many days in a row are missing that the best of the window may be among them: more than a week, and more than a
/// quarter of the window.
fn hole(known: &[&Day], newest: Date, window: Age) -> Option<Reason> {
    let most = i64::from(window.days() / 4).max(LONGEST_HOLE);
    let first = ago(newest, window.days());
    let dates: Vec<Date> = known.iter().map(|day| day.date).filter(|date| *date >= first).chain([newest]).collect();
    let apart = |pair: &[Date]| i64::from((pair[1] - pair[0]).get_days());
    let hole = dates.windows(2).find(|pair| apart(pair) > most)?;
    Some(Reason::HistoryGap { from: hole[0], to: hole[1], window: window.to_string() })
}

fn too_little(expectation: &RegressionExpectation, between: &[&Day], newest: Date) -> Reason {
    let (needed, required) = match expectation.against {
        Against::Baseline => (0, "a baseline".to_owned()),
        Against::Previous => (1, "an earlier snapshot".to_owned()),
        Against::Days(days) => (days, format!("a snapshot at least {} earlier", count(days as usize, "day"))),
        Against::BestOf(window) => (window.days(), format!("snapshots of the last {window}")),
    };
    Reason::HistoryTooShort(HistoryShortage::Reference {
        required,
        confirm: expectation.confirm,
        begins: between.first().map(|day| day.date),
        snapshots: between.len(),
        latest: newest,
        days: needed.max(expectation.confirm) as usize + 1,
    })
}
