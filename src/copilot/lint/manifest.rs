//! The rules of manifests.

mod agent;
mod auth;
mod descriptor;
pub(super) mod groups;
mod keys;
mod settings;
mod skill;
mod template;

use std::collections::BTreeMap;

use super::files::Input;
use super::finding::Findings;
use super::rule::Rule;
use super::{address, placeholder};
use crate::text::grouped;
use crate::text::suggest::{closest, code, codes};
use crate::yaml::document::Document;
use crate::yaml::tree::{Cursor, Node};

/// The names of plugins that other files have, and the path of the first file of each.
pub(super) type Names = BTreeMap<String, String>;

/// The most unknown keys of a manifest that are reported.
const MOST_UNKNOWN_KEYS: usize = 200;

/// Checks a manifest.
pub(super) fn check(input: &Input, names: &mut Names, findings: &mut Findings) {
    let mut check = Check { document: &input.document, findings, unknown_keys: 0 };
    let top = input.cursor();
    check.known_keys(top, "a manifest", keys::TOP);
    match check.mapping(top, "Descriptor") {
        Some(descriptor) => descriptor::check(&mut check, descriptor, names),
        None => check.require(top, "Descriptor", "the manifest"),
    }
    groups::check(&mut check, top);
    agent::definitions(&mut check, top);
    settings::check(&mut check, top);
}

/// The manifest that is checked, and what was found in it.
struct Check<'a> {
    document: &'a Document,
    findings: &'a mut Findings,
    unknown_keys: usize,
}

impl Check<'_> {
    fn report(&mut self, rule: Rule, cursor: Cursor<'_>, message: impl Into<String>, help: &str) {
        self.findings.at(self.document, rule, cursor, message.into(), help);
    }

    fn wrong_type(&mut self, cursor: Cursor<'_>, key: &str, kind: &str) {
        let message = format!("{} must be {kind}", code(key));
        self.report(Rule::WrongType, cursor, message, &format!("write {kind} as the value of {}", code(key)));
    }

    /// Reports a key that is missing, unless it is there with another type.
    fn require(&mut self, at: Cursor<'_>, key: &str, owner: &str) {
        if present(at, key).is_none() {
            let message = format!("{} is missing in {owner}", code(key));
            self.report(Rule::MissingKey, at, message, &format!("add {}", code(key)));
        }
    }

    /// The same for a key that most need.
    fn advise(&mut self, at: Cursor<'_>, key: &str, owner: &str) {
        if present(at, key).is_none() {
            let message = format!("{} is missing in {owner}", code(key));
            self.report(Rule::IncompleteSettings, at, message, &format!("add {}", code(key)));
        }
    }

    /// The mapping of a key; anything else than a mapping is reported.
    fn mapping<'c>(&mut self, at: Cursor<'c>, key: &str) -> Option<Cursor<'c>> {
        let cursor = present(at, key)?;
        if !matches!(cursor.value.value, Node::Map(_)) {
            self.wrong_type(cursor, key, "a mapping");
            return None;
        }
        Some(cursor)
    }

    /// The entries of the list of a key; anything else than a list is reported.
    fn list<'c>(&mut self, at: Cursor<'c>, key: &str) -> Vec<Cursor<'c>> {
        let Some(cursor) = present(at, key) else { return Vec::new() };
        if !matches!(cursor.value.value, Node::List(_)) {
            self.wrong_type(cursor, key, "a list");
        }
        cursor.value.value.items().iter().map(Cursor::root).collect()
    }

    /// The mappings of the list of a key.
    fn mappings<'c>(&mut self, at: Cursor<'c>, key: &str) -> Vec<Cursor<'c>> {
        let (all, mut found) = (self.list(at, key), Vec::new());
        for entry in all {
            if matches!(entry.value.value, Node::Map(_)) {
                found.push(entry);
            } else {
                self.wrong_type(entry, key, "a list of mappings");
            }
        }
        found
    }

    /// The text of a key. Numbers and the like are texts to Security Copilot too; a mapping or list is reported.
    fn text<'c>(&mut self, at: Cursor<'c>, key: &str) -> Option<(Cursor<'c>, &'c str)> {
        let cursor = present(at, key)?;
        match &cursor.value.value {
            Node::Text(text) => Some((cursor, text)),
            Node::List(_) | Node::Map(_) => {
                self.wrong_type(cursor, key, "a text");
                None
            }
            Node::Null | Node::Bool(_) | Node::Number(_) => None,
        }
    }

    /// Reports keys that are not in a list.
    fn known_keys(&mut self, at: Cursor<'_>, owner: &str, known: &[&str]) {
        for (key, value) in at.value.value.entries() {
            if known.contains(&key.value.as_str()) {
                continue;
            }
            // Every one of them is compared with all that are known.
            if self.unknown_keys == MOST_UNKNOWN_KEYS {
                return;
            }
            self.unknown_keys += 1;
            let help = match closest(&key.value, known.iter().copied()) {
                Some(meant) => format!("did you mean {}?", code(meant)),
                None => format!("remove it, or use one of {}", codes(known, "and")),
            };
            let cursor = Cursor { key: Some(key), value };
            let message = format!("unknown key {} in {owner}", code(&key.value));
            self.findings.at_key(self.document, Rule::UnknownKey, cursor, message, &help);
        }
    }

    /// Reports a text that is not one of a list, whatever its case.
    fn known_value(&mut self, cursor: Cursor<'_>, text: &str, what: &str, known: &[&str]) -> bool {
        if known.iter().any(|word| word.eq_ignore_ascii_case(text.trim())) {
            return true;
        }
        let help = match closest(text, known.iter().copied()) {
            Some(meant) => format!("did you mean {}?", code(meant)),
            None => format!("use one of {}", codes(known, "and")),
        };
        self.report(Rule::UnknownValue, cursor, format!("{} is not {what}", code(text)), &help);
        false
    }

    /// Reports a text that is longer than a limit.
    fn limit(&mut self, rule: Rule, found: Option<(Cursor<'_>, &str)>, key: &str, limit: usize) {
        let Some((cursor, text)) = found else { return };
        let length = text.chars().count();
        if length > limit {
            let (length, limit) = (grouped(length as u64), grouped(limit as u64));
            let message = format!("{key} is {length} characters, Microsoft documents {limit}");
            self.report(rule, cursor, message, &format!("shorten it to {limit} characters"));
        }
    }

    /// Reports characters that the upload refuses in a name.
    fn name(&mut self, found: Option<(Cursor<'_>, &str)>) {
        let Some((cursor, text)) = found else { return };
        if let Some(refused) = text.chars().find(|c| "/\\?#@".contains(*c)) {
            let message = format!("{} is not allowed in a name (upload error 2003)", code(&refused.to_string()));
            self.report(Rule::NameCharacters, cursor, message, "use letters, digits, blanks, hyphens and underscores");
        }
        let message = if !text.is_ascii() {
            "the name has characters outside ASCII"
        } else if text.contains('\'') {
            "the name has an apostrophe"
        } else if text != text.trim() || self.is_followed_by_blank(cursor) {
            "a blank stands at the end or beginning of the name, which YAML drops outside quotes"
        } else {
            return;
        };
        self.report(
            Rule::NameText,
            cursor,
            message,
            "use plain letters, digits and single blanks: prompts and errors quote the name",
        );
    }

    fn is_followed_by_blank(&self, cursor: Cursor<'_>) -> bool {
        let range = self.document.range(cursor.value.referenced);
        let rest = self.document.source.text.get(range.end..).unwrap_or_default();
        let rest = rest.split(['\n', '\r']).next().unwrap_or_default();
        !rest.is_empty() && rest.trim().is_empty()
    }

    /// Reports an address that Security Copilot cannot reach. One with a placeholder or variable has none yet.
    fn address(&mut self, found: Option<(Cursor<'_>, &str)>, key: &str) {
        let Some((cursor, text)) = found else { return };
        if self.placeholder(Some((cursor, text)), key) || text.contains("{{") {
            return;
        }
        if let Some(fault) = address::fault(text) {
            let message = format!("{key} {fault}: Security Copilot fetches it");
            self.report(Rule::PublicAddress, cursor, message, "publish it at an https address that needs no sign-in");
        }
        if address::is_unpinned(text) {
            let message = format!("{key} follows a branch: the plugin changes with every commit to it");
            self.report(Rule::UnpinnedAddress, cursor, message, "name a commit in the address");
        }
    }

    /// Reports a placeholder, and returns whether there is one.
    fn placeholder(&mut self, found: Option<(Cursor<'_>, &str)>, key: &str) -> bool {
        let Some((cursor, text)) = found else { return false };
        let Some(left) = placeholder::first(text) else { return false };
        let message = format!("placeholder left in {key}: {}", code(left));
        self.report(Rule::Placeholder, cursor, message, "replace it by the value");
        true
    }
}

/// The value of a key that is not empty.
fn present<'c>(at: Cursor<'c>, key: &str) -> Option<Cursor<'c>> {
    let is_present = |cursor: &Cursor<'_>| match &cursor.value.value {
        Node::Null => false,
        Node::Text(text) => !text.trim().is_empty(),
        Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Map(_) => true,
    };
    at.get(key).filter(is_present)
}
