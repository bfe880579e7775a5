//! References: where they lead, and which lead nowhere, in a circle, or to something of another kind.

use std::collections::BTreeMap;

use super::super::rule::Rule;
use super::Check;
use super::grammar::Object;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

/// A reference in a place where OpenAPI has one: elsewhere, as in an example, `$ref` is data of the API.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The pointer with its place.
    pub(super) cursor: Cursor<'a>,
    pub(super) pointer: &'a str,
    /// What the pointer must lead to.
    pub(super) object: &'static Object,
}

/// The objects that stand in the places of a document; a reference to an object counts as one.
#[derive(Default)]
pub(super) struct Kinds(BTreeMap<*const Node, &'static Object>);

impl Kinds {
    pub(super) fn add(&mut self, object: &'static Object, cursor: Cursor<'_>) {
        self.0.entry(&raw const cursor.value.value).or_insert(object);
    }

    pub(super) fn of(&self, cursor: Cursor<'_>) -> Option<&'static Object> {
        self.0.get(&(&raw const cursor.value.value)).copied()
    }
}

/// Where a chain of references ends.
#[derive(Clone, Copy)]
enum End<'a> {
    /// At a value that is no reference.
    Value(Cursor<'a>),
    /// At a pointer to nothing, or out of the document.
    Nowhere,
    /// At a reference of the chain.
    Circle,
}

/// The references of a document.
pub(super) struct References<'a> {
    /// Each with what it leads to instead of what it must lead to.
    found: Vec<(Reference<'a>, Option<&'static Object>)>,
    /// The ends by pointer.
    ends: BTreeMap<&'a str, End<'a>>,
}

impl<'a> References<'a> {
    /// Follows references to their ends.
    pub(super) fn of(found: Vec<Reference<'a>>, mut targets: Targets<'a>, kinds: &Kinds) -> Self {
        let mut next = BTreeMap::new();
        for reference in &found {
            next.entry(reference.pointer).or_insert_with(|| targets.find(reference.pointer));
        }
        let of_other_kind = |reference: Reference<'a>| {
            let target = next.get(reference.pointer).copied().flatten()?;
            kinds.of(target).filter(|kind| !std::ptr::eq(*kind, reference.object))
        };
        let found: Vec<_> = found.into_iter().map(|reference| (reference, of_other_kind(reference))).collect();
        let mut ends = BTreeMap::new();
        for pointer in next.keys() {
            follow(pointer, &next, &mut ends);
        }
        Self { found, ends }
    }

    /// The value that a reference leads to, or the value itself.
    pub(super) fn resolved<'c>(&self, cursor: Cursor<'c>) -> Cursor<'c>
    where
        'a: 'c,
    {
        match pointer(cursor).and_then(|pointer| self.ends.get(pointer)) {
            Some(End::Value(end)) => *end,
            Some(End::Nowhere | End::Circle) | None => cursor,
        }
    }
}

fn pointer(cursor: Cursor<'_>) -> Option<&str> {
    cursor.get("$ref")?.value.value.text()
}

/// Notes the end of a pointer, and of all pointers on the way.
fn follow<'a>(from: &'a str, next: &BTreeMap<&'a str, Option<Cursor<'a>>>, ends: &mut BTreeMap<&'a str, End<'a>>) {
    let (mut way, mut here) = (Vec::new(), from);
    let end = loop {
        if let Some(end) = ends.get(here) {
            break *end;
        }
        way.push(here);
        // Until the end is known: who comes here again goes in a circle.
        ends.insert(here, End::Circle);
        let Some(target) = next.get(here).copied().flatten() else { break End::Nowhere };
        match pointer(target).filter(|pointer| next.contains_key(pointer)) {
            Some(pointer) => here = pointer,
            None => break End::Value(target),
        }
    };
    ends.extend(way.into_iter().map(|pointer| (pointer, end)));
}

/// The places that pointers lead to.
pub(super) struct Targets<'a> {
    root: Cursor<'a>,
    /// The keys of the mappings on the way, by the pointer to each: many references take no longer than the document is large.
    indices: BTreeMap<String, BTreeMap<&'a str, Cursor<'a>>>,
}

impl<'a> Targets<'a> {
    pub(super) const fn of(root: Cursor<'a>) -> Self {
        Self { root, indices: BTreeMap::new() }
    }

    /// The value at a pointer into the document.
    pub(super) fn find(&mut self, pointer: &str) -> Option<Cursor<'a>> {
        let pointer = pointer.strip_prefix('#')?;
        let mut here = self.root;
        let mut path = String::new();
        for step in pointer.split('/').skip(1) {
            let step = decoded(step);
            here = match &here.value.value {
                Node::List(_) => here.item(step.parse().ok()?)?,
                Node::Map(entries) => {
                    let index = self.indices.entry(path.clone()).or_insert_with(|| {
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
    let mut faults = Vec::new();
    for (reference, other) in &check.references.found {
        let shown = code(reference.pointer);
        let end = check.references.ends.get(reference.pointer).copied().unwrap_or(End::Nowhere);
        let (rule, wrong, help) = match (end, other) {
            (End::Nowhere, _) if !reference.pointer.starts_with('#') => (
                Rule::ReferenceNotRead,
                "leads out of the document and is not read".to_owned(),
                "copy what it leads to into `components`",
            ),
            (_, Some(other)) => (
                Rule::Reference,
                format!("leads to {}, and {} is required here", other.name, reference.object.name),
                "correct the reference",
            ),
            (End::Nowhere, None) => (
                Rule::Reference,
                "leads nowhere".to_owned(),
                "add what it names to `components`, or correct the reference",
            ),
            (End::Circle, None) => (
                Rule::Reference,
                "leads in a circle of references".to_owned(),
                "write the object itself in the place of one of the references",
            ),
            (End::Value(_), None) => continue,
        };
        faults.push((rule, reference.cursor, format!("the reference {shown} {wrong}"), help));
    }
    for (rule, cursor, message, help) in faults {
        check.report(rule, cursor, message, help);
    }
}
