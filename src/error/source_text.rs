//! The text of a file as a diagnostic shows it.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text;

/// The bytes of a line that are shown before and after the place of a problem: a file can be one line of megabytes.
const REACH: usize = 160;

/// The text of a file, made safe for a terminal and indexed by lines.
///
/// miette's own implementation for strings counts columns in bytes and reads the whole text for every problem; this one
/// counts characters, as editors do, and looks the line up.
#[derive(Debug, Clone)]
pub struct SourceText {
    text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Copies the text without terminal sequences; every byte keeps its offset.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = neutral(text);
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, line_starts }
    }

    /// The length in bytes.
    pub(crate) const fn len(&self) -> usize {
        self.text.len()
    }

    /// The index of the line that contains the offset.
    fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn start(&self, line: usize) -> usize {
        self.line_starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The first of `line - before ..= line` whose start is near enough to be shown, and the start of the excerpt.
    fn begin(&self, offset: usize, before: usize) -> (usize, usize) {
        let line = self.line(offset);
        let near = (line.saturating_sub(before)..=line).find(|line| offset - self.start(*line) <= REACH);
        near.map_or_else(
            || (line, self.text.floor_char_boundary(offset.saturating_sub(REACH))),
            |line| (line, self.start(line)),
        )
    }

    /// The end of the excerpt: after the last of `line ..= line + after` that is near enough.
    fn end(&self, offset: usize, after: usize) -> usize {
        let line = self.line(offset);
        let near = (line..=line + after).rev().map(|line| self.start(line + 1)).find(|end| end - offset <= REACH);
        near.unwrap_or_else(|| self.text.ceil_char_boundary((offset + REACH).min(self.text.len())))
    }
}

impl SourceCode for SourceText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (span.offset(), span.offset() + span.len());
        let before_span = self.text.get(self.start(self.line(from))..from).ok_or(MietteError::OutOfBounds)?;
        // miette passes no context lines to get the place itself, and some to get whole lines.
        let (line, start, column) = if before == 0 {
            (self.line(from), from, before_span.chars().count())
        } else {
            let (line, start) = self.begin(from, before);
            (line, start, 0)
        };
        let end = self.end(to, after);
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let excerpt = SourceSpan::new(start.into(), data.len());
        let lines = data.matches('\n').count();
        Ok(Box::new(MietteSpanContents::new(data.as_bytes(), excerpt, line, column, lines)))
    }
}

/// Replaces characters that could control a terminal or forge a line with visible ones of the same length in bytes.
fn neutral(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let carries_line_feed = c == '\r' && rest.peek() == Some(&'\n');
        let harmless =
            matches!(c, '\n' | '\t' | ' ') || carries_line_feed || !text::line(c.encode_utf8(&mut [0; 4])).is_empty();
        match (harmless || c.is_whitespace() && !c.is_control(), c.len_utf8()) {
            (true, _) => result.push(c),
            // YAML counts a lone carriage return as a line break.
            (false, 1) if c == '\r' => result.push('\n'),
            (false, 1) => result.push('?'),
            (false, 2) => result.push('·'),
            (false, 3) => result.push(char::REPLACEMENT_CHARACTER),
            (false, _) => result.extend([char::REPLACEMENT_CHARACTER, '?']),
        }
    }
    result
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_survive_what_is_replaced() {
        let text = "ä: 1\né\u{1b}\u{202e}\u{e0041}x: 2\r\nz\n";
        let source = SourceText::new(text);
        assert_eq!(source.text.len(), text.len());
        let at = text.find('x').unwrap();
        let place = source.read_span(&(at, 1).into(), 0, 0).unwrap();
        assert_eq!((place.line(), place.column()), (1, 5));
        let shown = source.read_span(&(at, 1).into(), 1, 1).unwrap();
        assert_eq!(String::from_utf8_lossy(shown.data()), "ä: 1\né?\u{fffd}\u{fffd}?x: 2\r\nz\n");
    }

    #[test]
    fn an_endless_line_is_shown_in_part() {
        let source = SourceText::new(&"ü".repeat(100_000));
        let shown = source.read_span(&(100_000, 2).into(), 1, 1).unwrap();
        assert!(shown.data().len() < 3 * REACH);
        assert!(source.read_span(&(300_000, 1).into(), 1, 1).is_err());
    }
}
