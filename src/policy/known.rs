//! Whether what policies and waivers name exists, where a catalogue is at hand.

mod references;
mod values;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;

use super::selector::Selected;
use super::{ControlId, Place, PolicySet, SourceFile};
use crate::error::{Problem, SourceText};
use crate::evidence::{Evidence, without_instance};
use crate::text::suggest::{closest, code};
use crate::yaml::problem::MOST_PROBLEMS;

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
        let marker = Marker::of(self);
        unknown.take(MOST_PROBLEMS).map(|(place, id)| marker.unknown_control(place, id, closest(id, names()))).collect()
    }

    /// The ids of controls that rules and waivers name, patterns left out, with the place of the rule or waiver.
    fn named_controls(&self) -> Vec<(Place, &str)> {
        let mut named = Vec::new();
        for rule in self.policies.iter().flat_map(|policy| &policy.rules) {
            let Selected { ids, except, properties: _ } = rule.expect.selected();
            let single = ids.into_iter().chain(except).flatten().filter(|id| !ControlId::is_pattern(id));
            named.extend(single.map(|id| (rule.place, id.0.as_str())));
        }
        for waiver in &self.waivers {
            named.extend(waiver.controls.iter().map(|control| (waiver.place, control.0.as_str())));
        }
        named
    }
}

/// Makes problems of policies that are loaded already. The text of each file is copied once.
struct Marker<'p> {
    set: &'p PolicySet,
    shown: Vec<OnceCell<Arc<NamedSource<SourceText>>>>,
}

impl<'p> Marker<'p> {
    fn of(set: &'p PolicySet) -> Self {
        Self { set, shown: set.sources.iter().map(|_| OnceCell::new()).collect() }
    }

    fn unknown_control(&self, place: Place, id: &str, near: Option<&str>) -> Problem {
        let help = match near {
            Some(near) => format!("did you mean {}?", code(near)),
            None => "remove it, if Microsoft has retired it".to_owned(),
        };
        let message = format!("neither the snapshot nor the catalogue contains the control {}", code(id));
        self.problem(place, &[id], message, "unknown control", help)
    }

    /// A problem of a word that stands behind a place, each of the words behind the one before it.
    fn problem(&self, place: Place, words: &[&str], message: String, label: &str, help: String) -> Problem {
        let source = self.set.sources.get(place.source);
        let span = source.and_then(|source| {
            let text = source.text.as_str();
            let lines = text.split_inclusive('\n').take(place.line.saturating_sub(1) as usize);
            let (mut at, mut length) = (lines.map(str::len).sum::<usize>(), 0);
            for word in words {
                at += length;
                at += text.get(at..)?.find(word)?;
                length = word.len();
            }
            Some((at, length).into())
        });
        let copy = |source: &SourceFile| Arc::new(NamedSource::new(&source.path, SourceText::new(&source.text)));
        let shown = source.zip(self.shown.get(place.source));
        Problem {
            message,
            source_code: shown.map(|(source, shown)| Arc::clone(shown.get_or_init(|| copy(source)))),
            span,
            label: label.to_owned(),
            help: Some(help),
        }
    }
}
