//! The reading of a YAML file into a tree whose every value knows its place, within limits on a file and on all files of a run.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_saphyr::Spanned;

use super::document::{Document, SourceFile};
use super::problem::{DiagnosticText, LocatedProblem};
use super::tree::{self, Node};
use super::vocabulary::Vocabulary;
use super::{json, syntax, tags};
use crate::error::Problem;
use crate::hash::sha256;
use crate::paths::{self, shown};
use crate::text::encoding::Decoded;
use crate::text::grouped;

/// The largest file, in bytes.
const LARGEST: u64 = 8 << 20;
/// The most files of a run.
const MOST_FILES: usize = 10_000;
/// The most bytes of all files of a run.
const MOST_BYTES: usize = 64 << 20;
/// The most values in all files of a run.
const MOST_NODES: usize = 2_000_000;

/// The amount that a run has read so far: each file has limits of its own, and a folder can hold any number of them.
#[derive(Default)]
pub(crate) struct Budget {
    files: usize,
    bytes: usize,
    nodes: usize,
}

impl Budget {
    /// Counts a file: the bytes that were read, and the values that are kept.
    pub(crate) const fn count(&mut self, bytes: usize, nodes: usize) {
        self.files += 1;
        self.bytes += bytes;
        self.nodes += nodes;
    }

    /// The limit that is exceeded: `10,000 files`.
    pub(crate) fn exceeded(&self) -> Option<String> {
        let grouped = |number: usize| grouped(number as u64);
        if self.files > MOST_FILES {
            Some(format!("{} files", grouped(MOST_FILES)))
        } else if self.bytes > MOST_BYTES {
            Some(format!("{} MiB", MOST_BYTES >> 20))
        } else {
            (self.nodes > MOST_NODES).then(|| format!("{} values", grouped(MOST_NODES)))
        }
    }
}

/// The content of a file: its tree, or the first reason why it has none.
pub(crate) type Opened = Result<(Document, Spanned<Node>), Box<LocatedProblem>>;

/// Reads one file as YAML, whatever its content is.
pub(crate) fn open(order: usize, path: &Path, root: Option<&Path>, vocabulary: &Vocabulary) -> Opened {
    let bytes = read(path, root).map_err(|problem| LocatedProblem::of_file(order, problem))?;
    parse(order, shown(path, root), &bytes, vocabulary)
}

/// Reads the bytes of a file, at most one more than the limit.
pub(crate) fn read(path: &Path, root: Option<&Path>) -> Result<Vec<u8>, Problem> {
    refused(path, root).map_or_else(|| bytes(path, root), Err)
}

/// Reads the bytes of a file as YAML. `path` is for messages.
pub(crate) fn parse(order: usize, path: String, bytes: &[u8], vocabulary: &Vocabulary) -> Opened {
    as_yaml(document(order, path, bytes, vocabulary)?, vocabulary)
}

/// Reads the bytes of a file as JSON if they are JSON, and else as YAML.
pub(crate) fn parse_json_or_yaml(order: usize, path: String, bytes: &[u8], vocabulary: &Vocabulary) -> Opened {
    let document = document(order, path, bytes, vocabulary)?;
    match json::tree(&document.source.text) {
        Some(root) => Ok((document, root)),
        None => as_yaml(document, vocabulary),
    }
}

fn document(
    order: usize,
    path: String,
    bytes: &[u8],
    vocabulary: &Vocabulary,
) -> Result<Document, Box<LocatedProblem>> {
    require_size(&path, bytes.len(), vocabulary).map_err(|problem| LocatedProblem::of_file(order, problem))?;
    let decoded = Decoded::of(bytes);
    let source = SourceFile { path, text: decoded.text.into(), sha256: sha256(bytes) };
    let document = Document::new(order, source);
    if let Some((at, message)) = decoded.flaw {
        let words = DiagnosticText::new(message, "not a character", "save the file as UTF-8");
        return Err(Box::new(document.problem(at..at.saturating_add(3), words)));
    }
    Ok(document)
}

fn as_yaml(document: Document, vocabulary: &Vocabulary) -> Opened {
    match tree::parse(&document.source.text) {
        Ok(root) => match tags::first(&document, &root) {
            Some(found) => Err(Box::new(found)),
            None => Ok((document, root)),
        },
        Err(error) => Err(Box::new(syntax::problem(&document, vocabulary, &error))),
    }
}

fn require_size(path: &str, bytes: usize, vocabulary: &Vocabulary) -> Result<(), Problem> {
    if bytes as u64 > LARGEST {
        let message = format!("{path} is larger than {} MiB", LARGEST >> 20);
        return Err(Problem::without_place(message, vocabulary.too_large));
    }
    Ok(())
}

/// Reads no more than the limit, since a path can also name an endless device.
fn bytes(path: &Path, root: Option<&Path>) -> Result<Vec<u8>, Problem> {
    let limited = |file: File| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    File::open(path).and_then(limited).map_err(|error| unreadable(path, root, &error))
}

/// The reason why a file that was named is not opened.
fn refused(path: &Path, root: Option<&Path>) -> Option<Problem> {
    paths::leads_into_the_system(path).then(|| {
        let message = format!("{} is not read: {}", shown(path, root), paths::INTO_THE_SYSTEM);
        Problem::without_place(message, "name a file")
    })
}

/// The problem that stands for all problems of a file that is a link out of its folder: they would show what it leads to.
pub(crate) fn hidden(path: &Path, root: Option<&Path>) -> Option<Problem> {
    let is_hidden = paths::leaves_its_folder(path) && !paths::leads_into_the_system(path);
    is_hidden.then(|| {
        let message = format!(
            "{} is not valid. It is a link to a file outside its folder, so that nothing of its content is shown",
            shown(path, root)
        );
        Problem::without_place(message, "name the file that the link leads to, to see what is wrong with it")
    })
}

/// A problem of something that cannot be read at all.
pub(crate) fn unreadable(path: &Path, root: Option<&Path>, error: &io::Error) -> Problem {
    let help = if error.kind() == io::ErrorKind::NotFound {
        "check the spelling, and the folder in which the program runs"
    } else {
        "name a file or folder that the user of this process can read"
    };
    Problem::without_place(format!("cannot read {}: {}", shown(path, root), paths::system_message(error)), help)
}
