//! The days that a rule can compare with the newest: history and baseline, in one control index.

mod day_table;
mod pair;

use super::defect::Defect;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::attribution::{Claim, ControlIndex, Day, Disposition};
use super::interval::Interval;
use super::posture::Posture;
use super::state::State;
use crate::baseline::Baseline;
use crate::evidence::{Catalogue, without_instance};
use day_table::DayTable;
pub(super) use pair::{Pair, Side};

/// All days of a run, the baseline apart.
#[derive(Debug)]
pub(super) struct Timeline<'e> {
    pub(super) index: Controls<'e>,
    /// The days before the newest, the oldest first.
    pub(super) past: Vec<KnownDay>,
    /// The newest day.
    pub(super) newest: KnownDay,
    /// The baseline's day.
    pub(super) baseline: Option<Day>,
}

/// A day, and whether rules can be evaluated on it.
#[derive(Debug)]
pub(super) struct KnownDay {
    pub(super) day: Day,
    /// The reason not to rely on its controls, if there is one.
    pub(super) defect: Option<Defect>,
    /// Whether Graph answered that a part is missing, or nothing shows whose the day is: then it is as good as missing.
    pub(super) is_missing: bool,
}

/// Every control of any day, numbered by id.
#[derive(Debug)]
pub(super) struct Controls<'e> {
    catalogue: &'e Catalogue,
    listed: Vec<Listed<'e>>,
    /// The number of the control at each position of [`Posture::assessments`].
    by_assessment: Vec<usize>,
    /// The controls that differ in nothing but the number of an instance, by their id without it.
    by_bare_id: HashMap<String, Vec<usize>>,
}

/// One control of the index.
#[derive(Debug)]
struct Listed<'e> {
    /// The id, as Graph wrote it last.
    id: &'e str,
    /// The position in [`Posture::assessments`] of the newest day.
    assessment: Option<usize>,
    disposition: Disposition,
    /// Whether its points are claimed, where no day can differ from another in that.
    claim: Option<(Claim, Claim)>,
}

impl<'e> Timeline<'e> {
    pub(super) fn of(posture: &Posture<'e>, baseline: Option<&'e Baseline>) -> Self {
        let evidence = posture.evidence;
        let newest = DayTable::of_posture(posture);
        let past: Vec<DayTable<'e>> = evidence.history.iter().map(DayTable::of_past).collect();
        let agreed = baseline.map(DayTable::of_baseline);
        let tables: Vec<&DayTable<'e>> = past.iter().chain(agreed.as_ref()).chain([&newest]).collect();
        let numbers = numbers(&tables);
        let mut listed = list(&numbers, &evidence.catalogue, posture.gap.is_none());
        let by_assessment: Vec<usize> = newest.rows.iter().filter_map(|row| numbers.of.get(row.id).copied()).collect();
        by_assessment.iter().enumerate().for_each(|(position, control)| listed[*control].assessment = Some(position));
        let mut by_bare_id: HashMap<String, Vec<usize>> = HashMap::new();
        for (control, id) in numbers.ids.iter().enumerate() {
            by_bare_id.entry(without_instance(&id.to_lowercase()).to_owned()).or_default().push(control);
        }
        let index = Controls { catalogue: &evidence.catalogue, listed, by_assessment, by_bare_id };
        let later: Vec<Option<Interval>> = index.later_maxima(posture);
        let day = |table: &DayTable<'e>| table.to_day(&numbers.of, &later, &index);
        let past = past
            .iter()
            .map(|table| KnownDay { day: day(table), defect: table.defect(), is_missing: table.is_missing })
            .collect();
        let agreed = agreed.as_ref().map(day);
        let newest = KnownDay { day: day(&newest), defect: newest.defect(), is_missing: newest.is_missing };
        Self { past, newest, baseline: agreed, index }
    }

    /// The days before the latest whose controls are reliable, the oldest first.
    pub(super) fn decided(&self) -> impl DoubleEndedIterator<Item = &Day> {
        self.past.iter().filter(|known| known.defect.is_none()).map(|known| &known.day)
    }

    /// The first day on which a control was scored, the newest and the baseline included. Another instance of the connector
    /// counts: Microsoft does not add a control where a tenant connects a second one.
    pub(super) fn first_seen(&self, control: usize) -> Option<Date> {
        let days = self.past.iter().map(|known| &known.day).chain([&self.newest.day]).chain(self.baseline.as_ref());
        let instances = self.index.instances(control);
        let scores = |day: &&Day| instances.iter().any(|control| day.entry(*control).is_some());
        days.filter(scores).map(|day| day.date).min()
    }
}

impl<'e> Controls<'e> {
    /// The position of a control in [`Posture::assessments`]; none where the newest day does not score it.
    pub(super) fn assessment(&self, control: usize) -> Option<usize> {
        self.listed.get(control)?.assessment
    }

    /// The number of the control at a position of [`Posture::assessments`].
    pub(super) fn at(&self, assessment: usize) -> Option<usize> {
        self.by_assessment.get(assessment).copied()
    }

    /// A control with all others that differ from it in nothing but the number of an instance.
    fn instances(&self, control: usize) -> &[usize] {
        let bare = self.listed.get(control).map(|listed| without_instance(&listed.id.to_lowercase()).to_owned());
        bare.and_then(|bare| self.by_bare_id.get(&bare)).map_or(&[], Vec::as_slice)
    }

    /// Whether the days know several controls that differ from one in nothing but the number of an instance.
    pub(super) fn has_instances(&self, id: &str) -> bool {
        self.by_bare_id.get(without_instance(&id.to_lowercase())).is_some_and(|instances| instances.len() > 1)
    }

    /// Whether the points of a control were claimed on a day, and whether for certain, by the newest catalogue.
    fn claims(&self, control: usize, day: Date) -> (Claim, Claim) {
        let Some(listed) = self.listed.get(control) else { return (Claim::Maybe, Claim::Maybe) };
        listed.claim.unwrap_or_else(|| State::of(listed.id, self.catalogue, day).claims())
    }

    /// Every control with its id.
    pub(super) fn ids(&self) -> impl Iterator<Item = (usize, &'e str)> {
        self.listed.iter().map(|listed| listed.id).enumerate()
    }

    /// The profile of a control in the newest catalogue.
    fn profile(&self, control: usize) -> Option<&'e crate::evidence::Profile> {
        self.catalogue.profile(self.listed.get(control)?.id)
    }

    /// For each control the maximum of the newest day, or else of the newest catalogue.
    fn later_maxima(&self, posture: &Posture<'_>) -> Vec<Option<Interval>> {
        let own = |listed: &Listed<'_>| posture.assessments.get(listed.assessment?)?.max;
        let profiled = |listed: &Listed<'_>| {
            let profile = self.catalogue.profile(listed.id).filter(|profile| !profile.disputed);
            profile.and_then(|profile| profile.max).map(Interval::exact)
        };
        self.listed.iter().map(|listed| own(listed).or_else(|| profiled(listed))).collect()
    }
}

impl ControlIndex for Controls<'_> {
    fn id(&self, control: usize) -> String {
        self.listed.get(control).map(|listed| listed.id.to_owned()).unwrap_or_default()
    }

    fn title(&self, control: usize) -> Option<String> {
        self.profile(control)?.title.clone()
    }

    fn disposition(&self, control: usize) -> Disposition {
        self.listed.get(control).map_or(Disposition::Undetermined, |listed| listed.disposition)
    }
}

/// The number of every id as it is written anywhere, and the id by which each number is called.
struct Numbers<'e> {
    of: HashMap<&'e str, usize>,
    ids: Vec<&'e str>,
}

/// An id as some day writes it.
struct Spelling {
    lower: String,
    /// At which of all rows it stands last. The newest table comes last: its spelling is the one that people know.
    last: usize,
}

/// Numbers the controls of all days by id. Letter case does not count; neither does the number of a connector's instance,
/// unless a day scores two controls that differ in nothing else: Microsoft put it before ids that had none.
fn numbers<'e>(tables: &[&DayTable<'e>]) -> Numbers<'e> {
    let mut spelled: HashMap<&'e str, Spelling> = HashMap::new();
    for (at, row) in tables.iter().flat_map(|table| &table.rows).enumerate() {
        spelled.entry(row.id).or_insert_with(|| Spelling { lower: row.id.to_lowercase(), last: at }).last = at;
    }
    let ambiguous = ambiguous(tables, &spelled);
    let key = |spelling: &Spelling| {
        let bare = without_instance(&spelling.lower);
        if ambiguous.contains(bare) { spelling.lower.clone() } else { bare.to_owned() }
    };
    let mut keys: Vec<(String, usize, &'e str)> =
        spelled.iter().map(|(id, spelling)| (key(spelling), spelling.last, *id)).collect();
    keys.sort();
    let mut numbers = Numbers { of: HashMap::with_capacity(keys.len()), ids: Vec::new() };
    let mut known: Option<&str> = None;
    for (key, _, id) in &keys {
        if known != Some(key) {
            numbers.ids.push(id);
            known = Some(key);
        }
        let number = numbers.ids.len() - 1;
        // Of several spellings the last one stays.
        numbers.ids[number] = id;
        numbers.of.insert(id, number);
    }
    numbers
}

/// Ids without the number of an instance that a day scores more than once.
fn ambiguous<'s>(tables: &[&DayTable<'_>], spelled: &'s HashMap<&str, Spelling>) -> HashSet<&'s str> {
    let lower = spelled.values().map(|spelling| spelling.lower.as_str());
    let bare: HashSet<&str> = lower.filter(|full| without_instance(full) != *full).map(without_instance).collect();
    let mut ambiguous = HashSet::new();
    if bare.is_empty() {
        return ambiguous;
    }
    for table in tables {
        let mut seen: HashSet<&str> = HashSet::new();
        for row in &table.rows {
            let Some(key) = spelled.get(row.id).map(|spelling| without_instance(&spelling.lower)) else { continue };
            if bare.contains(key) && !seen.insert(key) {
                ambiguous.insert(key);
            }
        }
    }
    ambiguous
}

/// `is_whole`: whether the later day shows all controls that it scores. Only what is proved to be retired is.
fn list<'e>(numbers: &Numbers<'e>, catalogue: &Catalogue, is_whole: bool) -> Vec<Listed<'e>> {
    let disposition = |id: &str| match catalogue.profile(id) {
        Some(profile) if profile.disputed => Disposition::Undetermined,
        Some(profile) if profile.deprecated && is_whole => Disposition::Retired,
        Some(profile) if profile.deprecated => Disposition::Undetermined,
        Some(_) => Disposition::Descoped,
        // Another instance of the connector is still in the catalogue: this one was disconnected, and nothing was retired.
        None if catalogue.profile(without_instance(&id.to_lowercase())).is_some() => Disposition::Descoped,
        None if catalogue.linked && is_whole => Disposition::Retired,
        None => Disposition::Undetermined,
    };
    let listed =
        |id: &&'e str| Listed { id, assessment: None, disposition: disposition(id), claim: lasting(id, catalogue) };
    numbers.ids.iter().map(listed).collect()
}

/// Whether the points of a control are claimed, where none of its updates has a date. Most profiles are so, and days are many.
fn lasting(id: &str, catalogue: &Catalogue) -> Option<(Claim, Claim)> {
    let updates = catalogue.profile(id).and_then(|profile| profile.updates.as_ref());
    let is_dated = updates.is_some_and(|updates| updates.iter().any(|update| update.updated.is_some()));
    (!is_dated).then(|| State::of(id, catalogue, Date::MAX).claims())
}
