//! What a schema cannot say: what must be unique, what must exist, and what makes no sense together.

mod rules;
mod waivers;

use std::collections::BTreeMap;

use serde_saphyr::Spanned;

use super::{BUILT_IN, NamedControl, Place, Policy, Waiver, WaiverFile};
use crate::text;
use crate::yaml::document::{Document, Found, Saying};
use crate::yaml::suggest::code;
use crate::yaml::tree::{Node, Seen};

/// A file that agrees with its schema: what it says, and where it says it.
pub(crate) struct Loaded<T> {
    pub(crate) document: Document,
    pub(crate) content: T,
    pub(crate) root: Spanned<Node>,
}

impl<T> Loaded<T> {
    /// A key of the file.
    pub(crate) fn get(&self, key: &str) -> Option<Seen<'_>> {
        Seen::root(&self.root).get(key)
    }

    /// An entry of a list of the file.
    pub(crate) fn entry(&self, list: &str, index: usize) -> Seen<'_> {
        self.get(list).and_then(|seen| seen.item(index)).unwrap_or(Seen::root(&self.root))
    }

    /// A problem of a value below `parent`, or of the parent where the value is not given.
    pub(crate) fn problem(&self, parent: Seen<'_>, key: &str, saying: Saying) -> Found {
        self.document.problem_at(parent.get(key).unwrap_or(parent), saying)
    }

    /// A problem of a key below `parent`.
    pub(crate) fn problem_of_key(&self, parent: Seen<'_>, key: &str, saying: Saying) -> Found {
        self.document.problem_at_key(parent.get(key).unwrap_or(parent), saying)
    }

    pub(crate) fn place(&self, source: usize, parent: Seen<'_>, key: &str) -> Place {
        parent.get(key).map(|seen| self.document.place(source, seen.value)).unwrap_or_default()
    }

    /// Where the values of `key` stand in the entries of a list, in their order.
    pub(crate) fn places(&self, source: usize, list: &str, key: &str) -> Vec<Place> {
        let entries = self.get(list).map_or(&[][..], |seen| seen.value.value.items());
        entries.iter().map(|entry| self.place(source, Seen::root(entry), key)).collect()
    }
}

impl Loaded<Policy> {
    /// Fills in the places, and what the waivers leave to the file they are in.
    pub(crate) fn fill_policy(&mut self, source: usize) {
        self.content.place = self.place(source, Seen::root(&self.root), "policy");
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

impl Loaded<Policy> {
    /// The entries of `match` of a rule, of its expectation itself or of the `controls` in it.
    pub(crate) fn named(&self, source: usize, rule: Seen<'_>) -> Vec<NamedControl> {
        let kinds = rule.get("expect").map_or(&[][..], |expect| expect.value.value.entries());
        let lists = kinds.iter().flat_map(|(_, kind)| {
            let kind = Seen::root(kind);
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

impl Loaded<WaiverFile> {
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
pub(crate) fn policy(loaded: &Loaded<Policy>) -> Vec<Found> {
    let mut found = Vec::new();
    if loaded.content.policy == BUILT_IN {
        let saying = Saying::new(
            format!("the id {} is reserved for the built-in rules", code(BUILT_IN)),
            "reserved",
            "give the policy another id; by convention it is the stem of the file's name",
        );
        found.push(loaded.problem(Seen::root(&loaded.root), "policy", saying));
    }
    version(loaded, &mut found);
    blank(loaded, Seen::root(&loaded.root), &["title", "owner"], &mut found);
    let mut ids: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for (index, rule) in loaded.content.rules.iter().enumerate() {
        let entry = loaded.entry("rules", index);
        match ids.get(rule.id.as_str()) {
            Some(first) => found.push(repeated_rule(loaded, *first, entry, &rule.id)),
            None => drop(ids.insert(&rule.id, entry)),
        }
        blank(loaded, entry, &["title", "why", "fix"], &mut found);
        rules::check(loaded, entry, &rule.expect, &mut found);
    }
    waivers::in_policy(loaded, &mut found);
    found
}

/// Checks a file of waivers on its own.
pub(crate) fn waiver_file(loaded: &Loaded<WaiverFile>) -> Vec<Found> {
    let mut found = Vec::new();
    version(loaded, &mut found);
    waivers::in_file(loaded, &mut found);
    found
}

/// Checks the files against each other; `policy` and `rule` of the waivers are filled in.
pub(crate) fn together(policies: &[Loaded<Policy>], files: &[Loaded<WaiverFile>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut known: BTreeMap<&str, waivers::Rules<'_>> = BTreeMap::new();
    let mut firsts: BTreeMap<&str, &Loaded<Policy>> = BTreeMap::new();
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
        waivers::against(loaded, &loaded.content.waivers, &known, &mut found);
    }
    for loaded in files {
        waivers::against(loaded, &loaded.content.waivers, &known, &mut found);
    }
    found
}

/// Text that is there and says nothing: spaces, or characters that cannot be seen.
fn blank<T>(loaded: &Loaded<T>, parent: Seen<'_>, keys: &[&str], found: &mut Vec<Found>) {
    for key in keys {
        let Some(value) = parent.get(key) else { continue };
        if value.value.value.text().is_some_and(|text| text::line(text).is_empty()) {
            let message = format!("{} says nothing", code(key));
            found.push(loaded.problem_of_key(
                parent,
                key,
                Saying::new(message, "blank", "write what people need to know"),
            ));
        }
    }
}

/// Other programs read the version too, and not all take `0x1` or `1.0` for 1.
fn version<T>(loaded: &Loaded<T>, found: &mut Vec<Found>) {
    let Some(version) = loaded.get("scoregate") else { return };
    if loaded.document.written(version.value) != "1" {
        let saying = Saying::new("the version is not written as a plain 1", "the version", "write `scoregate: 1`");
        found.push(loaded.document.problem_at(version, saying));
    }
}

fn repeated_rule(loaded: &Loaded<Policy>, first: Seen<'_>, again: Seen<'_>, id: &str) -> Found {
    let line = first.get("id").map_or(0, |seen| seen.value.referenced.line());
    let saying = Saying::new(
        format!("the policy has two rules with the id {}", code(id)),
        "the second rule",
        format!("the first one is in line {line}; give each rule an id of its own"),
    );
    loaded.problem(again, "id", saying)
}

fn repeated_policy(loaded: &Loaded<Policy>, first: &Loaded<Policy>) -> Found {
    let place = first.content.place;
    let saying = Saying::new(
        format!("two policies have the id {}", code(&loaded.content.policy)),
        "the second policy",
        format!(
            "the first one is {}:{}:{}; give each policy an id of its own",
            first.document.source.path, place.line, place.column
        ),
    );
    loaded.problem(Seen::root(&loaded.root), "policy", saying)
}
