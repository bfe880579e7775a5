//! The files that sources name.

use std::fs;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::read::STANDARD_INPUT;
use super::source::LIVE;
use crate::error::{Error, EvidenceErrorKind};
use crate::paths::{Root, Stray};
use crate::text::line;

/// The endings of the files that are read from a folder, each also behind an ending of compression.
const ENDINGS: [&str; 3] = [".json", ".ndjson", ".jsonl"];

/// The endings of compressed files.
const COMPRESSED: [&str; 2] = [".gz", ".zst"];

/// The remedy for a file that cannot be used, where its fault has none of its own.
pub(crate) const USUAL_REMEDY: &str = "name a recording, a response of /security/secureScores or /security/secureScoreControlProfiles, or a folder of them";

/// The files that the sources name, each once, in order.
pub(super) fn named_by(sources: &[String]) -> Result<Vec<String>, Error> {
    let mut files: Vec<String> = Vec::new();
    for source in sources {
        let path = Path::new(source);
        if source == LIVE && path.exists() {
            return Err(Error::Usage {
                message: format!("{LIVE} is the live tenant, and there is also a file or folder of that name"),
                help: format!("write ./{LIVE} for the file; to read the live tenant, run in another folder").into(),
            });
        }
        let found = if source == STANDARD_INPUT || !path.is_dir() {
            vec![source.clone()]
        } else {
            let mut found = Vec::new();
            let root = Root::of(path).map_err(|error| unreadable(source, &error.to_string()))?;
            walk(path, &root, &mut found)?;
            if found.is_empty() {
                let message = format!("{source}: no file in this folder ends in {}", ENDINGS.join(", "));
                let help = "name a folder that contains recordings";
                return Err(Error::evidence(EvidenceErrorKind::Unreadable, message, help));
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

/// Checks a file that was found in a folder, as it is checked where the folder is read.
///
/// # Errors
///
/// [`Error::Evidence`] for a link that leads out of the folder, a pipe, a socket or a device.
pub fn require_inside(folder: &Path, file: &Path) -> Result<(), Error> {
    let root = Root::of(folder).map_err(|error| unreadable(&file.to_string_lossy(), &error.to_string()))?;
    look(folder, &root, file)
}

/// Looks at a file that was found in a folder, which `root` is or contains.
fn look(folder: &Path, root: &Root, file: &Path) -> Result<(), Error> {
    let refused = |stray: Stray| unreadable(&file.to_string_lossy(), &stray.reason(&line(&folder.to_string_lossy())));
    root.look(file).map(drop).map_err(refused)
}

/// All data files below a folder, by name. Links to folders are not followed, so that no loop can hold the walk. Links to
/// files are, where they stay in the folder.
fn walk(folder: &Path, root: &Root, found: &mut Vec<String>) -> Result<(), Error> {
    let wrong = |path: &Path, message: &str| unreadable(&path.to_string_lossy(), message);
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect());
    let mut entries: Vec<PathBuf> = entries.map_err(|error| wrong(folder, &error.to_string()))?;
    entries.sort();
    for path in entries {
        let is_folder = fs::symlink_metadata(&path).map_err(|error| wrong(&path, &error.to_string()))?.is_dir();
        if is_folder {
            walk(&path, root, found)?;
        } else if has_evidence_ending(&path) {
            look(folder, root, &path)?;
            found.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Whether a file is read where its folder is named: by its ending, in any letter case.
#[must_use]
pub fn has_evidence_ending(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let plain = COMPRESSED.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// The error of a file that cannot be read.
fn unreadable(name: &str, message: &str) -> Error {
    unusable(name, Fault::unreadable(message))
}

/// The error of a file with a fault.
pub(super) fn unusable(name: &str, fault: Fault) -> Error {
    fault.at(&place(name), USUAL_REMEDY)
}

/// A file in messages.
pub(super) fn place(name: &str) -> String {
    line(if name == STANDARD_INPUT { "standard input" } else { name })
}
