//! YAML tags: none is allowed, since a tag changes what a value is without changing how it reads.

use std::ops::Range;

use serde_saphyr::Spanned;

use super::document::Document;
use super::problem::{DiagnosticText, LocatedProblem};
use super::tree::Node;

/// The first tag of a file.
///
/// The parser applies the tags that it knows and does not report them. Between one scalar and the next there are only
/// indicators, comments, anchors and tags, and of these only tags and comments hold an exclamation mark.
pub(crate) fn first(document: &Document, root: &Spanned<Node>) -> Option<LocatedProblem> {
    let text = document.source.text.as_str();
    if !text.contains('!') {
        return None;
    }
    let mut scalars = Vec::new();
    collect(document, root, &mut scalars);
    scalars.sort_by_key(|range| range.start);
    let mut end = 0;
    for scalar in scalars.into_iter().chain(std::iter::once(text.len()..text.len())) {
        let gap = text.get(end..scalar.start).unwrap_or_default();
        if let Some((from, length)) = tag(gap) {
            let words = DiagnosticText::new(
                "YAML tags are not allowed",
                "a tag",
                "remove the word that begins with `!`, or quote the value",
            );
            return Some(document.problem(end + from..end + from + length, words));
        }
        end = end.max(scalar.end);
    }
    None
}

fn collect(document: &Document, node: &Spanned<Node>, scalars: &mut Vec<Range<usize>>) {
    match &node.value {
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => scalars.push(document.range(node.referenced)),
        Node::List(items) => items.iter().for_each(|item| collect(document, item, scalars)),
        Node::Map(entries) => {
            for (key, value) in entries {
                scalars.push(document.range(key.referenced));
                collect(document, value, scalars);
            }
        }
    }
}

/// The offset of a tag in the text between two scalars, and its length.
fn tag(gap: &str) -> Option<(usize, usize)> {
    let mut in_comment = false;
    let mut before = ' ';
    for (at, c) in gap.char_indices() {
        match c {
            '\n' | '\r' => in_comment = false,
            '#' if before.is_whitespace() => in_comment = true,
            '!' if !in_comment => {
                let word = gap[at..].split(|c: char| c.is_whitespace() || "[]{},".contains(c)).next();
                return Some((at, word.map_or(1, str::len)));
            }
            _ => {}
        }
        before = c;
    }
    None
}
