//! Messages about files that are not the YAML that this program reads: errors of the parser, and the fault in the line of one.

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location, UserMessageFormatter};

use super::document::Document;
use super::problem::{DiagnosticText, LocatedProblem};
use super::vocabulary::Vocabulary;
use crate::text;
use crate::text::suggest::code;

/// The problem that ended the parsing of a file.
pub(crate) fn problem(document: &Document, vocabulary: &Vocabulary, error: &Error) -> LocatedProblem {
    let error = error.without_snippet();
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let range = if location == Location::UNKNOWN { 0..0 } else { document.range(location) };
    let words = in_line(&document.source.text, range.start, error).unwrap_or_else(|| of_error(vocabulary, error));
    document.problem(range, words)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the parser, which grows; its message is passed on")]
fn of_error(vocabulary: &Vocabulary, error: &Error) -> DiagnosticText {
    match error {
        Error::AliasError { error, .. } => of_error(vocabulary, error),
        Error::MultipleDocuments { .. } => DiagnosticText::new(
            "the file contains more than one YAML document",
            "the second document begins here",
            "put it into a file of its own",
        ),
        Error::MergeKeyNotAllowed { .. } => DiagnosticText::new(
            "merge keys (`<<`) are not allowed",
            "merge key",
            "write the keys in full instead of an alias",
        ),
        Error::UnsupportedTag { .. } => DiagnosticText::new(
            "YAML tags are not allowed",
            "the value with the tag",
            "remove the word that begins with `!`, or quote the value",
        ),
        Error::UnknownAnchor { .. } => alias(),
        Error::NullIntoString { .. } => DiagnosticText::new("a key is empty", "no key", "give the key a name"),
        Error::NonFiniteFloat { .. } => DiagnosticText::new(
            "the number is not finite",
            "not a number to compare with",
            "write a number in digits, or quote the value if it is meant as text",
        ),
        Error::Budget { breach, .. } => budget(vocabulary, breach),
        other => unreadable(vocabulary, &plain(other)),
    }
}

fn unreadable(vocabulary: &Vocabulary, words: &str) -> DiagnosticText {
    // The parser has a limit of its own for brackets and gives it no kind of error.
    if words.contains("recursion limit") {
        return too_deep(vocabulary);
    }
    DiagnosticText::new(
        format!("the YAML cannot be read: {words}"),
        "here",
        "check the indentation, the quotes and the colons of this line and of the line before it",
    )
    .of_syntax()
}

fn too_deep(vocabulary: &Vocabulary) -> DiagnosticText {
    DiagnosticText::new("the YAML is nested too deeply", "too deep", vocabulary.too_deep)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the parser, which grows; all other limits are of size")]
fn budget(vocabulary: &Vocabulary, breach: &BudgetBreach) -> DiagnosticText {
    match breach {
        BudgetBreach::Depth { .. } => too_deep(vocabulary),
        BudgetBreach::Aliases { .. } => alias(),
        BudgetBreach::SequenceUnbalanced => {
            DiagnosticText::new("a list or mapping has no beginning", "here", "check the brackets and the indentation")
        }
        _ => DiagnosticText::new("the YAML is too large", "the limit is reached here", vocabulary.too_large),
    }
}

fn alias() -> DiagnosticText {
    DiagnosticText::new(
        "YAML aliases (`*name`) are not allowed",
        "an alias",
        "write the value in full instead of an alias; quote it if the asterisk is meant as text, \
         such as `\"*MFA*\"`",
    )
    .of_syntax()
}

/// The parser's own words on one line; it repeats the place at their end, which the report shows already.
fn plain(error: &Error) -> String {
    let words = error.render_with_formatter(&UserMessageFormatter);
    let words = words.lines().next().unwrap_or_default();
    let words = words.split(" at line ").next().unwrap_or(words);
    text::line(words.trim_end_matches('.'))
}

/// The more useful message, where the line shows what is wrong. `at` is the place of the error in the text.
fn in_line(text: &str, at: usize, error: &Error) -> Option<DiagnosticText> {
    let words = plain(error);
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    if words.contains("tabs disallowed") || words.contains("found a tab") {
        return Some(DiagnosticText::new(
            "a tab is used where YAML allows only spaces",
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
fn unquoted_colon(line: &str, at: usize) -> Option<DiagnosticText> {
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
    Some(DiagnosticText::new(
        "an unquoted text contains `: `, which YAML reads as the end of a key",
        "this colon",
        format!("quote the text: {}", code(&format!("{key}: {quoted}"))),
    ))
}

/// A line that stands deeper or less deep than the line before it, without a key that it could belong to.
fn wrong_indent(before: &str, line: &str) -> Option<DiagnosticText> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let above = before.lines().rev().find(is_content)?;
    let (own, wanted) = (indent(line), column(above));
    if own == wanted || above.trim_end().ends_with(':') {
        return None;
    }
    Some(
        DiagnosticText::new(
            format!(
                "the line is indented by {own} spaces, and the content of the line before it begins after {wanted}"
            ),
            "the indent is wrong",
            format!("indent it by {wanted} spaces if it belongs to the same mapping as {}", code(above.trim())),
        )
        .of_syntax(),
    )
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The column at which the content of a line begins, behind the hyphen of an entry.
fn column(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}
