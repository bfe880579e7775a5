//! Explanations as text for people, JSON and Markdown.

use serde_json::{Value, json};

use super::entry::{Entry, Family};
use crate::text::json_safe;

/// The version of the JSON.
const VERSION: u64 = 1;
/// The sentence at the top of the page.
const INTRODUCTION: &str = "The codes of messages and reports. `scoregate explain CODE` shows one of them.";
/// The widest column of codes in the list.
const WIDEST: usize = 24;

/// Entries at length.
pub(super) fn human(entries: &[Entry]) -> String {
    let page = |entry: &Entry| {
        let (bold, plain) = (anstyle::Style::new().bold(), anstyle::Reset);
        let mut text = format!("{bold}{}{plain}  ({})\n  {}\n\n", entry.code, entry.family.word(), entry.meaning);
        for (label, part) in parts(entry) {
            let part = part.replace('\n', &format!("\n{:11}", ""));
            text.push_str(&format!("  {label:8} {part}\n"));
        }
        text
    };
    entries.iter().map(page).collect::<Vec<_>>().join("\n")
}

/// All codes, a line each.
pub(super) fn list(entries: &[Entry]) -> String {
    let mut text = String::new();
    for (family, of_family) in by_family(entries) {
        let (bold, plain) = (anstyle::Style::new().bold(), anstyle::Reset);
        text.push_str(&format!("{bold}{}{plain}\n", family.title()));
        let width = of_family.iter().map(|entry| entry.code.len()).max().unwrap_or(0).min(WIDEST);
        for entry in of_family {
            text.push_str(&format!("  {:width$}  {}\n", entry.code, entry.meaning));
        }
        text.push('\n');
    }
    text + "scoregate explain CODE shows the cause, an example, and what to do.\n"
}

/// Entries for programs.
pub(super) fn machine(entries: &[Entry]) -> String {
    let value = |entry: &Entry| -> Value {
        json!({
            "code": entry.code,
            "family": entry.family.word(),
            "meaning": entry.meaning,
            "cause": entry.details.cause,
            "example": entry.details.example,
            "fix": entry.details.fix,
        })
    };
    let explanations: Vec<Value> = entries.iter().map(value).collect();
    json_safe(&format!("{:#}\n", json!({ "version": VERSION, "explanations": explanations })))
}

/// Entries as a page with a heading for each family and each code.
pub(super) fn markdown(entries: &[Entry]) -> String {
    let mut text = format!("# Codes\n\n{INTRODUCTION}\n");
    for (family, of_family) in by_family(entries) {
        text.push_str(&format!("\n## {}\n", family.title()));
        for entry in of_family {
            let (cause, fix) = (entry.details.cause, entry.details.fix);
            text.push_str(&format!("\n### `{}`\n\n{}\n\n", entry.code, escaped(&entry.meaning)));
            text.push_str(&format!("- Cause: {}\n- Fix: {}\n", escaped(cause), escaped(fix)));
            text.push_str(&format!("\n```text\n{}\n```\n", entry.details.example));
        }
    }
    text
}

/// Our own words, of which angle brackets would be tags.
fn escaped(text: &str) -> String {
    text.replace('<', "&lt;")
}

fn parts(entry: &Entry) -> [(&'static str, &'static str); 3] {
    [("cause", entry.details.cause), ("example", entry.details.example), ("fix", entry.details.fix)]
}

/// The families that have entries, in the order of the list.
fn by_family(entries: &[Entry]) -> impl Iterator<Item = (Family, Vec<&Entry>)> {
    Family::ALL.into_iter().filter_map(|family| {
        let of_family: Vec<&Entry> = entries.iter().filter(|entry| entry.family == family).collect();
        (!of_family.is_empty()).then_some((family, of_family))
    })
}
