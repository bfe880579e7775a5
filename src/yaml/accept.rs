//! Whether a value certainly agrees with a schema, without compiling it.
//!
//! The validator's compiler takes longer than all else that is done with a small file. Nearly every file agrees with its schema, and to
//! see that takes no compiler: the keywords that the schemas of this program use are read as they stand. Where anything is not certain
//! the answer is "perhaps", and the validator decides, which also words what is wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;
use regex_lite::Regex;
use serde_json::{Map, Value};

/// The deepest that schemas lie in one another.
const DEEPEST: u8 = 100;

/// Integers from this size on are not compared.
const LARGE: f64 = 9e15;

/// The agreement of a value with a schema, as far as it is known without compiling the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// The validator accepts the value.
    Certain,
    /// The validator refuses the value.
    Contradicted,
    /// The validator decides.
    Unknown,
}

/// A schema as it stands, with its patterns.
#[derive(Debug)]
pub(super) struct Acceptor {
    schema: Value,
    patterns: BTreeMap<String, Regex>,
}

impl Acceptor {
    /// Reads the text of a schema.
    pub(super) fn of(text: &str) -> Option<Self> {
        let schema: Value = serde_json::from_str(text).ok()?;
        let mut patterns = BTreeMap::new();
        collect_patterns(&schema, &mut patterns);
        Some(Self { schema, patterns })
    }

    /// The agreement of a value with the schema.
    pub(super) fn agreement(&self, value: &Value) -> Agreement {
        match self.agrees(&self.schema, value, 0) {
            Some(true) => Agreement::Certain,
            Some(false) => Agreement::Contradicted,
            None => Agreement::Unknown,
        }
    }

    fn agrees(&self, schema: &Value, value: &Value, depth: u8) -> Option<bool> {
        match schema {
            Value::Bool(answer) => Some(*answer),
            Value::Object(keywords) if depth < DEEPEST => all(keywords
                .iter()
                .map(|(keyword, argument)| self.keyword(keyword, argument, keywords, value, depth + 1))),
            Value::Object(_) | Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
        }
    }

    /// Whether a value agrees with one keyword of a schema.
    fn keyword(
        &self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        value: &Value,
        depth: u8,
    ) -> Option<bool> {
        let agrees = |schema: &Value| self.agrees(schema, value, depth);
        match keyword {
            "$schema" | "$id" | "$defs" | "title" | "description" | "default" | "examples" => Some(true),
            "$ref" => agrees(self.schema.pointer(argument.as_str()?.strip_prefix('#')?)?),
            "type" => match argument.as_array() {
                Some(types) => any(types.iter().map(|name| has_type(value, name.as_str()?))),
                None => has_type(value, argument.as_str()?),
            },
            "enum" => Some(argument.as_array()?.contains(value)).filter(|found| *found || !value.is_number()),
            "const" => Some(argument == value).filter(|found| *found || !value.is_number()),
            "not" => agrees(argument).map(|answer| !answer),
            "allOf" => all(argument.as_array()?.iter().map(agrees)),
            "anyOf" => any(argument.as_array()?.iter().map(agrees)),
            "oneOf" => {
                let answers: Option<Vec<bool>> = argument.as_array()?.iter().map(agrees).collect();
                Some(answers?.into_iter().filter(|answer| *answer).count() == 1)
            }
            // The others say nothing of values of another type.
            "minLength" | "maxLength" | "pattern" | "format" => {
                value.as_str().map_or(Some(true), |text| self.text(keyword, argument, text))
            }
            "minimum" | "maximum" | "exclusiveMinimum" if value.is_number() => number(keyword, argument, value),
            "minimum" | "maximum" | "exclusiveMinimum" => Some(true),
            "items" | "minItems" | "maxItems" => {
                value.as_array().map_or(Some(true), |items| self.list(keyword, argument, items, depth))
            }
            "required" | "properties" | "additionalProperties" | "minProperties" | "maxProperties" => {
                value.as_object().map_or(Some(true), |members| self.object(keyword, argument, keywords, members, depth))
            }
            _ => None,
        }
    }

    fn text(&self, keyword: &str, argument: &Value, text: &str) -> Option<bool> {
        match keyword {
            "minLength" => Some(text.chars().count() as u64 >= argument.as_u64()?),
            "maxLength" => Some(text.chars().count() as u64 <= argument.as_u64()?),
            // The one format that is checked; as the validator checks it.
            "format" if argument == "date" => Some(text.parse::<Date>().is_ok()),
            "pattern" => {
                let pattern = argument.as_str()?;
                // What counts as a space beyond ASCII is not the same in all dialects.
                let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
                match is_plain {
                    true => Some(self.patterns.get(pattern)?.is_match(text)),
                    false => (pattern == r"\S" && text.bytes().any(|byte| byte.is_ascii_graphic())).then_some(true),
                }
            }
            _ => None,
        }
    }

    fn list(&self, keyword: &str, argument: &Value, items: &[Value], depth: u8) -> Option<bool> {
        match keyword {
            "items" => all(items.iter().map(|item| self.agrees(argument, item, depth))),
            "minItems" => Some(items.len() as u64 >= argument.as_u64()?),
            "maxItems" => Some(items.len() as u64 <= argument.as_u64()?),
            _ => None,
        }
    }

    fn object(
        &self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        members: &Map<String, Value>,
        depth: u8,
    ) -> Option<bool> {
        match keyword {
            "required" => all(argument.as_array()?.iter().map(|key| Some(members.contains_key(key.as_str()?)))),
            "minProperties" => Some(members.len() as u64 >= argument.as_u64()?),
            "maxProperties" => Some(members.len() as u64 <= argument.as_u64()?),
            "properties" => {
                let declared = argument.as_object()?;
                let found = members.iter().filter_map(|(key, value)| Some((declared.get(key)?, value)));
                all(found.map(|(schema, value)| self.agrees(schema, value, depth)))
            }
            "additionalProperties" if keywords.contains_key("patternProperties") => None,
            "additionalProperties" => {
                let declared = keywords.get("properties").and_then(Value::as_object);
                let others = members.iter().filter(|(key, _)| declared.is_none_or(|keys| !keys.contains_key(*key)));
                all(others.map(|(_, value)| self.agrees(argument, value, depth)))
            }
            _ => None,
        }
    }
}

/// Whether all answers are yes: not if one is no, and perhaps if one is perhaps.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut together = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => together = None,
        }
    }
    together
}

/// Whether one answer is yes: not if all are no, and perhaps if one is perhaps.
fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.map(|answer| Some(!answer?))).map(|none| !none)
}

fn has_type(value: &Value, name: &str) -> Option<bool> {
    Some(match (name, value) {
        ("null", Value::Null)
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        // `1.0` is an integer to some validators.
        ("integer", Value::Number(number)) => return (number.is_i64() || number.is_u64()).then_some(true),
        ("null" | "boolean" | "number" | "string" | "array" | "object" | "integer", _) => false,
        _ => return None,
    })
}

fn number(keyword: &str, argument: &Value, value: &Value) -> Option<bool> {
    let (limit, value) = (argument.as_f64()?, value.as_f64()?);
    if limit.abs() > LARGE || value.abs() > LARGE {
        return None;
    }
    match keyword {
        "minimum" => Some(value >= limit),
        "maximum" => Some(value <= limit),
        "exclusiveMinimum" => Some(value > limit),
        _ => None,
    }
}

/// Compiles all patterns of a schema. One that does not compile leaves the answer "perhaps" for every text that it is about.
fn collect_patterns(schema: &Value, patterns: &mut BTreeMap<String, Regex>) {
    match schema {
        Value::Object(members) => {
            if let Some(pattern) = members.get("pattern").and_then(Value::as_str)
                && let Ok(regex) = Regex::new(pattern)
            {
                patterns.insert(pattern.to_owned(), regex);
            }
            members.values().for_each(|member| collect_patterns(member, patterns));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_patterns(item, patterns)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
