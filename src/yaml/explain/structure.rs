//! Messages about keys: unknown ones, missing ones, and ones that do not go together.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;
use serde_saphyr::Spanned;

use super::super::problem::{DiagnosticText, LocatedProblem, MOST_PROBLEMS};
use super::super::tree::{Cursor, Node};
use super::Violation;
use crate::text::suggest::{code, codes};

/// The problems that one error about keys stands for.
#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the validator; its other errors are about values")]
pub(crate) fn problems(case: &Violation<'_>) -> Vec<LocatedProblem> {
    match case.kind {
        Kind::AdditionalProperties { .. } => unknown_keys(case),
        Kind::Required { property } => missing_key(case, property.as_str().unwrap_or_default()).into_iter().collect(),
        Kind::OneOfNotValid { .. } => none_of(case, "exactly one").into_iter().collect(),
        Kind::AnyOf { .. } => none_of(case, "at least one").into_iter().collect(),
        Kind::OneOfMultipleValid { .. } => vec![several_of(case)],
        Kind::Not { .. } => vec![exclusive(case)],
        Kind::MinProperties { .. } => vec![empty(case)],
        Kind::MaxProperties { .. } => vec![several_kinds(case)],
        _ => Vec::new(),
    }
}

fn names(properties: Option<&Value>) -> Vec<&str> {
    properties.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

fn unknown_keys(case: &Violation<'_>) -> Vec<LocatedProblem> {
    let allowed = names(case.schema.get("properties"));
    let kinds = case.schema.get("maxProperties").is_some();
    let mut found = Vec::new();
    let unknown = case.cursor.value.value.entries().iter().filter(|(key, _)| !allowed.contains(&key.value.as_str()));
    for (key, value) in unknown.take(MOST_PROBLEMS + 1) {
        let (message, list) = if kinds {
            (format!("{} is not a kind of {}", code(&key.value), case.vocabulary.alternative), "the kinds are")
        } else {
            (unknown_key(case, &key.value), "the keys here are")
        };
        let help = misplaced(case, &key.value)
            .or_else(|| decimal(case, key))
            .unwrap_or_else(|| case.vocabulary.help(&key.value, &allowed, list));
        let words = DiagnosticText::new(message, "unknown key", help);
        found.push(case.document.problem_at_key(Cursor { key: Some(key), value }, words));
    }
    found
}

/// The message about an unknown key: `unknown key "min" in "score"`; of the file as a whole the key alone.
fn unknown_key(case: &Violation<'_>, key: &str) -> String {
    match case.cursor.key {
        Some(_) => format!("unknown key {} in {}", code(key), case.name()),
        None => format!("unknown key {}", code(key)),
    }
}

/// The remedy for a key that belongs below the empty key before it.
fn misplaced(case: &Violation<'_>, key: &str) -> Option<String> {
    let entries = case.cursor.value.value.entries();
    let at = entries.iter().position(|(name, _)| name.value == key)?;
    let (above, value) = entries.get(at.checked_sub(1)?)?;
    let schema = case.compiled.resolve(case.schema.get("properties")?.get(&above.value)?);
    let belongs = matches!(value.value, Node::Null) && names(schema.get("properties")).contains(&key);
    belongs.then(|| format!("indent it by two spaces more, so that it lies below {}", code(&above.value)))
}

/// The remedy for the rest of a number behind a decimal comma, which ends a value within braces.
fn decimal(case: &Violation<'_>, key: &Spanned<String>) -> Option<String> {
    let start = case.document.range(key.referenced).start;
    let before = case.document.source.text.get(..start)?.strip_suffix(',')?;
    let is_decimal =
        before.ends_with(|c: char| c.is_ascii_digit()) && key.value.starts_with(|c: char| c.is_ascii_digit());
    let whole: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let whole: String = whole.chars().rev().collect();
    let fraction = key.value.replace(' ', "");
    is_decimal.then(|| format!("write the number with a point: {}", code(&format!("{whole}.{fraction}"))))
}

/// Whether an unknown key of the mapping is most likely meant to be this one: then that is the problem, and it is reported.
fn is_misspelt(case: &Violation<'_>, property: &str) -> bool {
    let properties = owner(case).and_then(|schema| schema.get("properties"));
    let allowed = names(properties);
    let unknown = case.cursor.value.value.entries().iter().map(|(key, _)| key.value.as_str());
    unknown
        .filter(|key| !allowed.contains(key))
        .take(MOST_PROBLEMS)
        .any(|key| case.vocabulary.meant(key, allowed.iter().copied()) == Some(property))
}

/// The schema with the properties: a choice within `allOf` lies two levels below it.
fn owner<'a>(case: &'a Violation<'_>) -> Option<&'a Value> {
    if case.schema.get("properties").is_some() {
        return Some(case.schema);
    }
    let definitions = case.compiled.schema.get("$defs")?.as_object()?;
    definitions.values().find(|definition| {
        definition.get("allOf").and_then(Value::as_array).is_some_and(|parts| parts.contains(case.schema))
    })
}

fn missing_key(case: &Violation<'_>, property: &str) -> Option<LocatedProblem> {
    if is_misspelt(case, property) {
        return None;
    }
    let help = match case.about(property) {
        Some(about) => format!("add `{property}`: {about}"),
        None => format!("add `{property}`"),
    };
    let words = DiagnosticText::new(
        format!("{} has no {}", case.name(), code(property)),
        format!("no `{property}` here"),
        help,
    );
    Some(case.document.problem_at(case.cursor, words))
}

/// The keys among which a `oneOf` or `anyOf` of `required` chooses.
fn alternatives<'a>(case: &'a Violation<'_>) -> Vec<&'a str> {
    let choices = case.keyword.as_array().into_iter().flatten();
    let required = choices.filter_map(|choice| choice.get("required")?.as_array());
    required.flatten().filter_map(Value::as_str).collect()
}

fn none_of(case: &Violation<'_>, how_many: &str) -> Option<LocatedProblem> {
    let alternatives = alternatives(case);
    if alternatives.iter().any(|property| is_misspelt(case, property)) {
        return None;
    }
    let message = match alternatives.as_slice() {
        [a, b] => format!("{} has neither {} nor {}", case.name(), code(a), code(b)),
        several => format!("{} has none of {}", case.name(), codes(several, "and")),
    };
    let help = format!("give {how_many} of {}", codes(&alternatives, "and"));
    Some(case.document.problem_at(case.cursor, DiagnosticText::new(message, "incomplete", help)))
}

fn several_of(case: &Violation<'_>) -> LocatedProblem {
    let alternatives = alternatives(case);
    let mut given =
        case.cursor.value.value.entries().iter().filter(|(key, _)| alternatives.contains(&key.value.as_str()));
    let last = given.next_back().map_or(case.cursor, |(key, value)| Cursor { key: Some(key), value });
    let message = format!("{} has more than one of {}", case.name(), codes(&alternatives, "and"));
    let help = format!("give exactly one of {}", codes(&alternatives, "and"));
    case.document.problem_at_key(last, DiagnosticText::new(message, "one too many", help))
}

/// Keys of which at most one may be given, by a `not` of `required`.
fn exclusive(case: &Violation<'_>) -> LocatedProblem {
    let required = case.keyword.get("required").and_then(Value::as_array).into_iter().flatten();
    let keys: Vec<&str> = required.filter_map(Value::as_str).collect();
    let mut given = case.cursor.value.value.entries().iter().filter(|(key, _)| keys.contains(&key.value.as_str()));
    let last = given.next_back().map_or(case.cursor, |(key, value)| Cursor { key: Some(key), value });
    let message = format!("{} has more than one of {}", case.name(), codes(&keys, "and"));
    let help = format!("give at most one of {}", codes(&keys, "and"));
    case.document.problem_at_key(last, DiagnosticText::new(message, "one too many", help))
}

fn empty(case: &Violation<'_>) -> LocatedProblem {
    let allowed = names(case.schema.get("properties"));
    let (message, help) = if case.schema.get("maxProperties").is_some() {
        (
            format!("{} names no {}", case.name(), case.vocabulary.alternative),
            format!("give one of {}", codes(&allowed, "and")),
        )
    } else if allowed.is_empty() {
        (format!("{} is empty", case.name()), "give at least one entry".to_owned())
    } else {
        (format!("{} is empty", case.name()), format!("give at least one of {}", codes(&allowed, "and")))
    };
    case.document.problem_at(case.cursor, DiagnosticText::new(message, "empty", help))
}

fn several_kinds(case: &Violation<'_>) -> LocatedProblem {
    let entries = case.cursor.value.value.entries();
    let kinds: Vec<&str> = entries.iter().map(|(key, _)| key.value.as_str()).take(5).collect();
    let second = entries.get(1).map_or(case.cursor, |(key, value)| Cursor { key: Some(key), value });
    let one = case.vocabulary.alternative;
    let message = format!("{} names more than one {one}: {}", case.name(), codes(&kinds, "and"));
    case.document
        .problem_at_key(second, DiagnosticText::new(message, "one too many", case.vocabulary.several_alternatives))
}
