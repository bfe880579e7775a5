//! A YAML file as a tree in which every key and value knows its place.
//!
//! The text is parsed once, into this tree; the JSON that is validated and the types are built from it, and a JSON pointer
//! finds the place of everything that is wrong.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};

/// The most values of a file.
pub(super) const MOST_NODES: usize = 1_000_000;

/// A value of YAML, of the kinds that JSON has too.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Spanned<Node>>),
    /// Every pair of a mapping in the order of the file, pairs of one key included.
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

/// A value and the key that leads to it, where one does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) key: Option<&'a Spanned<String>>,
    pub(crate) value: &'a Spanned<Node>,
}

/// One step of a JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// Parses a text; the limits keep small files from becoming large trees.
pub(crate) fn parse(text: &str) -> Result<Spanned<Node>, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: MOST_NODES,
            max_events: 4_000_000,
            max_aliases: 0,
            max_anchors: 1_000,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options)
}

impl Node {
    /// The pairs of a mapping; none of anything else.
    pub(crate) fn entries(&self) -> &[(Spanned<String>, Spanned<Self>)] {
        match self {
            Self::Map(entries) => entries,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// The entries of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Spanned<Self>] {
        match self {
            Self::List(items) => items,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Map(_) => &[],
        }
    }

    /// The number of values that it is made of, itself included.
    pub(crate) fn nodes(&self) -> usize {
        let entries = self.entries().iter().map(|(_, value)| 1 + value.value.nodes());
        1 + entries.chain(self.items().iter().map(|item| item.value.nodes())).sum::<usize>()
    }

    /// The text of a text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The value of a key, the first where a key is repeated.
    pub(crate) fn get(&self, name: &str) -> Option<Cursor<'_>> {
        self.entries().iter().find(|(key, _)| key.value == name).map(|(key, value)| Cursor { key: Some(key), value })
    }

    /// The same as JSON; the first of repeated keys counts.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
            Self::List(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Self::Map(entries) => {
                let mut object = Map::new();
                for (key, value) in entries {
                    object.entry(key.value.clone()).or_insert_with(|| value.value.to_json());
                }
                Value::Object(object)
            }
        }
    }

    /// Calls `seen` for each repeated key of the whole tree, with its first place.
    pub(crate) fn repeated_keys<'a>(&'a self, seen: &mut impl FnMut(&'a Spanned<String>, &'a Spanned<String>)) {
        let mut firsts: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
        for (key, value) in self.entries() {
            match firsts.get(key.value.as_str()) {
                Some(first) => seen(first, key),
                None => drop(firsts.insert(&key.value, key)),
            }
            value.value.repeated_keys(seen);
        }
        for item in self.items() {
            item.value.repeated_keys(seen);
        }
    }
}

impl<'a> Cursor<'a> {
    /// A value that no key leads to.
    pub(crate) const fn root(value: &'a Spanned<Node>) -> Self {
        Self { key: None, value }
    }

    /// The value of a key.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.value.value.get(name)
    }

    /// An entry of a list.
    pub(crate) fn item(self, index: usize) -> Option<Self> {
        self.value.value.items().get(index).map(Self::root)
    }

    /// Goes down as far as the steps exist.
    pub(crate) fn follow(self, steps: &[Step]) -> Self {
        let mut here = self;
        for step in steps {
            let next = match step {
                Step::Key(name) => here.get(name),
                Step::Index(index) => here.item(*index),
            };
            match next {
                Some(next) => here = next,
                None => return here,
            }
        }
        here
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(Self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(number(value).map_or_else(|| Node::Text(value.to_string()), Node::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}

/// Whole numbers become integers, because JSON Schema takes 1.0 for an integer and the types do not.
pub(super) fn number(value: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "the value is whole and in the range of exact integers")]
        let whole = value as i64;
        return Some(whole.into());
    }
    Number::from_f64(value)
}
