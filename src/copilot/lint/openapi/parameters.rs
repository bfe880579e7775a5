//! The rules of path parameters.

use std::collections::BTreeSet;

use super::super::rule::Rule;
use super::Check;
use super::operations::Operation;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

pub(super) fn check(check: &mut Check<'_>, operations: &[Operation<'_>]) {
    for operation in operations {
        let template: BTreeSet<&str> = template(operation.path).collect();
        let mut declared = BTreeSet::new();
        // A parameter of the path itself is checked with each of its operations and reported once.
        for at in [operation.path_cursor, operation.cursor] {
            let list = at.get("parameters").map(|list| list.value.value.items()).unwrap_or_default();
            let mut seen = BTreeSet::new();
            for item in list {
                let parameter = check.references.resolved(Cursor::root(item));
                repeated(check, Cursor::root(item), parameter, &mut seen);
                declared.extend(self::parameter(check, operation, parameter, &template));
            }
        }
        for name in template.difference(&declared) {
            let message = format!(
                "{} is in the template {}, and no path parameter declares it",
                code(name),
                code(operation.path)
            );
            let help = "add a parameter with `in: path` and `required: true`";
            check.report_key(Rule::PathParameter, operation.cursor, message, help);
        }
    }
}

/// Reports a parameter that the list has already: a name and a place are given once.
fn repeated<'c>(
    check: &mut Check<'_>,
    item: Cursor<'_>,
    parameter: Cursor<'c>,
    seen: &mut BTreeSet<(&'c str, &'c str)>,
) {
    let text = |key: &str| parameter.get(key).and_then(|value| value.value.value.text());
    let (Some(name), Some(place)) = (text("name"), text("in")) else { return };
    if !seen.insert((name, place)) {
        let message = format!("the parameter {} in {} is given twice in the list", code(name), code(place));
        check.report(Rule::OpenapiStructure, item, message, "keep one of them");
    }
}

/// The names in braces.
fn template(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Checks one parameter, and returns the name of a path parameter.
fn parameter<'c>(
    check: &mut Check<'_>,
    operation: &Operation<'_>,
    parameter: Cursor<'c>,
    template: &BTreeSet<&str>,
) -> Option<&'c str> {
    let is_of_path = parameter.get("in").is_some_and(|place| place.value.value.text() == Some("path"));
    let name_cursor = parameter.get("name").filter(|_| is_of_path)?;
    let name = name_cursor.value.value.text()?;
    if !template.contains(name) {
        let message = format!("path parameter {} is not in the template {}", code(name), code(operation.path));
        let help = format!("add {} to the path, or write `in: query`", code(&format!("{{{name}}}")));
        check.report(Rule::PathParameter, name_cursor, message, &help);
    }
    let required = parameter.get("required");
    // Another type than a boolean is a fault of the structure.
    if required.is_none_or(|required| required.value.value == Node::Bool(false)) {
        let message = format!("path parameter {} must be required", code(name));
        check.report(Rule::PathParameter, required.unwrap_or(name_cursor), message, "write `required: true`");
    }
    Some(name)
}
