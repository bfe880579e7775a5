//! The scored controls by id and by property, so that a selector finds them without going through all of them.

use std::collections::{BTreeMap, BTreeSet};

use glob::Pattern;

use super::control_assessment::ControlAssessment;
use super::property::Property;
use crate::evidence::without_instance;

/// The scored controls by id and by property, as positions in the posture's assessments.
#[derive(Debug)]
pub(super) struct SelectorIndex {
    by_id: BTreeMap<String, usize>,
    by_bare_id: BTreeMap<String, Vec<usize>>,
    by_property: BTreeMap<(Property, String), Vec<usize>>,
    /// The controls of which the value of a property is unknown.
    without_property: BTreeMap<Property, Vec<usize>>,
}

impl SelectorIndex {
    pub(super) fn of(assessments: &[ControlAssessment<'_>]) -> Self {
        let mut index = Self {
            by_id: assessments.iter().enumerate().map(|(index, s)| (s.control.id.to_lowercase(), index)).collect(),
            by_bare_id: BTreeMap::new(),
            by_property: BTreeMap::new(),
            without_property: BTreeMap::new(),
        };
        for (id, position) in &index.by_id {
            index.by_bare_id.entry(without_instance(id).to_owned()).or_default().push(*position);
        }
        for (position, assessment) in assessments.iter().enumerate() {
            for property in Property::ALL {
                let values = property.of(assessment);
                if !property.is_known(assessment) {
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

    /// Whether a scored control has a value of a property.
    pub(super) fn has_value(&self, property: Property, value: &str) -> bool {
        self.by_property.contains_key(&(property, value.to_owned()))
    }

    /// The controls that have one of the values of a property, or of which the property is unknown.
    pub(super) fn candidates(&self, property: Property, values: &BTreeSet<String>) -> BTreeSet<usize> {
        let with = values.iter().filter_map(|value| self.by_property.get(&(property, value.clone())));
        with.chain(self.without_property.get(&property)).flatten().copied().collect()
    }
}
