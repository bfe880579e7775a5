//! Locations in policy files as SARIF writes them: relative addresses, lines and columns from 1, and the text.

use super::model::{ArtifactLocation, ContextRegion, Location, PhysicalLocation, Region, Text};
use crate::policy::Place;
use crate::render::phrases;
use crate::report::Report;
use crate::text;

/// The name of the root of the repository in GitHub.
pub(super) const ROOT: &str = "%SRCROOT%";
/// The lines of context on each side of a place.
const CONTEXT: u32 = 2;

/// The most characters of a line of context. A file can be a single line, which each of its results would repeat.
const CONTEXT_WIDTH: usize = 300;

/// The policy files by lines, so that a place is found without another pass over the file.
pub(super) struct Places<'a> {
    report: &'a Report,
    sources: Vec<Vec<Line>>,
}

/// A line, and where each of its [`Line::STEP`]th characters begins.
struct Line {
    text: String,
    steps: Vec<usize>,
}

impl<'a> Places<'a> {
    /// The files of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let lines = |text: &str| text::source(text).lines().map(Line::new).collect();
        Self { report, sources: report.sources.iter().map(|file| lines(&file.text)).collect() }
    }

    /// A place with the text that stands there.
    pub(super) fn location(&self, place: Place) -> Location {
        let lines = self.sources.get(place.source).map(Vec::as_slice).unwrap_or_default();
        let line = place.line.max(1);
        let last = u32::try_from(lines.len()).unwrap_or(u32::MAX).max(line);
        let (from, to) = (line.saturating_sub(CONTEXT).max(1), line.saturating_add(CONTEXT).min(last));
        let context = lines.get(index(from)..=index(to)).unwrap_or_default().iter();
        let context: Vec<String> = context.map(|line| phrases::clip(&line.text, CONTEXT_WIDTH)).collect();
        Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact_location(self.report, place.source),
                region: region(place, lines.get(index(line))),
                context_region: ContextRegion {
                    start_line: from,
                    end_line: to,
                    snippet: Text { text: context.join("\n") },
                },
            },
        }
    }
}

impl Line {
    const STEP: usize = 256;

    fn new(text: &str) -> Self {
        let starts = text.char_indices().step_by(Self::STEP).map(|(start, _)| start);
        Self { text: text.to_owned(), steps: starts.collect() }
    }

    /// The characters from one index up to another.
    fn characters(&self, from: usize, to: usize) -> String {
        let start = self.steps.get(from / Self::STEP).copied().unwrap_or(self.text.len());
        self.text[start..].chars().skip(from % Self::STEP).take(to - from).collect()
    }
}

fn region(place: Place, line: Option<&Line>) -> Region {
    let start = place.column.max(1);
    let end = place.end_column.max(start);
    let line_number = place.line.max(1);
    Region {
        start_line: line_number,
        start_column: start,
        end_line: line_number,
        end_column: end,
        snippet: Text { text: line.map(|line| line.characters(index(start), index(end))).unwrap_or_default() },
    }
}

/// An index from a number that counts from 1.
fn index(number: u32) -> usize {
    number.saturating_sub(1) as usize
}

/// The address of a policy file. Readers match only a relative address, together with its root, with the files of a repository.
pub(super) fn artifact_location(report: &Report, source: usize) -> ArtifactLocation {
    let path = report.sources.get(source).map_or("", |file| file.path.as_str());
    let absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    let uri = match (absolute, path.starts_with('/')) {
        (false, _) => encoded(path.trim_start_matches("./")),
        (true, true) => format!("file://{}", encoded(path)),
        (true, false) => format!("file:///{}", encoded(path)),
    };
    ArtifactLocation { uri: Some(uri), uri_base_id: (!absolute).then_some(ROOT), index: Some(source) }
}

/// A path as part of an address: everything but letters, digits and `-._~/` in percent-encoding. A colon too: in the first
/// part of a relative address it would end a scheme.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
