//! Files that are not YAML: the cause in the lines around the place where the parser gave up.

use crate::text::encoding::Decoded;
use crate::text::suggest::code;
use crate::yaml::problem::{LocatedProblem, ProblemKind};

/// The lines before the error in which its cause is looked for.
const LOOK_BACK: usize = 3;

/// The words and the place of a cause.
struct Cause {
    /// The index of the line.
    line: usize,
    message: String,
    label: &'static str,
    help: String,
}

/// The problem with the cause that the lines show, or as it is.
pub(super) fn explained(mut located: LocatedProblem, bytes: &[u8]) -> LocatedProblem {
    let text = Decoded::of(bytes).text;
    // Between braces the indentation means nothing.
    if text.trim_start().starts_with('{') {
        return located;
    }
    let Some(at) = located.problem.span.map(|span| span.offset()) else { return located };
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let Some(error) = text.get(..at).map(|before| before.matches('\n').count()) else { return located };
    // What the parser understood and refuses (a tag, a limit) has no cause in the indentation.
    match located.kind {
        ProblemKind::Syntax => {}
        ProblemKind::Content => return located,
    }
    let from = error.saturating_sub(LOOK_BACK);
    let found = asterisk(&lines, error)
        .or_else(|| (from..=error).rev().find_map(|line| shallow_block(&lines, line)))
        .or_else(|| (from..=error).rev().find_map(|line| wrapped(&lines, line)));
    let Some(cause) = found else { return located };
    let start: usize = text.split_inclusive('\n').take(cause.line).map(str::len).sum();
    let line = lines.get(cause.line).copied().unwrap_or_default();
    let (start, length) = (start + indent(line), line.trim().len().max(1));
    located.offset = start;
    located.problem.span = Some((start, length).into());
    located.problem.message = cause.message;
    located.problem.label = cause.label.to_owned();
    located.problem.help = Some(cause.help);
    located
}

/// `Cluster: **URL**`: the asterisk begins an alias.
fn asterisk(lines: &[&str], number: usize) -> Option<Cause> {
    let (_, value) = lines.get(number)?.split_once(": ")?;
    let value = value.split(" #").next().unwrap_or(value).trim();
    value.starts_with('*').then(|| Cause {
        line: number,
        message: "a value begins with `*`, which YAML reads as an alias".to_owned(),
        label: "not quoted",
        help: format!("quote the value: {} (is it a placeholder?)", code(&format!("'{}'", value.replace('\'', "''")))),
    })
}

/// `Template: |-` and lines below it that are not deeper than the key.
fn shallow_block(lines: &[&str], number: usize) -> Option<Cause> {
    let header = lines.get(..number)?.iter().rposition(|line| !line.trim().is_empty())?;
    let above = lines.get(header)?;
    let content = above.trim_start_matches([' ', '-']);
    let (key, mark) = content.rsplit_once(':')?;
    let mark = mark.split(" #").next().unwrap_or(mark).trim();
    let is_block = mark.starts_with(['|', '>']) && mark[1..].chars().all(|c| matches!(c, '-' | '+' | '0'..='9'));
    let line = lines.get(number)?;
    let column = above.len() - content.len();
    (is_block && !line.trim().is_empty() && indent(line) <= column && !is_key(line)).then(|| Cause {
        line: number,
        message: format!("the text of {} is not indented deeper than its key", code(key.trim())),
        label: "the text begins here",
        help: format!("indent the lines under {} deeper than {}", code(&format!("{key}: {mark}")), code(key.trim())),
    })
}

/// `Url: https://…` that goes on in a line that is not deeper than its key.
fn wrapped(lines: &[&str], number: usize) -> Option<Cause> {
    let header = lines.get(..number)?.iter().rposition(|line| !line.trim().is_empty())?;
    let above = lines.get(header)?;
    let content = above.trim_start_matches([' ', '-']);
    let (key, value) = content.split_once(": ")?;
    let line = lines.get(number)?;
    let is_text = !line.trim().is_empty() && !is_key(line) && !line.trim_start().starts_with(['-', '#']);
    let column = above.len() - content.len();
    (is_text && !value.trim().is_empty() && indent(line) <= column).then(|| Cause {
        line: number,
        message: format!("the value of {} goes on in this line, which is not indented deeper than its key", code(key)),
        label: "the rest of the value",
        help: format!("write the value of {} in one line, or indent this line deeper", code(key)),
    })
}

/// Whether a line begins with a plain key.
fn is_key(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '-']);
    let key = line.split_once(": ").map(|(key, _)| key).or_else(|| line.trim_end().strip_suffix(':'));
    key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
