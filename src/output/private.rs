//! Files that only their owner may read, such as recordings of a tenant.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::atomic_file::{self, Content, Readers};
use super::write_error;
use crate::error::Error;

/// A target for a file, which is tested before the work begins. The file gets its name only when it is complete, so that a killed
/// program leaves nothing behind. Its mode is 0600, also where it replaces a file of another mode; on Windows it has the
/// permissions of its folder.
#[derive(Debug)]
pub struct PrivateFile {
    folder: PathBuf,
}

impl PrivateFile {
    /// Tests a folder, so that a failure is reported before the work begins.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the folder does not exist or cannot be written.
    pub fn open_in(folder: &Path) -> Result<Self, Error> {
        let opened = atomic_file::try_folder(folder, Readers::Owner).map(|()| Self { folder: folder.to_owned() });
        opened.map_err(|error| write_error(&folder.display().to_string(), &error))
    }

    /// Writes the content and gives the file its name, in place of an older file of that name. A link of that name is replaced
    /// itself: other users may be able to read the file that it leads to.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses; an older file is then unchanged.
    pub fn replace(self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let written = content(bytes).replace(&self.folder, path);
        written.map_err(|error| write_error(&path.display().to_string(), &error))
    }

    /// Writes the content, gives the file the first free name, and returns that name.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses, or none is free.
    pub fn add<'n>(self, folder: &Path, names: &'n [String], bytes: &[u8]) -> Result<&'n str, Error> {
        let wrong = |error: std::io::Error| write_error(&folder.display().to_string(), &error);
        content(bytes).add(folder, names).map_err(wrong)
    }
}

const fn content(bytes: &[u8]) -> Content<'_> {
    Content { bytes, readers: Readers::Owner, permissions: None }
}

/// The folder of a path, with links resolved, and the file name, which may be that of a link.
///
/// # Errors
///
/// [`Error::Output`] where there is no such folder, or the path names no file.
pub fn place_of(given: &Path) -> Result<(PathBuf, PathBuf), Error> {
    let wrong = |error: &std::io::Error| write_error(&given.display().to_string(), error);
    let parent = given.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(parent).map_err(|error| wrong(&error))?;
    let name = given.file_name().ok_or_else(|| wrong(&std::io::Error::from(ErrorKind::IsADirectory)))?;
    let path = folder.join(name);
    Ok((folder, path))
}
