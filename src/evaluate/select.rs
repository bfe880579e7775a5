//! The selection of controls of the snapshot by `match`, `where` and `except`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::control_assessment::ControlAssessment;
use super::control_id::names_control;
use super::posture::Posture;
use super::property::{Property, comparable};
use super::selector_index::{ByValue, Placement};
use crate::evidence::Profile;
use crate::policy::{ControlId, Selected, Where};
use crate::report::Reason;
use crate::text::line;
use crate::text::suggest::closest;

/// The result of a selector, as positions in [`Posture::assessments`].
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// The chosen controls, in order.
    pub(super) chosen: Vec<usize>,
    /// Controls of which it is unknown whether they belong to the choice, in order.
    pub(super) uncertain: Vec<usize>,
    /// Ids of `match` that the snapshot does not score, as the policy gives them.
    pub(super) missing: Vec<String>,
    /// Patterns of `match` that match no scored control, and values of `where` that no control is known to have.
    pub(super) unmatched: Vec<String>,
    /// Whether controls that are missing from the snapshot could belong to the choice, because it is by pattern or property.
    pub(super) is_open: bool,
}

impl Posture<'_> {
    /// The controls that a choice takes: all scored ones where neither `match` nor `where` narrows it.
    pub(super) fn select(&self, selected: Selected<'_>) -> Selection {
        let selection = match (selected.ids, selected.properties) {
            (Some(ids), _) => self.select_ids(ids),
            (None, Some(properties)) => self.select_where(properties),
            (None, None) => self.select_all(),
        };
        self.without(selection, selected.except)
    }

    /// All scored controls.
    pub(super) fn select_all(&self) -> Selection {
        Selection { chosen: (0..self.assessments.len()).collect(), is_open: true, ..Selection::default() }
    }

    /// The controls that `match` chooses.
    pub(super) fn select_ids(&self, ids: &[ControlId]) -> Selection {
        let mut chosen = BTreeSet::new();
        let (mut missing, mut unmatched): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for id in ids {
            let (given, is_pattern) = (&id.0, id.is_pattern());
            let found = if is_pattern { self.index.matching(given) } else { self.index.find(given) };
            let nowhere = if is_pattern { &mut unmatched } else { &mut missing };
            if found.is_empty() && !nowhere.iter().any(|known| known.eq_ignore_ascii_case(given)) {
                nowhere.push(given.clone());
            }
            chosen.extend(found);
        }
        let is_open = ids.iter().any(ControlId::is_pattern);
        Selection { chosen: chosen.into_iter().collect(), uncertain: Vec::new(), missing, unmatched, is_open }
    }

    /// The controls that `where` chooses. One of which a property is missing that the rule names may be meant or not.
    pub(super) fn select_where(&self, properties: &Where) -> Selection {
        let mut selection =
            Selection { is_open: true, unmatched: self.values_of_no_control(properties), ..Selection::default() };
        let required = Property::ALL.into_iter().filter_map(|property| {
            let values = property.required_values(properties)?.iter().map(|value| comparable(value));
            Some(self.by_value(property).placements(values))
        });
        let worst =
            |one: Vec<Placement>, other| one.into_iter().zip(other).map(|(one, other)| one.max(other)).collect();
        let placements = required.reduce(worst).unwrap_or_default();
        for (position, placement) in placements.into_iter().enumerate() {
            match placement {
                Placement::Chosen => selection.chosen.push(position),
                Placement::Uncertain => selection.uncertain.push(position),
                Placement::Out => {}
            }
        }
        selection
    }

    fn by_value(&self, property: Property) -> &ByValue {
        self.index.by_value(property, &self.assessments)
    }

    /// Values of `where` that neither a scored control nor the catalogue has, and that Microsoft does not document: slips of
    /// the pen.
    fn values_of_no_control(&self, properties: &Where) -> Vec<String> {
        let is_known = |property: Property, value: &String| {
            let value = comparable(value);
            let in_catalogue = |profile: &Arc<Profile>| property.of_profile(profile).contains(&value);
            self.by_value(property).has(&value)
                || property.documented().iter().any(|known| comparable(known) == value)
                || self.evidence.catalogue.profiles.values().any(in_catalogue)
        };
        let required =
            Property::ALL.into_iter().filter_map(|property| Some((property, property.required_values(properties)?)));
        let unknown =
            required.flat_map(|(property, values)| values.iter().filter(move |value| !is_known(property, value)));
        unknown.map(|value| format!("`{value}`")).collect()
    }

    /// The values that scored controls have of the property that is required for, for a message about a mistyped one.
    pub(super) fn values_like(&self, properties: &Where) -> Vec<String> {
        let own = |assessment: &ControlAssessment<'_>| {
            let profile = assessment.profile.and_then(|profile| profile.service.clone());
            if properties.category.is_some() { assessment.control.category.clone() } else { profile }
        };
        let values: BTreeSet<String> = self.assessments.iter().filter_map(own).collect();
        values.into_iter().collect()
    }

    /// The selection without the controls that `except` names.
    pub(super) fn without(&self, mut selection: Selection, except: Option<&Vec<ControlId>>) -> Selection {
        let Some(except) = except else { return selection };
        let excepted = self.select_ids(except).chosen;
        let is_kept = |position: &usize| excepted.binary_search(position).is_err();
        selection.chosen.retain(is_kept);
        selection.uncertain.retain(is_kept);
        selection.missing.retain(|id| !names_control(except, id));
        selection
    }

    /// The id that one which is neither scored nor in the catalogue most likely stands for.
    pub(super) fn did_you_mean(&self, id: &str) -> Option<&str> {
        let known = self.assessments.iter().map(|assessment| assessment.control.id.as_str());
        let known = known.chain(self.evidence.catalogue.profiles.values().map(|profile| profile.id.as_str()));
        closest(id, known)
    }
}

impl Selection {
    /// The reason that parts of the selector match no scored control.
    pub(super) fn unmatched_reason(&self) -> Reason {
        let patterns = self.unmatched.iter().map(|pattern| line(pattern)).collect();
        Reason::SelectorUnmatched { patterns, known: None }
    }
}
