//! The rules of schemas: a default has the type of its schema, and is one of its values.

use super::super::rule::Rule;
use super::Check;
use super::grammar::SCHEMA;
use crate::text;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

pub(super) fn check(check: &mut Check<'_>) {
    for schema in check.all(&SCHEMA) {
        of_type(check, schema);
        of_enum(check, schema);
    }
}

/// Reports a default that is none of the values of `enum`.
fn of_enum(check: &mut Check<'_>, schema: Cursor<'_>) {
    let (Some(cursor), Some(values)) = (schema.get("default"), schema.get("enum")) else { return };
    let Node::List(values) = &values.value.value else { return };
    // Lists and objects are compared as data, without their places.
    let default = cursor.value.value.to_json();
    let is_known = default.is_null() || values.iter().any(|value| value.value.to_json() == default);
    if !is_known {
        let message = format!("default {} is not in `enum`", code(&shown(&cursor.value.value)));
        check.report(Rule::DefaultType, cursor, message, "write one of the values of `enum`, or add it there");
    }
}

/// Reports a default that does not have the type of its schema.
fn of_type(check: &mut Check<'_>, schema: Cursor<'_>) {
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
    let help = if kind == "string" { "quote it" } else { "write a value of the type, or describe it in `description`" };
    check.report(Rule::DefaultType, cursor, format!("default {} is not {noun}", code(&shown(node))), help);
}

/// A value in a message.
fn shown(node: &Node) -> String {
    match node {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => text::line(text),
        Node::List(_) => "a list".to_owned(),
        Node::Map(_) => "an object".to_owned(),
    }
}
