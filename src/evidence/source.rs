//! Reads the files that hold the evidence.

use std::cell::LazyCell;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::assemble::{Part, assemble};
use super::document::Verified;
use super::past::{History, Needs};
use super::read::{STANDARD_INPUT, read};
use super::{Evidence, Input, InputKind, container, document};
use crate::error::Error;

/// The endings of the files that are read from a folder.
const ENDINGS: [&str; 3] = [".json", ".ndjson", ".jsonl"];

/// Reads every source: files, folders of files, or `-` for standard input. `needs` is asked when the first file has been taken
/// apart, and says how much of the past is wanted: policies can be loaded in the meantime.
///
/// # Errors
///
/// [`Error::Evidence`] with the file, and the line and column where there is one, if anything cannot be read or does not go
/// together: two tenants, two captures of a day whose order is not known, no snapshot at all.
pub fn collect(sources: &[String], needs: impl FnOnce() -> Needs) -> Result<Evidence, Error> {
    let needs = LazyCell::new(needs);
    let mut history = History::default();
    let mut parts = Vec::new();
    let mut inputs = Vec::new();
    for name in files(sources)? {
        let (mut found, input) = open(&name, &needs).map_err(|message| unreadable(&name, &message))?;
        found.iter_mut().for_each(|part| part.drain_past(&mut history));
        parts.append(&mut found);
        inputs.push(input);
    }
    assemble(parts, inputs, history, *needs)
        .map_err(|failure| Error::Evidence { message: failure.message, help: failure.help })
}

/// The files that the sources name, each once, in order.
fn files(sources: &[String]) -> Result<Vec<String>, Error> {
    let mut files: Vec<String> = Vec::new();
    for source in sources {
        let path = Path::new(source);
        let found = if source == STANDARD_INPUT || !path.is_dir() {
            vec![source.clone()]
        } else {
            let mut found = Vec::new();
            walk(path, &mut found).map_err(|error| unreadable(source, &error.to_string()))?;
            if found.is_empty() {
                let message = format!("{source}: no file in this folder ends in {}", ENDINGS.join(", "));
                return Err(Error::Evidence { message, help: "name a folder that holds recordings".to_owned() });
            }
            found
        };
        for file in found {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// All data files below a folder, by name. Links to folders are not followed, so that no loop can hold the walk.
fn walk(folder: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path.to_string_lossy().to_lowercase();
        let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        if fs::symlink_metadata(&path)?.is_dir() {
            walk(&path, found)?;
        } else if ENDINGS.iter().any(|ending| plain.ends_with(ending)) {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Takes one file apart. The text is dropped here: what is kept of it is small.
fn open(name: &str, needs: &impl Deref<Target = Needs>) -> Result<(Vec<Part>, Input), String> {
    let (bytes, sha256) = read(name)?;
    let size = bytes.len() as u64;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty".to_owned());
    }
    let parts = parse(&container::text(bytes)?, needs)?;
    let recordings: Vec<&Part> = parts.iter().filter(|part| part.recording.is_some()).collect();
    let kind = match recordings.first() {
        None => InputKind::Raw,
        Some(first) => InputKind::Recording {
            verified: recordings.iter().all(|part| part.recording == Some(Verified(true))),
            captured: first.captured,
        },
    };
    Ok((parts, Input { name: name.to_owned(), sha256, bytes: size, kind }))
}

fn parse(text: &str, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, String> {
    document::read(text)?.into_iter().map(|capture| Part::decode(text, capture, **needs)).collect()
}

fn unreadable(name: &str, message: &str) -> Error {
    let help = if name == "graph" && !Path::new(name).exists() {
        "this version reads files: save the responses of /security/secureScores and /security/secureScoreControlProfiles"
    } else {
        "name a recording, a response of /security/secureScores or /security/secureScoreControlProfiles, or a folder of them"
    };
    let shown = if name == STANDARD_INPUT { "standard input" } else { name };
    Error::Evidence { message: format!("{}: {message}", crate::text::line(shown)), help: help.to_owned() }
}
