//! Where reports go: standard output, or files that appear whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// Writes to standard output. A reader who has gone (`| head`) has what it wanted: no error.
///
/// # Errors
///
/// [`Error::Output`] where the system refuses.
pub fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failure("standard output", &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A file that is opened before the work begins and takes its name only when it is complete.
#[derive(Debug)]
pub struct PendingFile {
    target: PathBuf,
    temporary: NamedTempFile,
}

impl PendingFile {
    /// Opens a temporary file beside the target, so that a folder that cannot be written is noticed before the work begins.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the target is a folder, or its folder does not exist or cannot be written.
    pub fn open(target: &Path) -> Result<Self, Error> {
        let name = target.display().to_string();
        if target.is_dir() {
            return Err(Error::Output {
                target: name,
                message: "it is a folder".to_owned(),
                help: "name a file in it".to_owned(),
            });
        }
        let folder = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        let temporary = tempfile::Builder::new().prefix(".scoregate-").tempfile_in(folder);
        temporary.map(|temporary| Self { target: target.to_owned(), temporary }).map_err(|error| failure(&name, &error))
    }

    /// The path, for people.
    #[must_use]
    pub fn name(&self) -> String {
        self.target.display().to_string()
    }

    /// Writes everything and gives the file its name, in place of an older file of that name.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses; the older file is then as it was.
    pub fn complete(mut self, bytes: &[u8]) -> Result<(), Error> {
        let name = self.target.display().to_string();
        let written = self.temporary.write_all(bytes).and_then(|()| self.temporary.as_file().sync_all());
        written.map_err(|error| failure(&name, &error))?;
        allow_others_to_read(&self.temporary).map_err(|error| failure(&name, &error))?;
        self.temporary.persist(&self.target).map(drop).map_err(|error| failure(&name, &error.error))
    }
}

/// Adds to the end of a file that other programs write to as well, such as the step summary of GitHub Actions.
///
/// # Errors
///
/// [`Error::Output`] where the system refuses.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| failure(&path.display().to_string(), &error))
}

/// Reports are for other jobs and users; a temporary file is 0600 until then.
#[cfg(unix)]
fn allow_others_to_read(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn allow_others_to_read(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

fn failure(target: &str, error: &std::io::Error) -> Error {
    Error::Output {
        target: target.to_owned(),
        message: error.to_string(),
        help: "check that the folder exists, that it can be written, and that the disk is not full".to_owned(),
    }
}
