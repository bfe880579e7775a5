//! Whether the controls that policies and waivers name exist, where a catalogue is at hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;

use super::suggest::{closest, code};
use super::{ControlId, Expectation, Place, PolicySet};
use crate::error::{Problem, SourceText};
use crate::evidence::{Evidence, without_instance};

impl PolicySet {
    /// Every id of a control that neither the snapshot nor the catalogue knows, at its place. It means nothing where the
    /// catalogue is incomplete.
    #[must_use]
    pub fn unknown_controls(&self, evidence: &Evidence) -> Vec<Problem> {
        let catalogue = &evidence.catalogue;
        let scored = evidence.snapshot.controls.iter().map(|control| control.id.to_lowercase());
        let scored: BTreeSet<String> = scored.flat_map(|id| [without_instance(&id).to_owned(), id]).collect();
        let is_known = |id: &str| {
            let id = id.to_lowercase();
            scored.contains(&id) || scored.contains(without_instance(&id)) || catalogue.profile(&id).is_some()
        };
        let names = || {
            let profiles = catalogue.profiles.values().map(|profile| profile.id.as_str());
            profiles.chain(evidence.snapshot.controls.iter().map(|control| control.id.as_str()))
        };
        let unknown = self.named_controls().into_iter().filter(|(_, id)| !is_known(id));
        unknown.map(|(place, id)| self.unknown(place, id, closest(id, names()))).collect()
    }

    /// The ids of controls that rules and waivers name, patterns left out, with the place of the rule or waiver.
    fn named_controls(&self) -> Vec<(Place, &str)> {
        let mut named = Vec::new();
        for rule in self.policies.iter().flat_map(|policy| &policy.rules) {
            let ids = match &rule.expect {
                Expectation::Controls(controls) => controls.ids.as_ref(),
                Expectation::Freshness(freshness) => freshness.controls.as_ref().and_then(|chosen| chosen.ids.as_ref()),
                Expectation::Regression(regression) => {
                    regression.controls.as_ref().and_then(|chosen| chosen.ids.as_ref())
                }
                Expectation::Score(_) | Expectation::Claimed(_) | Expectation::Coverage(_) => None,
            };
            let single = ids.into_iter().flatten().filter(|id| !ControlId::is_pattern(id));
            named.extend(single.map(|id| (rule.place, id.0.as_str())));
        }
        for waiver in &self.waivers {
            named.extend(waiver.controls.iter().map(|control| (waiver.place, control.0.as_str())));
        }
        named
    }

    fn unknown(&self, place: Place, id: &str, near: Option<&str>) -> Problem {
        let source = self.sources.get(place.source);
        // The id stands behind the rule or waiver that names it.
        let span = source.and_then(|source| {
            let start: usize =
                source.text.split_inclusive('\n').take(place.line.saturating_sub(1) as usize).map(str::len).sum();
            Some((start + source.text.get(start..)?.find(id)?, id.len()).into())
        });
        Problem {
            message: format!("neither the snapshot nor the catalogue knows the control {}", code(id)),
            source_code: source.map(|s| Arc::new(NamedSource::new(&s.path, SourceText::new(&s.text)))),
            span,
            label: "unknown control".to_owned(),
            help: Some(match near {
                Some(near) => format!("did you mean {}?", code(near)),
                None => "remove it, if Microsoft has retired it".to_owned(),
            }),
        }
    }
}
