//! Files that agree with their schema: the type, and where in the file each of its values stands.

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;

use super::document::{Document, Place};
use super::explain;
use super::problem::{DiagnosticText, LocatedProblem};
use super::schema::FileSchema;
use super::tree::{Cursor, Node};
use crate::text;
use crate::text::suggest::code;

/// A type that a kind of file holds.
pub(crate) trait Schematic: DeserializeOwned {
    /// The schema of such files.
    fn schema() -> &'static FileSchema;
}

/// A file that agrees with its schema.
pub(crate) struct TypedDocument<T> {
    /// The file.
    pub(crate) document: Document,
    /// The content.
    pub(crate) content: T,
    /// The same content with its places.
    pub(crate) root: Spanned<Node>,
}

impl<T: Schematic> TypedDocument<T> {
    /// Validates a file against its schema, builds the type, and checks what no schema can express.
    pub(crate) fn of(
        document: Document,
        root: Spanned<Node>,
        check: fn(&Self) -> Vec<LocatedProblem>,
        problems: &mut Vec<LocatedProblem>,
    ) -> Option<Box<Self>> {
        let json = root.value.to_json();
        let structural = explain::problems(&document, &root, T::schema(), &json);
        if !structural.is_empty() {
            problems.extend(structural);
            return None;
        }
        match serde_json::from_value(json) {
            Ok(content) => {
                let typed = Self { document, content, root };
                problems.extend(check(&typed));
                Some(Box::new(typed))
            }
            Err(error) => {
                // The schema is at least as strict as the types, so this is a gap in the schema; it must not become a panic.
                let message = format!("the file cannot be used: {error}");
                let words = DiagnosticText::new(message, "in this file", "correct the value");
                problems.push(document.problem_at(Cursor::root(&root), words));
                None
            }
        }
    }
}

impl<T> TypedDocument<T> {
    /// The file as a whole.
    pub(crate) const fn top(&self) -> Cursor<'_> {
        Cursor::root(&self.root)
    }

    /// A key of the file.
    pub(crate) fn get(&self, key: &str) -> Option<Cursor<'_>> {
        self.top().get(key)
    }

    /// An entry of a list of the file.
    pub(crate) fn entry(&self, list: &str, index: usize) -> Cursor<'_> {
        self.get(list).and_then(|list| list.item(index)).unwrap_or(self.top())
    }

    /// A problem of a value below `parent`, or of the parent where the value is not given.
    pub(crate) fn problem(&self, parent: Cursor<'_>, key: &str, words: DiagnosticText) -> LocatedProblem {
        self.document.problem_at(parent.get(key).unwrap_or(parent), words)
    }

    /// A problem of a key below `parent`.
    pub(crate) fn problem_of_key(&self, parent: Cursor<'_>, key: &str, words: DiagnosticText) -> LocatedProblem {
        self.document.problem_at_key(parent.get(key).unwrap_or(parent), words)
    }

    /// The place of the value of a key.
    pub(crate) fn place(&self, source: usize, parent: Cursor<'_>, key: &str) -> Place {
        parent.get(key).map(|cursor| self.document.place(source, cursor.value)).unwrap_or_default()
    }

    /// The places of the values of `key` in the entries of a list, in their order.
    pub(crate) fn places(&self, source: usize, list: &str, key: &str) -> Vec<Place> {
        let entries = self.get(list).map_or(&[][..], |list| list.value.value.items());
        entries.iter().map(|entry| self.place(source, Cursor::root(entry), key)).collect()
    }

    /// Checks that the version is written as a plain 1: other programs read it too, and not all take `0x1` or `1.0` for 1.
    pub(crate) fn check_version(&self, key: &str, found: &mut Vec<LocatedProblem>) {
        let Some(version) = self.get(key) else { return };
        if self.document.written(version.value) != "1" {
            let help = format!("write `{key}: 1`");
            let words = DiagnosticText::new("the version is not written as a plain 1", "the version", help);
            found.push(self.document.problem_at(version, words));
        }
    }

    /// Checks that the texts of some keys can be seen: neither spaces alone nor characters that are not shown.
    pub(crate) fn check_blank(&self, parent: Cursor<'_>, keys: &[&str], found: &mut Vec<LocatedProblem>) {
        for key in keys {
            let Some(value) = parent.get(key) else { continue };
            if value.value.value.text().is_some_and(|text| text::line(text).is_empty()) {
                let message = format!("{} is blank", code(key));
                let words = DiagnosticText::new(message, "blank", "write a text that people can read");
                found.push(self.problem_of_key(parent, key, words));
            }
        }
    }
}
