//! The rules of schemas: a default has the type of its schema.

use super::super::rule::Rule;
use super::Check;
use crate::text;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

pub(super) fn check(check: &mut Check<'_>) {
    visit(check, check.root, false);
}

/// Visits every value of the document. `is_names` is for a mapping whose keys are names of properties.
fn visit(check: &mut Check<'_>, cursor: Cursor<'_>, is_names: bool) {
    if !is_names {
        default(check, cursor);
    }
    for (key, value) in cursor.value.value.entries() {
        let name = key.value.as_str();
        if is_names || !matches!(name, "example" | "examples" | "enum") {
            visit(check, Cursor { key: Some(key), value }, name == "properties" && !is_names);
        }
    }
    for item in cursor.value.value.items() {
        visit(check, Cursor::root(item), false);
    }
}

fn default(check: &mut Check<'_>, schema: Cursor<'_>) {
    let Some(cursor) = schema.get("default") else { return };
    let Some(kind) = schema.get("type").and_then(|kind| kind.value.value.text()) else { return };
    let node = &cursor.value.value;
    let is_nullable = schema.get("nullable").is_some_and(|nullable| nullable.value.value == Node::Bool(true));
    let (fits, noun) = match kind {
        "string" => (node.text().is_some(), "a string"),
        "integer" => (matches!(node, Node::Number(number) if number.is_i64() || number.is_u64()), "an integer"),
        "number" => (matches!(node, Node::Number(_)), "a number"),
        "boolean" => (matches!(node, Node::Bool(_)), "true or false"),
        "array" => (matches!(node, Node::List(_)), "a list"),
        "object" => (matches!(node, Node::Map(_)), "an object"),
        _ => return,
    };
    if fits || (is_nullable && *node == Node::Null) {
        return;
    }
    let value = match node {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => text::line(text),
        Node::List(_) => "a list".to_owned(),
        Node::Map(_) => "an object".to_owned(),
    };
    let help = if kind == "string" { "quote it" } else { "write a value of the type, or describe it in `description`" };
    check.report(Rule::DefaultType, cursor, format!("default {} is not {noun}", code(&value)), help);
}
