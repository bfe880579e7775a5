//! Two days in one control index: of one recording, or each of its own.

use std::collections::HashMap;

use jiff::civil::Date;

use super::day_table::DayTable;
use super::{Controls, KnownDay, Numbers, list, numbers};
use crate::evaluate::attribution::{Claim, ControlIndex, Disposition};
use crate::evaluate::interval::Interval;
use crate::evaluate::posture::Posture;
use crate::evaluate::state::State;
use crate::evidence::{Catalogue, PastDay};

/// One of the days: the newest of its evidence, or one before it.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct Side<'e> {
    pub(in crate::evaluate) posture: &'e Posture<'e>,
    /// The day, where it is not the newest.
    pub(in crate::evaluate) past: Option<&'e PastDay>,
}

/// Two days that can be compared.
#[derive(Debug)]
pub(in crate::evaluate) struct Pair<'e> {
    pub(in crate::evaluate) earlier: KnownDay,
    pub(in crate::evaluate) later: KnownDay,
    pub(in crate::evaluate) index: Both<'e>,
}

/// The controls of both days. What the later catalogue does not name is called as the earlier one calls it.
#[derive(Debug)]
pub(in crate::evaluate) struct Both<'e> {
    later: Controls<'e>,
    earlier: &'e Catalogue,
}

impl<'e> Side<'e> {
    /// The day in UTC.
    pub(in crate::evaluate) fn date(self) -> Date {
        self.past.map_or_else(|| self.posture.evidence.snapshot.date(), |past| past.date)
    }

    fn catalogue(self) -> &'e Catalogue {
        &self.posture.evidence.catalogue
    }

    fn table(self) -> DayTable<'e> {
        self.past.map_or_else(|| DayTable::of_posture(self.posture), DayTable::of_past)
    }

    /// For each control the maximum on the newest day of the evidence, or else in its catalogue.
    fn maxima(self, numbers: &Numbers<'e>) -> Vec<Option<Interval>> {
        let profiled =
            |id: &&str| self.catalogue().profile(id).filter(|profile| !profile.disputed)?.max.map(Interval::exact);
        let mut maxima: Vec<Option<Interval>> = numbers.ids.iter().map(profiled).collect();
        for assessment in self.posture.assessments.iter().filter(|assessment| assessment.max.is_some()) {
            if let Some(number) = numbers.of.get(assessment.control.id.as_str()) {
                maxima[*number] = assessment.max;
            }
        }
        maxima
    }
}

impl<'e> Pair<'e> {
    pub(in crate::evaluate) fn of(earlier: Side<'e>, later: Side<'e>) -> Self {
        let day = earlier.date();
        let before = earlier.table().claimed(|id| claims(id, day, later.catalogue(), earlier.catalogue()));
        let after = later.table();
        // The newest days too, so that their maxima are found by number.
        let newest = [DayTable::of_posture(earlier.posture), DayTable::of_posture(later.posture)];
        let numbers = numbers(&[&newest[0], &newest[1], &before, &after]);
        let listed = list(&numbers, later.catalogue(), later.past.is_some() || later.posture.gap.is_none());
        let index =
            Controls { catalogue: later.catalogue(), listed, by_assessment: Vec::new(), by_bare_id: HashMap::new() };
        let known = |table: &DayTable<'e>, side: Side<'e>| KnownDay {
            day: table.to_day(&numbers.of, &side.maxima(&numbers), &index),
            defect: table.defect(),
            is_missing: table.is_missing,
        };
        let (before, after) = (known(&before, earlier), known(&after, later));
        Self { earlier: before, later: after, index: Both { later: index, earlier: earlier.catalogue() } }
    }
}

/// Whether points of the earlier day were claimed. The later catalogue knows more: updates that were set since bear their dates.
fn claims(id: &str, day: Date, later: &Catalogue, earlier: &Catalogue) -> (Claim, Claim) {
    let is_readable = later.profile(id).is_some_and(|profile| !profile.disputed && profile.updates.is_some());
    State::of(id, if is_readable { later } else { earlier }, day).claims()
}

impl ControlIndex for Both<'_> {
    fn id(&self, control: usize) -> String {
        self.later.id(control)
    }

    fn title(&self, control: usize) -> Option<String> {
        let earlier = || self.earlier.profile(&self.later.id(control))?.title.clone();
        self.later.title(control).or_else(earlier)
    }

    fn disposition(&self, control: usize) -> Disposition {
        self.later.disposition(control)
    }
}
