//! One file: its text, the place of a problem in it, and the place that a finding points at.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use serde_saphyr::{Location, Spanned};

use super::problem::{DiagnosticText, LocatedProblem};
use super::tree::{Cursor, Node};
use crate::error::{Problem, SourceText};

/// The longest mark under the source line, in characters.
const LONGEST_MARK: usize = 200;

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The index of the file among the sources of the run, such as [`PolicySet::sources`](crate::policy::PolicySet::sources).
    pub source: usize,
    /// The line, from 1.
    pub line: u32,
    /// The first column, from 1, counted in characters.
    pub column: u32,
    /// The column behind the last character.
    pub end_column: u32,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path for people and for machines: relative to the root of the checkout or the working directory where it lies
    /// below it, with `/`.
    pub path: String,
    /// The whole text, which every report of the run shares.
    pub text: Arc<String>,
    /// The SHA-256 of the bytes of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// A file whose text could be read.
pub(crate) struct Document {
    /// The place of the file among all files of the run.
    pub(crate) order: usize,
    pub(crate) source: SourceFile,
    /// Made for the first problem, since most files have none.
    shown: OnceCell<Arc<NamedSource<SourceText>>>,
}

impl Document {
    pub(crate) const fn new(order: usize, source: SourceFile) -> Self {
        Self { order, source, shown: OnceCell::new() }
    }

    /// A problem at a range of bytes; what lies beyond the first line of the range is not marked.
    pub(crate) fn problem(&self, range: Range<usize>, words: DiagnosticText) -> LocatedProblem {
        let range = self.first_line(range);
        let named = || Arc::new(NamedSource::new(&self.source.path, SourceText::new(&self.source.text)));
        LocatedProblem {
            order: self.order,
            offset: range.start,
            kind: words.kind,
            problem: Problem {
                message: words.message,
                source_code: Some(Arc::clone(self.shown.get_or_init(named))),
                span: Some((range.start, range.len()).into()),
                label: words.label,
                help: Some(words.help),
            },
        }
    }

    /// A problem of a value, or of a mapping as a whole.
    pub(crate) fn problem_at(&self, cursor: Cursor<'_>, words: DiagnosticText) -> LocatedProblem {
        self.problem(self.range(mark(cursor)), words)
    }

    /// A problem of a key.
    pub(crate) fn problem_at_key(&self, cursor: Cursor<'_>, words: DiagnosticText) -> LocatedProblem {
        let location = cursor.key.map_or_else(|| mark(cursor), |key| key.referenced);
        self.problem(self.range(location), words)
    }

    /// The bytes of a key or value.
    pub(crate) fn range(&self, location: Location) -> Range<usize> {
        let span = location.span();
        let whole = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok());
        match (whole(span.byte_offset()), whole(span.byte_len())) {
            (Some(start), Some(length)) => start..start.saturating_add(length),
            (None, _) | (_, None) => self.character_at(location),
        }
    }

    /// The text of a scalar as it was written.
    pub(crate) fn written(&self, value: &Spanned<Node>) -> &str {
        self.source.text.get(self.first_line(self.range(value.referenced))).unwrap_or_default()
    }

    /// The place of a scalar for findings.
    pub(crate) fn place(&self, source: usize, value: &Spanned<Node>) -> Place {
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let (line, column) = (narrow(value.referenced.line()), narrow(value.referenced.column()));
        let length = self.written(value).chars().count() as u64;
        Place { source, line, column, end_column: column.saturating_add(narrow(length)) }
    }

    /// The character at a line and column: syntax errors have no byte offset.
    fn character_at(&self, location: Location) -> Range<usize> {
        let index = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let mut offset = 0;
        for (number, line) in self.source.text.split_inclusive('\n').enumerate() {
            if number == index(location.line()) {
                let content = line.trim_end_matches(['\n', '\r']);
                let mut rest = content.char_indices().skip(index(location.column()));
                return rest.next().map_or(offset + content.len()..offset + content.len(), |(at, c)| {
                    offset + at..offset + at + c.len_utf8()
                });
            }
            offset += line.len();
        }
        offset..offset
    }

    fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.source.text;
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.floor_char_boundary(range.end.clamp(start, text.len()));
        let marked = &text[start..end];
        let line = marked.split(['\n', '\r']).next().unwrap_or_default();
        let length = line.char_indices().nth(LONGEST_MARK).map_or(line.len(), |(at, _)| at);
        start..start + length
    }
}

/// The location to mark for a value: scalars have a span; of a mapping or list only the key that leads to it, or the first thing in it,
/// can be seen.
fn mark(cursor: Cursor<'_>) -> Location {
    match (&cursor.value.value, cursor.key) {
        (Node::Bool(_) | Node::Number(_) | Node::Text(_), _) => cursor.value.referenced,
        (Node::Null | Node::List(_) | Node::Map(_), Some(key)) => key.referenced,
        (Node::List(items), None) => {
            items.first().map_or(cursor.value.referenced, |first| mark(Cursor { key: None, value: first }))
        }
        (Node::Map(entries), None) => entries.first().map_or(cursor.value.referenced, |(key, _)| key.referenced),
        (Node::Null, None) => cursor.value.referenced,
    }
}
