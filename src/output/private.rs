//! Files that only their owner may read: recordings of a tenant.

use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::failure;
use crate::error::Error;

/// A file that is opened before the work begins, and takes its name only when it is complete. Its mode is 0600, whatever an older
/// file of the name had; on Windows it has the permissions of its folder.
#[derive(Debug)]
pub struct PrivateFile {
    temporary: NamedTempFile,
}

impl PrivateFile {
    /// Opens a temporary file in a folder, so that what cannot be written is noticed before the work begins.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the folder does not exist or cannot be written.
    pub fn open_in(folder: &Path) -> Result<Self, Error> {
        // The library creates its files with mode 0600, and a file keeps its mode when it is renamed.
        let opened = tempfile::Builder::new().prefix(".scoregate-").tempfile_in(folder);
        opened.map(|temporary| Self { temporary }).map_err(|error| failure(&folder.display().to_string(), &error))
    }

    /// Writes everything and gives the file its name, in place of an older file of that name.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses; an older file is then as it was.
    pub fn replace(self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let written = self.filled(bytes).and_then(|file| file.persist(path).map(drop).map_err(|error| error.error));
        written.map_err(|error| failure(&path.display().to_string(), &error))
    }

    /// Writes everything and gives the file the first of the names that is free. Says which one that was.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses, or none is free.
    pub fn add<'n>(self, folder: &Path, names: &'n [String], bytes: &[u8]) -> Result<&'n str, Error> {
        let wrong = |error: &std::io::Error| failure(&folder.display().to_string(), error);
        let mut file = self.filled(bytes).map_err(|error| wrong(&error))?;
        for name in names {
            match file.persist_noclobber(folder.join(name)) {
                Ok(_) => return Ok(name),
                Err(error) if error.error.kind() == ErrorKind::AlreadyExists => file = error.file,
                Err(error) => return Err(wrong(&error.error)),
            }
        }
        Err(wrong(&std::io::Error::from(ErrorKind::AlreadyExists)))
    }

    fn filled(mut self, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
        self.temporary.write_all(bytes)?;
        self.temporary.as_file().sync_all()?;
        Ok(self.temporary)
    }
}
