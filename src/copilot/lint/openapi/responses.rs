//! The rules of responses: schemas, and the form of their codes.

use super::super::rule::Rule;
use super::Check;
use super::operations::Operation;
use crate::text::count;
use crate::yaml::tree::{Cursor, Node};

/// The most media types of a response that are searched for a schema.
const MOST_MEDIA_TYPES: usize = 100;

pub(super) fn check(check: &mut Check<'_>, operations: &[Operation<'_>]) {
    let mut without = Vec::new();
    let mut integers = Vec::new();
    for operation in operations {
        let Some(responses) = operation.cursor.get("responses") else { continue };
        let entries = responses.value.value.entries();
        let all = || entries.iter().map(|(key, value)| Cursor { key: Some(key), value });
        integers.extend(all().filter(|cursor| is_unquoted_number(check, *cursor)));
        let success: Vec<Cursor<'_>> = all().filter(|cursor| key(*cursor).starts_with('2')).collect();
        let is_empty_answer = |cursor: &Cursor<'_>| key(*cursor) == "204";
        let has_schema = success.iter().any(|cursor| has_schema(check, *cursor));
        if !success.is_empty() && !success.iter().all(is_empty_answer) && !has_schema {
            without.extend(success.first().copied());
        }
    }
    if let Some(first) = without.first() {
        let verb = if without.len() == 1 { "declares" } else { "declare" };
        let message =
            format!("{} {verb} no response schema: the model sees raw JSON", count(without.len(), "operation"));
        let help = "add `content` with `application/json` and a `schema` whose properties have descriptions";
        check.report_key(Rule::ResponseSchema, *first, message, help);
    }
    if let Some(first) = integers.first() {
        let verb = if integers.len() == 1 { "is an integer" } else { "are integers" };
        let message = format!(
            "{} {verb}; OpenAPI requires text, and some tools refuse it",
            count(integers.len(), "response code")
        );
        check.report_key(Rule::IntegerResponseKey, *first, message, "quote the codes: \"200\"");
    }
}

fn key(cursor: Cursor<'_>) -> &str {
    cursor.key.map_or("", |key| key.value.as_str())
}

/// Whether a key is a number to YAML: digits without quotes.
fn is_unquoted_number(check: &Check<'_>, cursor: Cursor<'_>) -> bool {
    let Some(key) = cursor.key else { return false };
    let is_number = !key.value.is_empty() && key.value.bytes().all(|byte| byte.is_ascii_digit());
    let written = check.document.source.text.get(check.document.range(key.referenced)).unwrap_or_default();
    is_number && !written.starts_with(['"', '\''])
}

fn has_schema(check: &Check<'_>, cursor: Cursor<'_>) -> bool {
    let response = check.references.resolved(cursor);
    let Some(content) = response.get("content") else { return false };
    // Anything else than a map is a fault of the structure.
    if !matches!(content.value.value, Node::Map(_)) {
        return true;
    }
    // Many operations can refer to one response.
    content.value.value.entries().iter().take(MOST_MEDIA_TYPES).any(|(_, media)| {
        media
            .value
            .get("schema")
            .is_some_and(|schema| matches!(&schema.value.value, Node::Map(keys) if !keys.is_empty()))
    })
}
