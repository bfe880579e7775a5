//! What the grammar of OpenAPI cannot express: keys of which exactly one is required, and keys that another requires.

use super::super::rule::Rule;
use super::grammar::{HEADER, Object, PARAMETER, SCHEMA};
use super::structure::Walk;
use crate::yaml::tree::Cursor;

impl Walk<'_> {
    /// Checks the keys of an object against each other.
    pub(super) fn conditions(&mut self, object: &'static Object, cursor: Cursor<'_>) {
        let is = |other: &'static Object| std::ptr::eq(object, other);
        if is(&PARAMETER) || is(&HEADER) {
            let has = |key: &str| cursor.get(key).is_some();
            let (wrong, help) = match (has("schema"), has("content")) {
                (false, false) => ("has neither `schema` nor `content`", "add `schema` with the type of the value"),
                (true, true) => ("has both `schema` and `content`", "keep one of them"),
                (true, false) | (false, true) => return,
            };
            self.fault(Rule::OpenapiStructure, cursor, format!("{} {wrong}", object.name), help);
        }
        let kind = cursor.get("type").filter(|_| is(&SCHEMA)).and_then(|kind| kind.value.value.text());
        if kind == Some("array") && cursor.get("items").is_none() {
            let message = "`items` is missing in a schema of the type `array`".to_owned();
            self.fault(Rule::OpenapiStructure, cursor, message, "add `items` with the schema of the entries");
        }
    }
}
