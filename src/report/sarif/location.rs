//! Places in policy files as SARIF writes them: relative addresses, lines and columns from 1, and the text itself.

use super::model::{ArtifactLocation, ContextRegion, Location, PhysicalLocation, Region, Text};
use crate::policy::Place;
use crate::report::Report;

/// The name that GitHub knows for the root of the repository.
pub(super) const ROOT: &str = "%SRCROOT%";
/// The lines of context on each side of a place.
const CONTEXT: u32 = 2;

/// A place with the text that stands there.
pub(super) fn location(report: &Report, place: Place) -> Location {
    let text = report.sources.get(place.source).map_or("", |file| file.text.as_str());
    let lines: Vec<&str> = text.lines().collect();
    let line = place.line.max(1);
    let last = u32::try_from(lines.len()).unwrap_or(u32::MAX).max(line);
    let (from, to) = (line.saturating_sub(CONTEXT).max(1), line.saturating_add(CONTEXT).min(last));
    Location {
        physical_location: PhysicalLocation {
            artifact_location: artifact_location(report, place.source),
            region: region(place, lines.get(index(line)).copied().unwrap_or_default()),
            context_region: ContextRegion {
                start_line: from,
                end_line: to,
                snippet: Text { text: lines.get(index(from)..=index(to)).unwrap_or_default().join("\n") },
            },
        },
    }
}

fn region(place: Place, line: &str) -> Region {
    let start = place.column.max(1);
    let end = place.end_column.max(start);
    let characters = line.chars().skip(index(start)).take((end - start) as usize);
    Region {
        start_line: place.line.max(1),
        start_column: start,
        end_line: place.line.max(1),
        end_column: end,
        snippet: Text { text: characters.collect() },
    }
}

/// An index from a number that counts from 1.
fn index(number: u32) -> usize {
    number.saturating_sub(1) as usize
}

/// The address of a policy file. Only a relative one is matched with the files of a repository, and it means nothing
/// without its root; an absolute one stands alone.
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

/// A path as part of an address: everything but letters, digits and `-._~/` in percent-encoding. A colon, too: in the first
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
