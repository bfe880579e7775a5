//! Messages about single values.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::super::problem::{DiagnosticText, LocatedProblem};
use super::super::tree::Node;
use super::{Violation, fragment};
use crate::text::suggest::{code, codes};

/// The rank of an error about a single value, the most specific first; `None` for errors about keys.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of the validator; the keywords that are not used come last"
)]
pub(crate) const fn rank(kind: &Kind) -> Option<u8> {
    match kind {
        Kind::AdditionalProperties { .. }
        | Kind::Required { .. }
        | Kind::OneOfMultipleValid { .. }
        | Kind::OneOfNotValid { .. }
        | Kind::Not { .. }
        | Kind::AnyOf { .. }
        | Kind::MinProperties { .. }
        | Kind::MaxProperties { .. } => None,
        Kind::Constant { .. } => Some(0),
        Kind::Enum { .. } => Some(1),
        Kind::Type { .. } => Some(2),
        Kind::MinLength { .. } => Some(3),
        Kind::Pattern { .. } => Some(4),
        Kind::Format { .. } => Some(5),
        _ => Some(6),
    }
}

/// The problem of a single value.
pub(crate) fn problem(case: &Violation<'_>) -> LocatedProblem {
    case.document.problem_at(case.cursor, words(case))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the validator; the schemas use the keywords named here")]
fn words(case: &Violation<'_>) -> DiagnosticText {
    if matches!(case.cursor.value.value, Node::Null) {
        return missing_value(case);
    }
    let name = case.name();
    match case.kind {
        Kind::Type { .. } => wrong_type(case),
        Kind::Constant { expected_value } => DiagnosticText::new(
            format!("{} is not a version of the format that this program supports", written(case)),
            "unknown version",
            format!("write `{}: {expected_value}`, or update the program", case.last_key()),
        ),
        Kind::Enum { options } => wrong_word(case, options),
        Kind::Pattern { .. } => wrong_text(case),
        Kind::Format { .. } => DiagnosticText::new(
            format!("{} is not a date in the calendar", written(case)),
            "no such date",
            "correct the date",
        ),
        Kind::MinLength { .. } => {
            DiagnosticText::new(format!("{name} is empty"), "no text", or_remove(case, "write a text"))
        }
        Kind::MaxLength { limit } => DiagnosticText::new(
            format!("{name} is longer than {limit} characters"),
            "too long",
            case.vocabulary.too_long,
        ),
        Kind::MinItems { .. } => {
            DiagnosticText::new(format!("{name} is empty"), "nothing in it", or_remove(case, "list at least one entry"))
        }
        Kind::Minimum { limit } => limit_broken(case, "at least", limit),
        Kind::Maximum { limit } => limit_broken(case, "at most", limit),
        Kind::ExclusiveMinimum { limit } => limit_broken(case, "more than", limit),
        _ => DiagnosticText::new(format!("{name} is not valid"), "not valid", "correct the value"),
    }
}

fn missing_value(case: &Violation<'_>) -> DiagnosticText {
    if case.is_entry() {
        return DiagnosticText::new(
            format!("{} is empty", case.name()),
            "no value after the hyphen",
            "remove it, or fill it in",
        );
    }
    let help = or_remove(case, "give it a value");
    DiagnosticText::new(format!("{} has no value", case.name()), "no value after the colon", help)
}

/// The remedy, and the removal of the key where it may be left out.
fn or_remove(case: &Violation<'_>, help: &str) -> String {
    if case.is_required() { help.to_owned() } else { format!("{help}, or remove the key") }
}

fn wrong_type(case: &Violation<'_>) -> DiagnosticText {
    let is = kind_of(&case.cursor.value.value);
    let name = case.name();
    let wanted = case.schema.get("type").and_then(Value::as_str).unwrap_or_default();
    let scalar = matches!(case.cursor.value.value, Node::Number(_) | Node::Bool(_));
    if wanted == "string" && scalar {
        return match units(case) {
            Some(help) => DiagnosticText::new(format!("{name} is {is} without a unit"), "no unit", help),
            None => {
                let quoted = format!("\"{}\"", case.document.written(case.cursor.value));
                DiagnosticText::new(
                    format!("{name} is {is}, but must be text"),
                    is,
                    format!("quote it: {}", code(&quoted)),
                )
            }
        };
    }
    if case.schema.get("type").is_some_and(Value::is_array) {
        let help =
            like_examples(case, case.schema.get("examples").and_then(Value::as_array).map_or(&[], Vec::as_slice));
        return DiagnosticText::new(format!("{name} cannot be {is}"), is, help);
    }
    let (wanted, help) = match wanted {
        "string" => ("text", "write one value".to_owned()),
        "array" => ("a list", list_of(case)),
        "object" => ("a mapping", "write keys with values below it, indented".to_owned()),
        "integer" => ("a whole number", "write digits without a unit and without quotes".to_owned()),
        "number" => ("a number", "write digits without a unit and without quotes".to_owned()),
        other => (other, "correct the value".to_owned()),
    };
    DiagnosticText::new(format!("{name} must be {wanted}, but is {is}"), is, help)
}

/// The list to write in place of a value that must be one.
fn list_of(case: &Violation<'_>) -> String {
    let key = case.last_key();
    match case.cursor.value.value {
        Node::Text(_) | Node::Number(_) | Node::Bool(_) => {
            let list = format!("{key}: [{}]", case.document.written(case.cursor.value));
            format!("write {}, or one entry per line, each after a hyphen", code(&list))
        }
        Node::Null | Node::List(_) | Node::Map(_) => {
            format!("write `{key}: [first, second]`, or one entry per line, each after a hyphen")
        }
    }
}

/// "write `70%` or `70 points`": the examples of the schema with the number that was written.
fn units(case: &Violation<'_>) -> Option<String> {
    let examples = case.schema.get("examples")?.as_array()?;
    let number = match &case.cursor.value.value {
        Node::Number(number) => number,
        Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Map(_) => return None,
    };
    if let Some(meant) = with_decimal_comma(case).and_then(|text| near(case, &text)) {
        return Some(format!("write {}: within braces a comma ends the value", code(&meant)));
    }
    // An author who writes 0.9 means 90%, and a gate at 0.9% would be none.
    let fraction = number.as_f64().filter(|number| *number > 0.0 && *number < 1.0);
    let with_number = |example: &str| match fraction.filter(|_| example.ends_with('%')) {
        Some(fraction) => format!("{}%", crate::text::points(fraction * 100.0, None)),
        None => format!("{number}{}", example.trim_start_matches(|c: char| c.is_ascii_digit())),
    };
    let forms: Vec<String> = examples.iter().filter_map(Value::as_str).map(with_number).collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    Some(format!("write {}", codes(&forms, "or")))
}

/// "write a percentage from 0% to 100%, such as `70%`": the description of the quantity in the schema, and its examples.
fn like_examples(case: &Violation<'_>, examples: &[Value]) -> String {
    let forms: Vec<&str> = examples.iter().filter_map(Value::as_str).collect();
    let about = case.schema.get("description").and_then(Value::as_str).and_then(|text| text.split(';').next());
    let about = about.map(fragment).unwrap_or_default();
    format!("write {about}, such as {}", codes(&forms, "or"))
}

fn wrong_word(case: &Violation<'_>, options: &Value) -> DiagnosticText {
    let words: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let message = format!("{} is not a value of {}", written(case), code(case.last_key()));
    DiagnosticText::new(message, "unknown value", case.vocabulary.help(&plain(case), &words, "the values are"))
}

/// The number with what stands behind its decimal comma, up to the end of the line or of the braces.
fn with_decimal_comma(case: &Violation<'_>) -> Option<String> {
    let range = case.document.range(case.cursor.value.referenced);
    let rest = case.document.source.text.get(range.end..)?;
    let rest = rest.split(['}', ',', '\n', '\r']).nth(1).filter(|_| rest.starts_with(','))?;
    let is_decimal = rest.starts_with(|c: char| c.is_ascii_digit());
    is_decimal.then(|| format!("{},{}", case.document.written(case.cursor.value), rest.trim()))
}

/// The quantity of the schema that a text is most likely meant to be.
fn near(case: &Violation<'_>, text: &str) -> Option<String> {
    (case.vocabulary.near_quantity)(case.schema.get("pattern")?.as_str()?, text)
}

fn wrong_text(case: &Violation<'_>) -> DiagnosticText {
    let is_not = |noun: &str| format!("{} is not {noun}", written(case));
    let is_no_value = is_not(&format!("a value of {}", code(case.last_key())));
    if let Some(remedy) = (case.vocabulary.remedy)(case.last_key(), &plain(case)) {
        return DiagnosticText::new(is_no_value, "wrong form", remedy);
    }
    if let Some(meant) = near(case, &plain(case)) {
        return DiagnosticText::new(is_no_value, "wrong form", format!("did you mean {}?", code(&meant)));
    }
    if let Some(examples) = case.schema.get("examples").and_then(Value::as_array) {
        return DiagnosticText::new(is_no_value, "wrong form", like_examples(case, examples));
    }
    if case.schema.get("format").is_some_and(|format| format == "date") {
        return DiagnosticText::new(is_not("a date"), "not a date", "write year, month and day, such as `2027-01-31`");
    }
    match case.vocabulary.form(case.last_key()) {
        Some(form) => DiagnosticText::new(is_not(form.noun), form.label, form.remedy),
        None => DiagnosticText::new(is_no_value, "wrong form", "correct the value"),
    }
}

fn limit_broken(case: &Violation<'_>, relation: &str, limit: &Value) -> DiagnosticText {
    let message = format!("{} must be {relation} {limit}, but is {}", case.name(), plain(case));
    DiagnosticText::new(message, "out of range", or_remove(case, &format!("write a number of {relation} {limit}")))
}

const fn kind_of(node: &Node) -> &'static str {
    match node {
        Node::Null => "empty",
        Node::Bool(_) => "true or false",
        Node::Number(_) => "a number",
        Node::Text(_) => "text",
        Node::List(_) => "a list",
        Node::Map(_) => "a mapping",
    }
}

/// The value for a message: texts as they are meant, other scalars as they were written.
fn plain(case: &Violation<'_>) -> String {
    match &case.cursor.value.value {
        Node::Text(text) => text.clone(),
        Node::Bool(_) | Node::Number(_) => case.document.written(case.cursor.value).to_owned(),
        node @ (Node::Null | Node::List(_) | Node::Map(_)) => kind_of(node).to_owned(),
    }
}

fn written(case: &Violation<'_>) -> String {
    match &case.cursor.value.value {
        Node::Text(_) | Node::Bool(_) | Node::Number(_) => code(&plain(case)),
        node @ (Node::Null | Node::List(_) | Node::Map(_)) => kind_of(node).to_owned(),
    }
}
