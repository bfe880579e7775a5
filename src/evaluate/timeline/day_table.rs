//! One day as its source has it, before the controls are numbered and what is missing is taken from the newest day.

use crate::evaluate::defect::{Defect, Figure, find_defect};
use crate::figures::{PERCENTAGE_TOLERANCE, ROUNDING, TOLERANCE};
use std::collections::HashMap;

use jiff::civil::Date;

use super::Controls;
use crate::baseline::{Baseline, BaselineClaim, BaselineControl};
use crate::evaluate::attribution::{Claim, Day, Entry, Weights};
use crate::evaluate::control_assessment::{ControlAssessment, derived_maximum, fraction};
use crate::evaluate::interval::Interval;
use crate::evaluate::posture::Posture;
use crate::evidence::{PastControl, PastDay, without_instance};
use crate::report::{Reason, TenantUse};

/// One day.
pub(super) struct DayTable<'e> {
    date: Date,
    current: Option<f64>,
    max: Option<f64>,
    /// The reason not to rely on its controls, if there is one.
    defect: Option<Defect>,
    /// Whether Graph answered that a part is missing, or nothing shows whose the day is: then it is as good as missing.
    pub(super) is_missing: bool,
    pub(super) rows: Vec<Row<'e>>,
}

/// One control of a day.
pub(super) struct Row<'e> {
    pub(super) id: &'e str,
    score: f64,
    percentage: Option<f64>,
    /// The maximum that is known of this day itself.
    max: Option<Interval>,
    /// Whether its points are claimed, and whether for certain, where that is known of the day itself; else the newest catalogue
    /// says so.
    claim: Option<(Claim, Claim)>,
    inconsistent: bool,
}

impl<'e> DayTable<'e> {
    pub(super) fn of_posture(posture: &Posture<'e>) -> Self {
        let snapshot = &posture.evidence.snapshot;
        Self {
            date: snapshot.date(),
            current: snapshot.current,
            max: snapshot.max,
            defect: posture.defect.clone(),
            is_missing: snapshot.partial,
            rows: posture.assessments.iter().map(Row::of_assessment).collect(),
        }
    }

    pub(super) fn of_past(past: &'e PastDay) -> Self {
        let unnamed = past.unnamed.then_some(Reason::TenantUnknown(TenantUse::Comparison));
        let defect = unnamed.or_else(|| past.partial.then_some(Reason::SnapshotPartial)).map(Defect::unusable);
        let maximum = |control: &PastControl| {
            let id = control.id.to_lowercase();
            past.maxima.get(&id).or_else(|| past.maxima.get(without_instance(&id))).copied()
        };
        let maximum = |control: &PastControl| if past.maxima.is_empty() { None } else { maximum(control) };
        let figure =
            |control: &'e PastControl| Figure { id: &control.id, score: control.score, disputed: control.disputed };
        let figures: Vec<Figure<'e>> = past.controls.iter().map(figure).collect();
        let rows: Vec<Row<'e>> = past.controls.iter().map(|control| Row::of_past(control, maximum(control))).collect();
        Self {
            is_missing: past.unnamed || past.partial,
            date: past.date,
            current: past.current,
            max: past.max,
            defect: defect.or_else(|| find_defect((past.current, past.max), past.lists_controls, &figures)),
            rows,
        }
    }

    pub(super) fn of_baseline(baseline: &'e Baseline) -> Self {
        Self {
            date: baseline.date,
            current: Some(baseline.current),
            max: Some(baseline.max),
            defect: None,
            is_missing: false,
            rows: baseline.controls.iter().map(Row::of_baseline).collect(),
        }
    }

    /// The same day, with what is known from elsewhere of its claims.
    pub(super) fn claimed(mut self, claim: impl Fn(&str) -> (Claim, Claim)) -> Self {
        self.rows.iter_mut().for_each(|row| row.claim = Some(claim(row.id)));
        self
    }

    /// The reason for which nothing can be judged by its controls, if there is one.
    pub(super) fn defect(&self) -> Option<Defect> {
        if let Some(defect) = &self.defect {
            return Some(defect.clone());
        }
        match self.max {
            Some(max) if max > 0.0 => None,
            Some(_) | None => Some(Defect::unusable(Reason::NoMaxScore(self.max))),
        }
    }

    /// The day on the control index. `later` has the maximum of each control as the newest day knows it.
    pub(super) fn to_day(
        &self,
        numbers: &HashMap<&str, usize>,
        later: &[Option<Interval>],
        index: &Controls<'_>,
    ) -> Day {
        let entry = |row: &Row<'_>| {
            let control = *numbers.get(row.id)?;
            let claim = row.claim.unwrap_or_else(|| index.claims(control, self.date));
            Some(row.to_entry(control, later.get(control).copied().flatten(), claim))
        };
        let mut entries: Vec<Entry> = self.rows.iter().filter_map(entry).collect();
        entries.sort_by_key(|entry| entry.control);
        // A day without a score or a maximum is no reference, but what is known of it may show that more was lost than since others.
        let sum = || entries.iter().map(|entry| entry.score).sum();
        let maxima = || entries.iter().filter_map(|entry| entry.max).map(|max| max.least).sum();
        let current = self.current.unwrap_or_else(sum);
        let max = self.max.filter(|max| *max > 0.0).unwrap_or_else(maxima);
        let mut day = Day { date: self.date, current, max, entries };
        if Weights::of(&day).are_verified {
            day.entries.iter_mut().filter(|entry| entry.fraction.is_none()).for_each(Entry::take_assumed_fraction);
        }
        day
    }
}

impl<'e> Row<'e> {
    fn of_assessment(assessment: &ControlAssessment<'e>) -> Self {
        Self {
            id: &assessment.control.id,
            score: assessment.score.unwrap_or(0.0),
            percentage: assessment.control.percentage,
            max: assessment.max,
            claim: Some(assessment.state.claims()),
            inconsistent: assessment.inconsistency.is_some(),
        }
    }

    fn of_past(control: &'e PastControl, max: Option<f64>) -> Self {
        Self {
            id: &control.id,
            score: control.score.unwrap_or(0.0),
            percentage: control.percentage,
            max: max.map(Interval::exact),
            claim: None,
            inconsistent: control.disputed.is_some() || control.score.is_none(),
        }
    }

    fn of_baseline(control: &'e BaselineControl) -> Self {
        let claim = match control.claim {
            BaselineClaim::No => Claim::No,
            BaselineClaim::Yes(_) => Claim::Yes,
            BaselineClaim::Unknown => Claim::Maybe,
        };
        Self {
            id: &control.id,
            score: control.score,
            percentage: None,
            max: control.max.map(Interval::exact),
            claim: Some((claim, claim)),
            inconsistent: false,
        }
    }

    fn to_entry(&self, control: usize, later: Option<Interval>, (claim, certain_claim): (Claim, Claim)) -> Entry {
        let (max, assumed) = self.maximum(later);
        let own = max.filter(|_| !assumed);
        let fraction = fraction(self.score, own, self.percentage);
        let exact = own.filter(|max| max.is_exact() && max.least > 0.0).map(|max| self.score / max.least);
        let is_possible = exact.is_none_or(|fraction| (0.0..=1.0 + TOLERANCE).contains(&fraction));
        // Of a maximum of 0, nor of one that follows from the percentage, the percentage is no second figure.
        let measured = exact.or((self.score == 0.0 && own.is_none()).then_some(0.0)).zip(self.percentage);
        let fits = measured.is_none_or(|(fraction, given)| (given - 100.0 * fraction).abs() <= PERCENTAGE_TOLERANCE);
        let inconsistent = self.inconsistent || self.score < 0.0 || !is_possible || !fits;
        Entry { control, score: self.score, max, fraction, claim, certain_claim, assumed, inconsistent }
    }

    /// The maximum on the day, and whether it is that of another: the day's own; else what follows from points and percentage;
    /// else that of the newest day. Percentages are rounded: one that the newest maximum gives too shows that it held then.
    fn maximum(&self, later: Option<Interval>) -> (Option<Interval>, bool) {
        if self.max.is_some() {
            return (self.max, false);
        }
        let Some(derived) = self.percentage.and_then(|percentage| derived_maximum(self.score, percentage)) else {
            return (later, later.is_some());
        };
        let fits = |max: f64| {
            self.percentage.is_some_and(|percentage| (100.0 * self.score / max - percentage).abs() <= ROUNDING)
        };
        let holds = later.filter(|max| max.is_exact() && max.least > 0.0 && fits(max.least));
        (Some(holds.unwrap_or(derived)), false)
    }
}

impl Entry {
    /// Takes the fraction that its points are of a maximum that another day has.
    fn take_assumed_fraction(&mut self) {
        self.fraction = self.max.filter(|max| max.least > 0.0).map(|max| Interval::exact(self.score / max.least));
    }
}
