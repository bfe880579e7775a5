//! The names that fields of incidents and alerts state: what a key says is the name of a person, a machine or a domain is one,
//! whatever it looks like.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::SHORTEST_PERSON;
use crate::pseudonym::{is_pseudonym, pseudonym, pseudonym_of_whole};

/// The keys, and the kinds of their names.
const KEYS: [(&str, &str); 10] = [
    ("accountName", "user"),
    ("computerName", "host"),
    ("deviceDnsName", "host"),
    ("deviceName", "host"),
    ("dnsDomain", "domain"),
    ("domainName", "domain"),
    ("hostName", "host"),
    ("netBiosName", "host"),
    ("ntDomain", "domain"),
    ("userName", "user"),
];

/// The ends of the keys of objects whose `displayName` is a person's, in lower case.
const PEOPLE: [&str; 5] = ["account", "mailbox", "sender", "user", "users"];

/// Accounts and domains that every tenant has, in lower case: they identify no person, and occur in ordinary text.
const COMMON: [&str; 26] = [
    "account",
    "admin",
    "administrator",
    "administrators",
    "anonymous",
    "azuread",
    "builtin",
    "default",
    "domain",
    "guest",
    "host",
    "local",
    "local service",
    "localhost",
    "network",
    "network service",
    "nt authority",
    "null",
    "root",
    "service",
    "system",
    "test",
    "unknown",
    "user",
    "window manager",
    "workgroup",
];

/// The kind of the name in a field, by its key and that of the object that it is in.
pub(crate) fn kind_of(parent: &str, key: &str) -> Option<&'static str> {
    let is_of_person = || {
        let parent = parent.to_ascii_lowercase();
        PEOPLE.iter().any(|end| parent.ends_with(end))
    };
    match KEYS.iter().find(|(own, _)| *own == key) {
        Some((_, kind)) => Some(kind),
        None => (key == "displayName" && is_of_person()).then_some("user"),
    }
}

/// The pseudonym of the name in a field. What every tenant has stays.
pub(crate) fn hide_field(kind: &str, name: &str) -> String {
    let is_common = COMMON.contains(&name.trim().to_ascii_lowercase().as_str());
    if is_common { name.to_owned() } else { pseudonym_of_whole(kind, name) }
}

/// A name with its kind, in lower case, the longest first.
type FieldName = (Reverse<usize>, String, &'static str);

/// The names of fields, by their first words, so that a text is searched in one pass however many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FieldNames {
    by_first_word: BTreeMap<String, BTreeSet<FieldName>>,
    /// The number of names.
    pub(crate) number: usize,
}

impl FieldNames {
    /// Notes the name in a field. Names that are too short or that every tenant has are looked for nowhere else.
    pub(crate) fn note(&mut self, kind: &'static str, name: &str) {
        let lower = name.to_ascii_lowercase();
        let name = lower.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_known = is_pseudonym(kind, name) || COMMON.contains(&name);
        if name.chars().count() < SHORTEST_PERSON || is_known || !name.chars().any(char::is_alphabetic) {
            return;
        }
        let names = self.by_first_word.entry(first_word(name).to_owned()).or_default();
        self.number += usize::from(names.insert((Reverse(name.len()), name.to_owned(), kind)));
    }

    /// The names in a text in lower case, as whole words, each with its pseudonym.
    pub(crate) fn find(&self, lower: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        let mut is_inside = false;
        for (at, c) in lower.char_indices() {
            let begins = c.is_alphanumeric() && !is_inside;
            is_inside = c.is_alphanumeric();
            if !begins || self.number == 0 {
                continue;
            }
            let rest = &lower[at..];
            let names = self.by_first_word.get(first_word(rest)).into_iter().flatten();
            let whole = |name: &str| {
                rest.strip_prefix(name).is_some_and(|behind| !behind.chars().next().is_some_and(char::is_alphanumeric))
            };
            let name = names.into_iter().find(|(_, name, _)| whole(name));
            found.extend(name.map(|(_, name, kind)| (at..at + name.len(), pseudonym(kind, name))));
        }
        found
    }
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_whole_words_and_the_longest_counts() {
        let mut names = FieldNames::default();
        for (kind, name) in
            [("user", "Jane"), ("user", "Jane Roe"), ("host", "DESKTOP-1"), ("user", "admin"), ("user", "x")]
        {
            names.note(kind, name);
        }
        let lower = "jane roe and jane on desktop-1, janet, admin x desktop-12";
        let found: Vec<&str> = names.find(lower).into_iter().map(|(range, _)| &lower[range]).collect();
        assert_eq!(found, ["jane roe", "jane", "desktop-1"]);
    }
}
