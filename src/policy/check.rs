//! Checks that no schema can express: ids are unique, names exist, and keys make sense together.

mod waiver;

use std::collections::BTreeMap;

use super::{BUILT_IN, NamedControl, Place, Policy, Waiver, WaiverFile};
use crate::text::suggest::code;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;
use crate::yaml::typed::TypedDocument;

impl TypedDocument<Policy> {
    /// Fills in the places, and what the waivers leave to the file they are in.
    pub(crate) fn fill_policy(&mut self, source: usize) {
        self.content.place = self.place(source, self.top(), "policy");
        let places = self.places(source, "rules", "id");
        let named: Vec<Vec<NamedControl>> =
            (0..self.content.rules.len()).map(|index| self.named(source, self.entry("rules", index))).collect();
        for ((rule, place), named) in self.content.rules.iter_mut().zip(places).zip(named) {
            (rule.place, rule.named) = (place, named);
        }
        let places = self.places(source, "waivers", "rule");
        fill(&mut self.content.waivers, places, &self.content.policy);
    }
}

impl TypedDocument<Policy> {
    /// The entries of `match` of a rule, of its expectation itself or of the `controls` in it.
    pub(crate) fn named(&self, source: usize, rule: Cursor<'_>) -> Vec<NamedControl> {
        let kinds = rule.get("expect").map_or(&[][..], |expect| expect.value.value.entries());
        let lists = kinds.iter().flat_map(|(_, kind)| {
            let kind = Cursor::root(kind);
            [kind.get("match"), kind.get("controls").and_then(|controls| controls.get("match"))]
        });
        let entries = lists.flatten().flat_map(|list| list.value.value.items());
        let named = entries.filter_map(|entry| {
            let id = entry.value.text()?.to_owned();
            Some(NamedControl { id, place: self.document.place(source, entry) })
        });
        named.collect()
    }
}

impl TypedDocument<WaiverFile> {
    /// Fills in the places, and the policy from each `policy/rule`.
    pub(crate) fn fill_waivers(&mut self, source: usize) {
        let places = self.places(source, "waivers", "rule");
        fill(&mut self.content.waivers, places, "");
    }
}

/// Divides `policy/rule`, so that whatever the form, `policy` and `rule` are ids.
fn fill(waivers: &mut [Waiver], places: Vec<Place>, own: &str) {
    for (waiver, place) in waivers.iter_mut().zip(places) {
        waiver.place = place;
        let (policy, rule) = waiver.rule.split_once('/').unwrap_or((own, &waiver.rule));
        (waiver.policy, waiver.rule) = (policy.to_owned(), rule.to_owned());
    }
}

/// Checks a policy on its own.
pub(crate) fn policy(loaded: &TypedDocument<Policy>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    if loaded.content.policy == BUILT_IN {
        let words = DiagnosticText::new(
            format!("the id {} is reserved for the built-in rules", code(BUILT_IN)),
            "reserved",
            "give the policy another id; by convention it is the stem of the file's name",
        );
        found.push(loaded.problem(loaded.top(), "policy", words));
    }
    loaded.check_version("scoregate", &mut found);
    loaded.check_blank(loaded.top(), &["title", "owner"], &mut found);
    let mut ids: BTreeMap<&str, Cursor<'_>> = BTreeMap::new();
    for (index, rule) in loaded.content.rules.iter().enumerate() {
        let entry = loaded.entry("rules", index);
        match ids.get(rule.id.as_str()) {
            Some(first) => found.push(repeated_rule(loaded, *first, entry, &rule.id)),
            None => drop(ids.insert(&rule.id, entry)),
        }
        loaded.check_blank(entry, &["title", "why", "fix"], &mut found);
        if let Some(expect) = entry.get("expect") {
            rule.expect.check(&loaded.document, expect, &mut found);
        }
    }
    waiver::in_policy(loaded, &mut found);
    found
}

/// Checks a waiver file on its own.
pub(crate) fn waiver_file(loaded: &TypedDocument<WaiverFile>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    loaded.check_version("scoregate", &mut found);
    waiver::in_file(loaded, &mut found);
    found
}

/// Checks the files against each other; `policy` and `rule` of the waivers are filled in.
pub(crate) fn together(policies: &[TypedDocument<Policy>], files: &[TypedDocument<WaiverFile>]) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    let mut known: BTreeMap<&str, waiver::Rules<'_>> = BTreeMap::new();
    let mut firsts: BTreeMap<&str, &TypedDocument<Policy>> = BTreeMap::new();
    for loaded in policies {
        let id = loaded.content.policy.as_str();
        if id != BUILT_IN {
            known.entry(id).or_default().add(&loaded.content);
        }
        match firsts.get(id) {
            Some(first) => found.push(repeated_policy(loaded, first)),
            None => drop(firsts.insert(id, loaded)),
        }
    }
    for loaded in policies {
        waiver::against(loaded, &loaded.content.waivers, &known, &mut found);
    }
    for loaded in files {
        waiver::against(loaded, &loaded.content.waivers, &known, &mut found);
    }
    found
}

fn repeated_rule(loaded: &TypedDocument<Policy>, first: Cursor<'_>, again: Cursor<'_>, id: &str) -> LocatedProblem {
    let line = first.get("id").map_or(0, |cursor| cursor.value.referenced.line());
    let words = DiagnosticText::new(
        format!("the policy has two rules with the id {}", code(id)),
        "the second rule",
        format!("the first one is in line {line}; give each rule an id of its own"),
    );
    loaded.problem(again, "id", words)
}

fn repeated_policy(loaded: &TypedDocument<Policy>, first: &TypedDocument<Policy>) -> LocatedProblem {
    let place = first.content.place;
    let words = DiagnosticText::new(
        format!("two policies have the id {}", code(&loaded.content.policy)),
        "the second policy",
        format!(
            "the first one is {}:{}:{}; give each policy an id of its own",
            first.document.source.path, place.line, place.column
        ),
    );
    loaded.problem(loaded.top(), "policy", words)
}
