//! The rules of texts: dates without quotes, and prompts that are hidden in descriptions.

use super::super::rule::Rule;
use super::Check;
use super::operations::Operation;
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

pub(super) fn check(check: &mut Check<'_>, operations: &[Operation<'_>]) {
    dates(check, check.root);
    let prompts = operations.iter().filter_map(|operation| operation.cursor.get("description"));
    let mut with = prompts.filter(|cursor| cursor.value.value.text().is_some_and(has_prompts));
    if let Some(first) = with.next() {
        let number = 1 + with.count();
        let noun = if number == 1 { "a description" } else { "descriptions" };
        let message = format!("example prompts stand in {noun} ({number} of {} operations)", operations.len());
        check.report_key(Rule::PromptsInDescription, first, message, "move them to `ExamplePrompts` of the operation");
    }
}

fn has_prompts(text: &str) -> bool {
    text.to_ascii_lowercase().contains("#exampleprompt")
}

/// Reports values of `default`, `example` and `version` that YAML 1.1 takes for a date.
fn dates(check: &mut Check<'_>, cursor: Cursor<'_>) {
    for (key, value) in cursor.value.value.entries() {
        let here = Cursor { key: Some(key), value };
        let is_date = matches!(&value.value, Node::Text(text) if is_date(text));
        if is_date && !check.document.written(value).starts_with(['"', '\'']) {
            let text = value.value.text().unwrap_or_default();
            let message = format!("{} is not quoted: YAML 1.1 reads it as a date", code(text));
            check.report(Rule::DateText, here, message, &format!("write {}", code(&format!("\"{text}\""))));
        }
        dates(check, here);
    }
    for item in cursor.value.value.items() {
        dates(check, Cursor::root(item));
    }
}

/// `2016-10-01`, alone or with a time behind it.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let has_form = is_digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && is_digits(5..7)
        && bytes.get(7) == Some(&b'-')
        && is_digits(8..10);
    has_form && bytes.get(10).is_none_or(|next| matches!(next, b'T' | b't' | b' ')) && text.len() < 40
}
