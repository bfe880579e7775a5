//! References: where they lead, and which lead nowhere.

use std::collections::BTreeMap;

use super::super::rule::Rule;
use super::Check;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

/// The longest chain of references.
const LONGEST_CHAIN: usize = 10;

/// The targets of the references of a document.
pub(super) struct References<'a> {
    /// The places that a pointer may lead to, by the pointer.
    targets: BTreeMap<&'a str, Option<Cursor<'a>>>,
}

impl<'a> References<'a> {
    /// Finds the target of every reference. Each mapping on the way is indexed once, so that many references take no longer than
    /// the document is large.
    pub(super) fn of(root: Cursor<'a>) -> Self {
        let mut found = Vec::new();
        collect(root, false, &mut found);
        let mut indices = BTreeMap::new();
        let mut targets = BTreeMap::new();
        for (_, pointer) in found {
            targets.entry(pointer).or_insert_with(|| target(root, pointer, &mut indices));
        }
        Self { targets }
    }

    /// The value that a reference leads to, or the value itself.
    pub(super) fn resolved<'c>(&self, cursor: Cursor<'c>) -> Cursor<'c>
    where
        'a: 'c,
    {
        let mut here = cursor;
        for _ in 0..LONGEST_CHAIN {
            let pointer = here.get("$ref").and_then(|target| target.value.value.text());
            match pointer.and_then(|pointer| self.targets.get(pointer).copied().flatten()) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }
}

/// Collects every reference. Examples and defaults are data of the API and have none.
fn collect<'a>(cursor: Cursor<'a>, is_names: bool, found: &mut Vec<(Cursor<'a>, &'a str)>) {
    for (key, value) in cursor.value.value.entries() {
        let here = Cursor { key: Some(key), value };
        match (key.value.as_str(), &value.value) {
            ("$ref", Node::Text(pointer)) if !is_names => found.push((here, pointer)),
            ("example" | "examples" | "default" | "enum", _) if !is_names => {}
            (name, _) => collect(here, name == "properties" && !is_names, found),
        }
    }
    for item in cursor.value.value.items() {
        collect(Cursor::root(item), false, found);
    }
}

type Index<'a> = BTreeMap<&'a str, Cursor<'a>>;

fn target<'a>(root: Cursor<'a>, pointer: &str, indices: &mut BTreeMap<String, Index<'a>>) -> Option<Cursor<'a>> {
    let pointer = pointer.strip_prefix('#')?;
    let mut here = root;
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        let step = decoded(step);
        here = match &here.value.value {
            Node::List(_) => here.item(step.parse().ok()?)?,
            Node::Map(entries) => {
                let index = indices.entry(path.clone()).or_insert_with(|| {
                    let pairs = entries.iter().rev();
                    pairs.map(|(key, value)| (key.value.as_str(), Cursor { key: Some(key), value })).collect()
                });
                *index.get(step.as_str())?
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => return None,
        };
        path.push('/');
        path.push_str(&step.replace('~', "~0").replace('/', "~1"));
    }
    Some(here)
}

/// A step of a JSON pointer in a fragment.
fn decoded(step: &str) -> String {
    // A form decodes `+` to a blank, which a fragment does not.
    let plus = step.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let text =
        url::form_urlencoded::parse(plus.as_bytes()).next().map_or_else(String::new, |(text, _)| text.into_owned());
    text.replace("~1", "/").replace("~0", "~")
}

pub(super) fn check(check: &mut Check<'_>) {
    let mut found = Vec::new();
    collect(check.root, false, &mut found);
    for (cursor, pointer) in found {
        if !pointer.starts_with('#') {
            let message = format!("the reference {} leads out of the document and is not read", code(pointer));
            check.report(Rule::ReferenceNotRead, cursor, message, "copy what it leads to into `components`");
        } else if check.references.targets.get(pointer).copied().flatten().is_none() {
            let message = format!("the reference {} leads nowhere", code(pointer));
            check.report(
                Rule::Reference,
                cursor,
                message,
                "add what it names to `components`, or correct the reference",
            );
        }
    }
}
