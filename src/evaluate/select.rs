//! Which controls of the snapshot a selector chooses.

use std::collections::{BTreeMap, BTreeSet};

use glob::Pattern;

use super::control_assessment::Standing;
use super::posture::{Posture, same_control};
use super::property::{Property, comparable};
use crate::evidence::{Profile, without_instance};
use crate::policy::{ControlId, Where};

/// What a selector chose, as positions in [`Posture::standings`].
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// The chosen controls, in order.
    pub(super) chosen: Vec<usize>,
    /// Controls of which it cannot be told whether they belong to the choice, in order.
    pub(super) unplaced: Vec<usize>,
    /// Ids of `match` that the snapshot does not score, as the policy gives them.
    pub(super) missing: Vec<String>,
    /// Patterns of `match` that match no scored control, and values of `where` that no control is known to have.
    pub(super) idle: Vec<String>,
    /// Whether controls that the snapshot lacks could belong to the choice, because it is by pattern or property.
    pub(super) is_open: bool,
}

/// Ways to find controls without going through all of them.
#[derive(Debug)]
pub(super) struct Index {
    by_id: BTreeMap<String, usize>,
    by_bare_id: BTreeMap<String, Vec<usize>>,
    by_property: BTreeMap<(Property, String), Vec<usize>>,
    /// The controls of which the value of a property is not known.
    without_property: BTreeMap<Property, Vec<usize>>,
}

impl Index {
    pub(super) fn of(standings: &[Standing<'_>]) -> Self {
        let mut index = Self {
            by_id: standings.iter().enumerate().map(|(index, s)| (s.control.id.to_lowercase(), index)).collect(),
            by_bare_id: BTreeMap::new(),
            by_property: BTreeMap::new(),
            without_property: BTreeMap::new(),
        };
        for (id, position) in &index.by_id {
            index.by_bare_id.entry(without_instance(id).to_owned()).or_default().push(*position);
        }
        for (position, standing) in standings.iter().enumerate() {
            for property in Property::ALL {
                let values = property.of(standing);
                if !property.is_known(standing) {
                    index.without_property.entry(property).or_default().push(position);
                }
                for value in values {
                    index.by_property.entry((property, value)).or_default().push(position);
                }
            }
        }
        index
    }

    /// The controls that an id names: every instance where the id names none.
    pub(super) fn find(&self, id: &str) -> Vec<usize> {
        let id = id.to_lowercase();
        let bare = without_instance(&id);
        if bare == id {
            return self.by_bare_id.get(&id).cloned().unwrap_or_default();
        }
        let exact = self.by_id.get(&id).or_else(|| self.by_id.get(bare));
        exact.copied().into_iter().collect()
    }

    /// The controls that a pattern matches, with and without the number of an instance.
    fn matching(&self, pattern: &str) -> Vec<usize> {
        let pattern = pattern.to_lowercase();
        // The loader refuses what is no pattern.
        let Ok(glob) = Pattern::new(&pattern) else { return Vec::new() };
        let prefix = &pattern[..pattern.find(['*', '?', '[']).unwrap_or(pattern.len())];
        let from = prefix.to_owned()..;
        let full = self.by_id.range(from.clone()).take_while(|(id, _)| id.starts_with(prefix));
        let full = full.filter(|(id, _)| glob.matches(id)).map(|(_, position)| *position);
        let bare = self.by_bare_id.range(from).take_while(|(id, _)| id.starts_with(prefix));
        let bare = bare.filter(|(id, _)| glob.matches(id)).flat_map(|(_, positions)| positions.iter().copied());
        full.chain(bare).collect()
    }
}

impl Posture<'_> {
    /// All scored controls.
    pub(super) fn select_all(&self) -> Selection {
        Selection { chosen: (0..self.standings.len()).collect(), is_open: true, ..Selection::default() }
    }

    /// The controls that `match` chooses.
    pub(super) fn select_ids(&self, ids: &[ControlId]) -> Selection {
        let mut chosen = BTreeSet::new();
        let (mut missing, mut idle): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for id in ids {
            let (given, is_pattern) = (&id.0, id.is_pattern());
            let found = if is_pattern { self.index.matching(given) } else { self.index.find(given) };
            let nowhere = if is_pattern { &mut idle } else { &mut missing };
            if found.is_empty() && !nowhere.iter().any(|known| known.eq_ignore_ascii_case(given)) {
                nowhere.push(given.clone());
            }
            chosen.extend(found);
        }
        let is_open = ids.iter().any(ControlId::is_pattern);
        Selection { chosen: chosen.into_iter().collect(), unplaced: Vec::new(), missing, idle, is_open }
    }

    /// The controls that `where` chooses. One of which a property is missing that the rule names may be meant or not.
    pub(super) fn select_where(&self, properties: &Where) -> Selection {
        let asked: Vec<(Property, BTreeSet<String>)> = Property::ALL
            .into_iter()
            .filter_map(|property| {
                Some((property, property.asked(properties)?.iter().map(|v| comparable(v)).collect()))
            })
            .collect();
        let mut selection = Selection { is_open: true, idle: self.unheard_of(properties), ..Selection::default() };
        let candidates = asked.iter().map(|(property, values)| self.candidates(*property, values));
        let Some(candidates) = candidates.min_by_key(BTreeSet::len) else { return selection };
        for position in candidates {
            match self.place(position, &asked) {
                Placement::Chosen => selection.chosen.push(position),
                Placement::Unplaced => selection.unplaced.push(position),
                Placement::Out => {}
            }
        }
        selection
    }

    /// Values of `where` that neither a scored control nor the catalogue has, and that Microsoft does not document: slips of the pen.
    fn unheard_of(&self, properties: &Where) -> Vec<String> {
        let is_known = |property: Property, value: &String| {
            let value = comparable(value);
            let in_catalogue = |profile: &Profile| property.of_profile(profile).contains(&value);
            property.documented().iter().any(|known| comparable(known) == value)
                || self.index.by_property.contains_key(&(property, value.clone()))
                || self.evidence.catalogue.profiles.values().any(in_catalogue)
        };
        let asked = Property::ALL.into_iter().filter_map(|property| Some((property, property.asked(properties)?)));
        let unknown =
            asked.flat_map(|(property, values)| values.iter().filter(move |value| !is_known(property, value)));
        unknown.map(|value| format!("`{value}`")).collect()
    }

    /// The values that scored controls have of the property that is asked for, for a message to somebody who mistyped one.
    pub(super) fn values_like(&self, properties: &Where) -> String {
        let own = |standing: &Standing<'_>| {
            let profile = standing.profile.and_then(|profile| profile.service.clone());
            if properties.category.is_some() { standing.control.category.clone() } else { profile }
        };
        let values: BTreeSet<String> = self.standings.iter().filter_map(own).collect();
        let values: Vec<&String> = values.iter().collect();
        if values.is_empty() { "none".to_owned() } else { crate::text::sample(&values, 10) }
    }

    /// The controls that have one of the values of a property, or none of the property at all.
    fn candidates(&self, property: Property, values: &BTreeSet<String>) -> BTreeSet<usize> {
        let with = values.iter().filter_map(|value| self.index.by_property.get(&(property, value.clone())));
        with.chain(self.index.without_property.get(&property)).flatten().copied().collect()
    }

    fn place(&self, position: usize, asked: &[(Property, BTreeSet<String>)]) -> Placement {
        let standing = &self.standings[position];
        let mut placement = Placement::Chosen;
        for (property, values) in asked {
            let own = property.of(standing);
            if own.iter().any(|value| values.contains(value)) {
                continue;
            }
            if property.is_known(standing) {
                return Placement::Out;
            }
            placement = Placement::Unplaced;
        }
        placement
    }

    /// The selection without the controls that `except` names.
    pub(super) fn without(&self, mut selection: Selection, except: Option<&Vec<ControlId>>) -> Selection {
        let Some(except) = except else { return selection };
        let excepted = self.select_ids(except).chosen;
        let is_kept = |position: &usize| excepted.binary_search(position).is_err();
        selection.chosen.retain(is_kept);
        selection.unplaced.retain(is_kept);
        selection.missing.retain(|id| !names_control(except, id));
        selection
    }

    /// An id near one that is neither scored nor in the catalogue.
    pub(super) fn did_you_mean(&self, id: &str) -> Option<&str> {
        let id = id.to_lowercase();
        let known = self.standings.iter().map(|standing| standing.control.id.as_str());
        let known = known.chain(self.evidence.catalogue.profiles.values().map(|profile| profile.id.as_str()));
        // Ids of very different length are no slips of the pen; leaving them out keeps large policies fast.
        known
            .filter(|known| known.len().abs_diff(id.len()) <= 2)
            .map(|known| (strsim::jaro_winkler(&id, &known.to_lowercase()), known))
            .filter(|(likeness, _)| *likeness > 0.85)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known)
    }
}

/// Whether an id or a pattern names one of several instances of a control.
pub(super) fn names_instance(given: &ControlId, control: &str) -> bool {
    if given.is_pattern() {
        names_control(std::slice::from_ref(given), control)
    } else {
        given.0.to_lowercase() == control.to_lowercase()
    }
}

/// Whether ids and patterns name a control, which the snapshot need not score.
pub(super) fn names_control(ids: &[ControlId], control: &str) -> bool {
    let control = control.to_lowercase();
    let is_matched = |pattern: &str| {
        let pattern = Pattern::new(&pattern.to_lowercase());
        pattern.is_ok_and(|glob| glob.matches(&control) || glob.matches(without_instance(&control)))
    };
    ids.iter().any(|id| if id.is_pattern() { is_matched(&id.0) } else { same_control(&id.0, &control) })
}

/// Where a control belongs in view of `where`.
enum Placement {
    Chosen,
    Unplaced,
    Out,
}
