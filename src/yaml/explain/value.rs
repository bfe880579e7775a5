//! Messages about single values.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::{Case, fragment};
use crate::policy::quantity;
use crate::yaml::document::{Found, Saying};
use crate::yaml::suggest::{self, code, codes};
use crate::yaml::tree::Node;

/// How telling an error about a single value is, the most telling first; `None` for errors about keys.
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
pub(crate) fn problem(case: &Case<'_>) -> Found {
    case.document.problem_at(case.seen, saying(case))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "an enum of the validator; the schemas use the keywords named here")]
fn saying(case: &Case<'_>) -> Saying {
    if matches!(case.seen.value.value, Node::Null) {
        return missing_value(case);
    }
    let name = case.name();
    match case.kind {
        Kind::Type { .. } => wrong_type(case),
        Kind::Constant { expected_value } => Saying::new(
            format!("{} is not a version of the format that this program reads", written(case)),
            "unknown version",
            format!("write `{}: {expected_value}`, or update the program", case.last_key()),
        ),
        Kind::Enum { options } => wrong_word(case, options),
        Kind::Pattern { .. } => wrong_text(case),
        Kind::Format { .. } => {
            Saying::new(format!("{} is not a day of the calendar", written(case)), "no such day", "correct the date")
        }
        Kind::MinLength { .. } => Saying::new(format!("{name} is empty"), "no text", or_remove(case, "write a text")),
        Kind::MaxLength { limit } => Saying::new(
            format!("{name} is longer than {limit} characters"),
            "too long",
            "shorten it; `description`, `why` and `fix` can be of any length",
        ),
        Kind::MinItems { .. } => {
            Saying::new(format!("{name} is empty"), "nothing in it", or_remove(case, "list at least one entry"))
        }
        Kind::Minimum { limit } => limit_broken(case, "at least", limit),
        Kind::Maximum { limit } => limit_broken(case, "at most", limit),
        Kind::ExclusiveMinimum { limit } => limit_broken(case, "more than", limit),
        _ => Saying::new(format!("{name} is not valid"), "not valid", "correct the value"),
    }
}

fn missing_value(case: &Case<'_>) -> Saying {
    if case.is_entry() {
        return Saying::new(
            format!("{} is empty", case.name()),
            "nothing behind the hyphen",
            "remove it, or fill it in",
        );
    }
    let help = or_remove(case, "give it a value");
    Saying::new(format!("{} has no value", case.name()), "nothing behind the colon", help)
}

/// What can be done, and the other way out where the key may be left out.
fn or_remove(case: &Case<'_>, help: &str) -> String {
    if case.is_required() { help.to_owned() } else { format!("{help}, or remove the key") }
}

fn wrong_type(case: &Case<'_>) -> Saying {
    let is = kind_of(&case.seen.value.value);
    let name = case.name();
    let wanted = case.schema.get("type").and_then(Value::as_str).unwrap_or_default();
    let scalar = matches!(case.seen.value.value, Node::Number(_) | Node::Bool(_));
    if wanted == "string" && scalar {
        return match units(case) {
            Some(help) => Saying::new(format!("{name} is {is} without a unit"), "of what?", help),
            None => {
                let quoted = format!("\"{}\"", case.document.written(case.seen.value));
                Saying::new(format!("{name} is {is}, but must be text"), is, format!("quote it: {}", code(&quoted)))
            }
        };
    }
    if case.schema.get("type").is_some_and(Value::is_array) {
        let help =
            like_examples(case, case.schema.get("examples").and_then(Value::as_array).map_or(&[], Vec::as_slice));
        return Saying::new(format!("{name} cannot be {is}"), is, help);
    }
    let (wanted, help) = match wanted {
        "string" => ("text", "write one value".to_owned()),
        "array" => ("a list", list_of(case)),
        "object" => ("a mapping", "write keys with values below it, indented".to_owned()),
        "integer" => ("a whole number", "write digits without a unit and without quotes".to_owned()),
        "number" => ("a number", "write digits without a unit and without quotes".to_owned()),
        other => (other, "correct the value".to_owned()),
    };
    Saying::new(format!("{name} must be {wanted}, but is {is}"), is, help)
}

/// The list to write in place of a value that must be one.
fn list_of(case: &Case<'_>) -> String {
    let key = case.last_key();
    match case.seen.value.value {
        Node::Text(_) | Node::Number(_) | Node::Bool(_) => {
            let list = format!("{key}: [{}]", case.document.written(case.seen.value));
            format!("write {}, or an entry a line, each behind a hyphen", code(&list))
        }
        Node::Null | Node::List(_) | Node::Map(_) => {
            format!("write `{key}: [first, second]`, or an entry a line, each behind a hyphen")
        }
    }
}

/// "write `70%` or `70 points`": the examples of the schema with the number that was written.
fn units(case: &Case<'_>) -> Option<String> {
    let examples = case.schema.get("examples")?.as_array()?;
    let number = match &case.seen.value.value {
        Node::Number(number) => number,
        Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Map(_) => return None,
    };
    if let Some(meant) = with_decimal_comma(case).and_then(|text| near(case, &text)) {
        return Some(format!("write {}: within braces a comma ends the value", code(&meant)));
    }
    // Whoever writes 0.9 means 90 %, and a gate at 0.9 % would be none.
    let fraction = number.as_f64().filter(|number| *number > 0.0 && *number < 1.0);
    let with_number = |example: &str| match fraction.filter(|_| example.ends_with('%')) {
        Some(fraction) => format!("{}%", crate::text::points(fraction * 100.0, None)),
        None => format!("{number}{}", example.trim_start_matches(|c: char| c.is_ascii_digit())),
    };
    let forms: Vec<String> = examples.iter().filter_map(Value::as_str).map(with_number).collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    Some(format!("write {}", codes(&forms, "or")))
}

/// "write a share from 0% to 100%, such as `70%`": what the schema says about the quantity, and its examples.
fn like_examples(case: &Case<'_>, examples: &[Value]) -> String {
    let forms: Vec<&str> = examples.iter().filter_map(Value::as_str).collect();
    let about = case.schema.get("description").and_then(Value::as_str).and_then(|text| text.split(';').next());
    let about = about.map(fragment).unwrap_or_default();
    format!("write {about}, such as {}", codes(&forms, "or"))
}

fn wrong_word(case: &Case<'_>, options: &Value) -> Saying {
    let words: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let message = format!("{} is not a value of {}", written(case), code(case.last_key()));
    Saying::new(message, "unknown word", suggest::help(&plain(case), &words, "the values are"))
}

/// The number with what stands behind its decimal comma, up to the end of the line or of the braces.
fn with_decimal_comma(case: &Case<'_>) -> Option<String> {
    let range = case.document.range(case.seen.value.referenced);
    let rest = case.document.source.text.get(range.end..)?;
    let rest = rest.split(['}', ',', '\n', '\r']).nth(1).filter(|_| rest.starts_with(','))?;
    let is_decimal = rest.starts_with(|c: char| c.is_ascii_digit());
    is_decimal.then(|| format!("{},{}", case.document.written(case.seen.value), rest.trim()))
}

/// The quantity of the schema that a text is most likely meant to be.
fn near(case: &Case<'_>, text: &str) -> Option<String> {
    quantity::near(case.schema.get("pattern")?.as_str()?, text)
}

/// The values of `against`, and the meaning of a word such as `best-of-30d`.
fn wrong_against(case: &Case<'_>) -> Saying {
    let text = plain(case).to_lowercase();
    let spaced = text.replace(['-', '_', ':', '(', ')', '='], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let help = match words.as_slice() {
        ["best", "of", age @ ..] => {
            quantity::near(quantity::AGE, &age.concat()).map(|age| format!("{{ best-of: {age} }}"))
        }
        [] => None,
        days => {
            let days: String = days.iter().filter(|word| **word != "days").copied().collect();
            let days = days.trim_end_matches('d');
            let is_number = !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| format!("{{ days: {days} }}"))
        }
    };
    let help = help.map_or_else(
        || suggest::help(&text, &["baseline", "previous", "{ best-of: 30d }", "{ days: 7 }"], "the values are"),
        |meant| format!("write {}", code(&format!("against: {meant}"))),
    );
    Saying::new(format!("{} is not a value of `against`", written(case)), "wrong form", help)
}

fn wrong_text(case: &Case<'_>) -> Saying {
    let is_not = |what: &str| format!("{} is not {what}", written(case));
    if case.last_key() == "against" {
        return wrong_against(case);
    }
    if let Some(meant) = near(case, &plain(case)) {
        let what = format!("a value of {}", code(case.last_key()));
        return Saying::new(is_not(&what), "wrong form", format!("did you mean {}?", code(&meant)));
    }
    if let Some(examples) = case.schema.get("examples").and_then(Value::as_array) {
        let what = format!("a value of {}", code(case.last_key()));
        return Saying::new(is_not(&what), "wrong form", like_examples(case, examples));
    }
    match case.last_key() {
        "tenant" => Saying::new(
            is_not("the id of a tenant"),
            "blank",
            "write the GUID that Entra shows as `Tenant ID`, such as `12345678-1234-1234-1234-123456789012`",
        ),
        "granted" | "expires" | "date" => {
            Saying::new(is_not("a date"), "not a date", "write year, month and day, such as `2027-01-31`")
        }
        "rule" => Saying::new(
            is_not("the id of a rule"),
            "not an id",
            "write the id as the policy does: lower-case letters, digits and single hyphens; in a file of waivers \
             `policy/rule`",
        ),
        "controls" => Saying::new(
            is_not("the id of a control"),
            "not an id",
            "a waiver names each control by its id: no patterns, spaces or control characters",
        ),
        "match" => Saying::new(
            is_not("the id of a control or a pattern"),
            "not an id",
            "ids and patterns have no spaces or control characters; choose by properties with `where`",
        ),
        _ => Saying::new(
            is_not("an id"),
            "not an id",
            "use lower-case letters, digits and single hyphens, such as `admins-use-mfa`",
        ),
    }
}

fn limit_broken(case: &Case<'_>, relation: &str, limit: &Value) -> Saying {
    let message = format!("{} must be {relation} {limit}, but is {}", case.name(), plain(case));
    Saying::new(message, "out of range", or_remove(case, &format!("write a number of {relation} {limit}")))
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
fn plain(case: &Case<'_>) -> String {
    match &case.seen.value.value {
        Node::Text(text) => text.clone(),
        Node::Bool(_) | Node::Number(_) => case.document.written(case.seen.value).to_owned(),
        node @ (Node::Null | Node::List(_) | Node::Map(_)) => kind_of(node).to_owned(),
    }
}

fn written(case: &Case<'_>) -> String {
    match &case.seen.value.value {
        Node::Text(_) | Node::Bool(_) | Node::Number(_) => code(&plain(case)),
        node @ (Node::Null | Node::List(_) | Node::Map(_)) => kind_of(node).to_owned(),
    }
}
