//! JSON as the same tree: some of it is no YAML to the parser, such as long keys, tabs, and U+007F in a text.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{self, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_saphyr::{Location, Spanned};

use super::tree::{self, MOST_NODES, Node};

/// The most levels.
const DEEPEST: usize = 128;

/// The tree of a text that is JSON; none of one that is not, is too large or too deep, or has a value that no tree can hold: the
/// parser of YAML says why.
pub(super) fn tree(text: &str) -> Option<Spanned<Node>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    let mut reader = Reader { text, at: 0, line: 1, column: 1, nodes: 0 };
    reader.value(raw, DEEPEST)
}

/// The pairs of an object as they are written, pairs of one key included.
struct Pairs<'t>(Vec<(&'t RawValue, &'t RawValue)>);

/// The place up to which a text is read.
struct Reader<'t> {
    text: &'t str,
    /// In bytes.
    at: usize,
    /// From 1.
    line: u32,
    /// From 1, in characters.
    column: u32,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn value(&mut self, raw: &'t RawValue, levels: usize) -> Option<Spanned<Node>> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return None;
        }
        let location = self.location(raw)?;
        let levels = levels.checked_sub(1)?;
        let written = raw.get();
        let node = match written.as_bytes().first()? {
            b'{' => {
                let Pairs(pairs) = serde_json::from_str(written).ok()?;
                let read = pairs.into_iter().map(|(key, value)| Some((self.key(key)?, self.value(value, levels)?)));
                Node::Map(read.collect::<Option<_>>()?)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(written).ok()?;
                Node::List(items.into_iter().map(|item| self.value(item, levels)).collect::<Option<_>>()?)
            }
            _ => scalar(written)?,
        };
        Some(Spanned::new(node, location, location))
    }

    fn key(&mut self, raw: &'t RawValue) -> Option<Spanned<String>> {
        let location = self.location(raw)?;
        Some(Spanned::new(serde_json::from_str(raw.get()).ok()?, location, location))
    }

    /// The place of what comes next in the text.
    fn location(&mut self, raw: &'t RawValue) -> Option<Location> {
        let start = raw.get().as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        for c in self.text.get(self.at..start)?.chars() {
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.at = start;
        let (start, length) = (u32::try_from(start).ok()?, u32::try_from(raw.get().len()).ok()?);
        Location::deserialize(Place::Whole { line: self.line, column: self.column, start, length }).ok()
    }
}

fn scalar(written: &str) -> Option<Node> {
    let value: serde_json::Value = serde_json::from_str(written).ok()?;
    Some(match value {
        serde_json::Value::Null => Node::Null,
        serde_json::Value::Bool(value) => Node::Bool(value),
        serde_json::Value::String(text) => Node::Text(text),
        serde_json::Value::Number(number) if number.is_f64() => Node::Number(tree::number(number.as_f64()?)?),
        serde_json::Value::Number(number) => Node::Number(number),
        serde_json::Value::Array(_) | serde_json::Value::Object(_) => return None,
    })
}

/// A place, or a part of one, as serde hands it over: the parser of YAML has no function that makes a `Location`.
#[derive(Clone, Copy)]
enum Place {
    Whole { line: u32, column: u32, start: u32, length: u32 },
    Span { start: u32, length: u32 },
    Bytes([u32; 2]),
    Number(u32),
}

impl<'de> Deserializer<'de> for Place {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, value::Error> {
        match self {
            Self::Whole { line, column, start, length } => {
                let span = Self::Span { start, length };
                let parts = [("line", Self::Number(line)), ("column", Self::Number(column)), ("span", span)];
                visitor.visit_map(MapDeserializer::new(parts.into_iter()))
            }
            Self::Span { start, length } => {
                let bytes = Self::Bytes([start, length]);
                let parts = [("offset", Self::Number(start)), ("len", Self::Number(length)), ("byte_info", bytes)];
                visitor.visit_map(MapDeserializer::new(parts.into_iter()))
            }
            Self::Bytes(numbers) => visitor.visit_seq(SeqDeserializer::new(numbers.into_iter())),
            Self::Number(number) => visitor.visit_u32(number),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_> for Place {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Pairs<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = access.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn json_becomes_the_tree_that_the_parser_of_yaml_makes_of_it() {
        let text = "{\n  \"a\": [1, -2, 1.5, 2.0, true, null, \"x\\u00e9\"],\n  \"\u{e9}\": {}, \"b\": {\"c\": \"d\", \"c\": []}\n}\n";
        let (json, yaml) = (tree(text).unwrap(), tree::parse(text).unwrap());
        assert_eq!(json.value.to_json(), yaml.value.to_json());
        let places = |root: &Spanned<Node>| {
            let keys = root.value.entries().iter().map(|(key, _)| key);
            let of = |key: &Spanned<String>| (key.referenced.line(), key.referenced.column());
            keys.map(|key| (of(key), key.referenced.span().byte_offset(), key.referenced.span().byte_len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&json), places(&yaml));
    }

    #[test]
    fn what_is_no_json_is_left_to_the_parser_of_yaml() {
        for text in ["", "a: 1", "{a: 1}", "{\"a\": 1,}", "[1] // x", "{\"a\": 1e400}", "\"a\"", "{\"a\": \"\\ud800\"}"]
        {
            assert!(tree(text).is_none(), "{text}");
        }
        assert!(tree(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).is_none());
    }
}
