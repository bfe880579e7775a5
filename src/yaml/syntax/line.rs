//! The fault in the line of an error of the YAML parser: a colon in a text without quotes, a wrong indent, a tab.

use serde_saphyr::Error;

use super::plain;
use crate::yaml::document::Saying;
use crate::yaml::suggest::code;

/// The more useful message, where the line shows what is wrong. `at` is the place of the error in the text.
pub(crate) fn saying(text: &str, at: usize, error: &Error) -> Option<Saying> {
    let words = plain(error);
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    if words.contains("tabs disallowed") || words.contains("found a tab") {
        return Some(Saying::new(
            "a tab stands where YAML allows only spaces",
            "here",
            "indent by spaces, and put spaces between values",
        ));
    }
    let is_structure = ["mapping values are not allowed", "did not find expected", "block collection", "block mapping"];
    if !is_structure.iter().any(|part| words.contains(part)) {
        return None;
    }
    unquoted_colon(line, at - start).or_else(|| wrong_indent(text.get(..start)?, line))
}

/// `why: Note: this is text`: the second colon is the place of the error.
fn unquoted_colon(line: &str, at: usize) -> Option<Saying> {
    let (key, rest) = line.get(..at)?.split_once(": ")?;
    let is_text = |first: char| !matches!(first, '"' | '\'' | '[' | '{' | '|' | '>' | '&' | '*' | '!');
    let begins_as_text = rest.trim_start().chars().next().is_some_and(is_text);
    let key = key.trim_start_matches([' ', '-']);
    if !begins_as_text || key.is_empty() || key.contains(['{', '[', '"']) {
        return None;
    }
    let value = line.split_once(": ")?.1.trim();
    // A double quote would need an escape, and a single one is doubled.
    let quoted =
        if value.contains(['"', '\\']) { format!("'{}'", value.replace('\'', "''")) } else { format!("\"{value}\"") };
    Some(Saying::new(
        "a colon with a space behind it ends a key, here within a text that has no quotes",
        "this colon",
        format!("quote the text: {}", code(&format!("{key}: {quoted}"))),
    ))
}

/// A line that stands deeper or less deep than the line before it, without a key that it could belong to.
fn wrong_indent(before: &str, line: &str) -> Option<Saying> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let above = before.lines().rev().find(is_content)?;
    let (own, wanted) = (indent(line), column(above));
    if own == wanted || above.trim_end().ends_with(':') {
        return None;
    }
    Some(Saying::new(
        format!("the line is indented by {own} spaces, and the content of the line before it begins after {wanted}"),
        "the indent is wrong",
        format!("indent it by {wanted} spaces if it belongs to the same mapping as {}", code(above.trim())),
    ))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where the content of a line begins, behind the hyphen of an entry.
fn column(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}
