//! The target of an output path, with links resolved.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The most links that are followed, about as many as operating systems follow.
const MOST_LINKS: usize = 40;

/// The target of an output, with all links resolved.
#[derive(Debug, Clone)]
pub struct Target {
    /// The path as the user gave it.
    name: String,
    path: PathBuf,
    is_direct: bool,
}

impl Target {
    /// Resolves a path.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where it names no file, or its folder does not exist.
    pub fn of(given: &Path) -> Result<Self, Error> {
        let name = given.display().to_string();
        let wrong = |message: &str, help: &str| Error::Output {
            target: name.clone(),
            message: message.to_owned(),
            help: help.to_owned(),
        };
        let is_folder = given.is_dir() || given.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        if is_folder || given.file_name().is_none() {
            return Err(wrong("it is a folder", "name a file in it"));
        }
        let path = behind_links(given);
        if is_special(&path) {
            return Ok(Self { name, path, is_direct: true });
        }
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        let help = "check that the folder exists, and that it can be written";
        let folder = fs::canonicalize(folder).map_err(|error| wrong(&error.to_string(), help))?;
        let file = path.file_name().ok_or_else(|| wrong("it is a folder", "name a file in it"))?;
        Ok(Self { path: folder.join(file), name, is_direct: false })
    }

    /// The path as the user gave it, for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The resolved path, the same for every spelling of it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the target is a device or a pipe, which is written to rather than replaced.
    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.is_direct
    }
}

/// The end of a chain of links, whether or not it exists.
fn behind_links(given: &Path) -> PathBuf {
    let mut path = given.to_owned();
    for _ in 0..MOST_LINKS {
        // What `/dev/stdout` leads to may be a regular file, but it is open already and must not be replaced.
        if is_special(&path) {
            break;
        }
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}

fn is_special(path: &Path) -> bool {
    let in_system = cfg!(unix) && (path.starts_with("/dev") || path.starts_with("/proc"));
    let is_regular = fs::metadata(path).map(|found| found.is_file());
    // Shared memory in /dev/shm is a place for ordinary files.
    (in_system && !path.starts_with("/dev/shm")) || is_regular.is_ok_and(|is_regular| !is_regular)
}
