//! From a path to a tree whose every value knows its place, and from the tree to the type that its schema describes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_saphyr::Spanned;

use super::{decode, explain, syntax, tags};
use crate::error::Problem;
use crate::hash::sha256;
use crate::policy::SourceFile;
use crate::policy::check::Loaded;
use crate::policy::discover::{pathless, refused, shown, unreadable};
use crate::policy::schema::SchemaKind;
use crate::yaml::document::{Document, Found, Saying};
use crate::yaml::tree::{self, Node, Seen};

/// The largest file, in bytes.
const LARGEST: u64 = 8 << 20;

/// Reads one file as YAML, whatever it says; `too_large` is what to do about a file that is larger than any should be.
pub(crate) fn open(
    order: usize,
    path: &Path,
    root: Option<&Path>,
    too_large: &str,
) -> Result<(Document, Spanned<Node>), Box<Found>> {
    let bytes = refused(path, root).map_or_else(|| bytes(path, root, too_large), Err);
    let bytes = bytes.map_err(|problem| Found { order, offset: 0, problem })?;
    let decoded = decode::decode(&bytes);
    let source = SourceFile { path: shown(path, root), text: decoded.text, sha256: sha256(&bytes) };
    let document = Document::new(order, source);
    if let Some((at, message)) = decoded.flaw {
        let help = "save the file as UTF-8";
        let saying = Saying::new(message, "not a character", help);
        return Err(Box::new(document.problem(at..at.saturating_add(3), saying)));
    }
    match tree::parse(&document.source.text) {
        Ok(root) => match tags::first(&document, &root) {
            Some(found) => Err(Box::new(found)),
            None => Ok((document, root)),
        },
        Err(error) => Err(Box::new(syntax::problem(&document, &error))),
    }
}

/// Reads no more than the limit, since a path can also name an endless device.
fn bytes(path: &Path, root: Option<&Path>, too_large: &str) -> Result<Vec<u8>, Problem> {
    let limited = |file: File| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = File::open(path).and_then(limited).map_err(|error| unreadable(path, root, &error))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("{} is larger than {} MiB", shown(path, root), LARGEST >> 20);
        return Err(pathless(message, too_large));
    }
    Ok(bytes)
}

/// Validates against the schema, builds the type, and checks what a schema cannot say.
pub(crate) fn typed<T: DeserializeOwned>(
    document: Document,
    root: Spanned<Node>,
    kind: SchemaKind,
    check: fn(&Loaded<T>) -> Vec<Found>,
    problems: &mut Vec<Found>,
) -> Option<Box<Loaded<T>>> {
    let json = root.value.to_json();
    let structural = explain::problems(&document, &root, kind, &json);
    if !structural.is_empty() {
        problems.extend(structural);
        return None;
    }
    match serde_json::from_value(json) {
        Ok(content) => {
            let loaded = Loaded { document, content, root };
            problems.extend(check(&loaded));
            Some(Box::new(loaded))
        }
        Err(error) => {
            // The schema is at least as strict as the types, so this is a gap in the schema; it must not become a panic.
            let saying = Saying::new(format!("the file cannot be used: {error}"), "in this file", "correct the value");
            problems.push(document.problem_at(Seen::root(&root), saying));
            None
        }
    }
}
