//! The operations of a document, and the rules of their ids and methods.

use std::collections::BTreeMap;

use super::super::placeholder;
use super::super::rule::Rule;
use super::Check;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation, and the path that it belongs to.
pub(super) struct Operation<'c> {
    pub(super) method: &'static str,
    pub(super) path: &'c str,
    pub(super) path_cursor: Cursor<'c>,
    pub(super) cursor: Cursor<'c>,
}

impl Operation<'_> {
    /// `GET /devices`, for messages.
    pub(super) fn name(&self) -> String {
        code(&format!("{} {}", self.method.to_uppercase(), self.path))
    }
}

/// The paths of a document.
pub(super) fn paths(root: Cursor<'_>) -> impl Iterator<Item = (&str, Cursor<'_>)> {
    let entries = root.get("paths").map(|paths| paths.value.value.entries()).unwrap_or_default();
    let paths = entries.iter().filter(|(key, _)| !key.value.starts_with("x-"));
    paths.map(|(key, value)| (key.value.as_str(), Cursor { key: Some(key), value }))
}

/// The operations of a document, in its order.
pub(super) fn operations(root: Cursor<'_>) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, path_cursor) in paths(root) {
        for (key, value) in path_cursor.value.value.entries() {
            let method = METHODS.iter().find(|method| **method == key.value);
            if let (Some(method), Node::Map(_)) = (method, &value.value) {
                found.push(Operation { method, path, path_cursor, cursor: Cursor { key: Some(key), value } });
            }
        }
    }
    found
}

pub(super) fn check(check: &mut Check<'_>, operations: &[Operation<'_>]) {
    let mut templates = BTreeMap::new();
    for (path, cursor) in paths(check.root) {
        self::path(check, path, cursor);
        let first = *templates.entry(without_names(path)).or_insert(path);
        // The same text is a repeated key.
        if first != path {
            let message =
                format!("the path {} is the same as {}: only names of parameters differ", code(path), code(first));
            check.report_key(Rule::PathRepeated, cursor, message, "put all operations below one of them");
        }
    }
    missing_ids(check, operations);
    let mut ids: BTreeMap<&str, &Operation<'_>> = BTreeMap::new();
    for operation in operations {
        if let Some((cursor, id)) = id(operation) {
            id_text(check, cursor, id);
            match ids.get(id) {
                Some(first) => {
                    let message = format!("operationId {} is also that of {}", code(id), first.name());
                    check.report(Rule::OperationIdRepeated, cursor, message, "give each operation an id of its own");
                }
                None => drop(ids.insert(id, operation)),
            }
        }
        method(check, operation);
    }
}

/// The path without the names in its braces.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push('{');
        text.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    text
}

fn path(check: &mut Check<'_>, path: &str, cursor: Cursor<'_>) {
    if !path.starts_with('/') {
        let message = format!("the path {} does not begin with `/`", code(path));
        check.report_key(Rule::PathForm, cursor, message, "write it as a path below the server, such as `/devices`");
    }
    if path.contains('?') {
        let message = format!("the path {} contains a query string", code(path));
        check.report_key(Rule::PathQuery, cursor, message, "declare a query parameter with a default in its schema");
    }
    if let Some(left) = placeholder::first(path) {
        let message = format!("placeholder left in a path: {}", code(left));
        check.report_key(
            Rule::Placeholder,
            cursor,
            message,
            "replace it by the value, or write a parameter as `{name}`",
        );
    }
    if let Some(misplaced) = cursor.get("operationId") {
        let message = format!("operationId belongs inside the operation, found at {}", code(path));
        check.report_key(Rule::OperationIdPlace, misplaced, message, "move it below `get` or `post`");
    }
}

fn id<'c>(operation: &Operation<'c>) -> Option<(Cursor<'c>, &'c str)> {
    let cursor = operation.cursor.get("operationId")?;
    cursor.value.value.text().filter(|id| !id.trim().is_empty()).map(|id| (cursor, id))
}

/// Reports operations without an id, together: a document has it for all or for none.
fn missing_ids(check: &mut Check<'_>, operations: &[Operation<'_>]) {
    let is_nameless =
        |operation: &&Operation<'_>| id(operation).is_none() && operation.path_cursor.get("operationId").is_none();
    let nameless: Vec<&Operation<'_>> = operations.iter().filter(is_nameless).collect();
    let Some(first) = nameless.first() else { return };
    let message = match nameless.len() {
        1 => format!("{} has no operationId: the skill has no name (error 2002)", first.name()),
        number => format!(
            "{number} of {} operations have no operationId: the skills have no names (error 2002)",
            operations.len()
        ),
    };
    let help =
        "add `operationId` to each operation: an identifier such as `GetDevices`, which becomes the name of the skill";
    check.report_key(Rule::OperationIdMissing, first.cursor, message, help);
}

fn id_text(check: &mut Check<'_>, cursor: Cursor<'_>, id: &str) {
    let is_identifier = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if !is_identifier {
        let message = format!("operationId {} is not an identifier (it becomes the name of the skill)", code(id));
        let help = "use letters, digits and underscores, such as `GetDevices`";
        check.report(Rule::OperationIdName, cursor, message, help);
    }
}

fn method(check: &mut Check<'_>, operation: &Operation<'_>) {
    if !matches!(operation.method, "get" | "post") {
        let message = format!("{}: Security Copilot is known to call only GET and POST", operation.name());
        check.report_key(Rule::MethodUnsupported, operation.cursor, message, "offer it as POST, or remove it");
    }
    if let Some(body) = operation.cursor.get("requestBody").filter(|_| operation.method == "get") {
        let message = format!("{} has a request body", operation.name());
        check.report_key(Rule::BodyOfGet, body, message, "declare query parameters, or make it a POST operation");
    }
}
