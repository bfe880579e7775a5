//! The scored controls by id and by property, so that a selector finds them without going through all of them.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use glob::Pattern;

use super::control_assessment::ControlAssessment;
use super::property::Property;
use crate::evidence::without_instance;

/// The scored controls by id and by property, as positions in the posture's assessments.
#[derive(Debug)]
pub(super) struct SelectorIndex {
    by_id: BTreeMap<String, usize>,
    by_bare_id: BTreeMap<String, Vec<usize>>,
    /// By the position in [`Property::ALL`]; each is built when the first rule names the property, since most policies name few.
    by_property: [OnceCell<ByValue>; Property::ALL.len()],
}

/// The scored controls by the values of one property.
#[derive(Debug, Default)]
pub(super) struct ByValue {
    with: BTreeMap<String, Vec<usize>>,
    /// The controls of which the value is unknown.
    without: Vec<usize>,
    /// The number of all controls.
    controls: usize,
}

/// The place of a control in view of `where`; of several properties the last of these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Placement {
    Chosen,
    /// Whether it is chosen is unknown.
    Uncertain,
    Out,
}

impl SelectorIndex {
    pub(super) fn of(assessments: &[ControlAssessment<'_>]) -> Self {
        let mut index = Self {
            by_id: assessments.iter().enumerate().map(|(index, s)| (s.control.id.to_lowercase(), index)).collect(),
            by_bare_id: BTreeMap::new(),
            by_property: Default::default(),
        };
        for (id, position) in &index.by_id {
            index.by_bare_id.entry(without_instance(id).to_owned()).or_default().push(*position);
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
    pub(super) fn matching(&self, pattern: &str) -> Vec<usize> {
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

    /// The controls of the assessments that the index is of, by the values of a property.
    pub(super) fn by_value(&self, property: Property, assessments: &[ControlAssessment<'_>]) -> &ByValue {
        self.by_property[property as usize].get_or_init(|| ByValue::of(property, assessments))
    }
}

impl ByValue {
    fn of(property: Property, assessments: &[ControlAssessment<'_>]) -> Self {
        let mut found = Self { controls: assessments.len(), ..Self::default() };
        for (position, assessment) in assessments.iter().enumerate() {
            if !property.is_known(assessment) {
                found.without.push(position);
            }
            for value in property.of(assessment) {
                found.with.entry(value).or_default().push(position);
            }
        }
        found
    }

    /// Whether a scored control has a value.
    pub(super) fn has(&self, value: &str) -> bool {
        self.with.contains_key(value)
    }

    /// The place of each control, by its position, in view of the values that a rule requires.
    pub(super) fn placements(&self, required: impl Iterator<Item = String>) -> Vec<Placement> {
        let mut placements = vec![Placement::Out; self.controls];
        self.without.iter().for_each(|position| placements[*position] = Placement::Uncertain);
        for value in required {
            self.with.get(&value).into_iter().flatten().for_each(|position| placements[*position] = Placement::Chosen);
        }
        placements
    }
}
