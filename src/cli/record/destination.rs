//! The destination of a recording: a file, a folder, standard output.

use std::fs;
use std::path::{Path, PathBuf};

use super::tenant;
use crate::cli::standard_output::to_stdout;
use crate::error::Error;
use crate::evidence::{Evidence, recording};
use crate::output::{PendingFile, PrivateFile, Target, place_of};

/// The destination of a recording.
pub(super) enum Destination {
    Stdout,
    /// A device or pipe, which is written to rather than replaced.
    Direct(PendingFile),
    File {
        file: PrivateFile,
        path: PathBuf,
        name: String,
    },
    Folder(NewFolder),
}

/// A summary of the files that were written.
pub(super) struct Written {
    pub(super) name: String,
    /// Whether the recording may have gone to standard output, so that no other text may.
    pub(super) is_stream: bool,
}

impl Destination {
    /// Opens it, so that a failure to write is noticed before any request.
    pub(super) fn open(out: &Path, append: bool) -> Result<Self, Error> {
        let is_stdout = out.as_os_str() == "-";
        if append && is_stdout {
            return Err(Error::Usage {
                message: "--append adds to a folder, and `-` is standard output".to_owned(),
                help: "name a folder with --out, or remove --append".into(),
            });
        }
        if is_stdout {
            return Ok(Self::Stdout);
        }
        if append {
            return Ok(Self::Folder(NewFolder::open(out)?));
        }
        if out.is_dir() {
            return Err(Error::Output {
                target: out.display().to_string(),
                message: "it is a folder".to_owned(),
                help: "name a file in it, or use --append, which adds a file per day".to_owned(),
            });
        }
        let target = Target::of(out)?;
        if target.is_direct() {
            return Ok(Self::Direct(PendingFile::open(target)?));
        }
        let (folder, path) = place_of(out)?;
        Ok(Self::File { file: PrivateFile::open_in(&folder)?, path, name: target.name().to_owned() })
    }

    /// Writes the recording; in a folder under the first free name.
    pub(super) fn write(self, names: &[String], evidence: &Evidence, text: &str) -> Result<Written, Error> {
        let bytes = text.as_bytes();
        let streamed = || recording::for_stream(text);
        let (name, is_stream) = match self {
            Self::Stdout => (String::new(), to_stdout(streamed()?.as_bytes()).map(|()| true)?),
            Self::Direct(file) => (file.name().to_owned(), file.complete(streamed()?.as_bytes()).map(|()| true)?),
            Self::File { file, path, name } => (name, file.replace(&path, bytes).map(|()| false)?),
            Self::Folder(mut folder) => {
                tenant::require_same(&folder.path, evidence)?;
                folder.make()?;
                let name = PrivateFile::open_in(&folder.path)?.add(&folder.path, names, bytes)?;
                (folder.keep().join(name).display().to_string(), false)
            }
        };
        Ok(Written { name, is_stream })
    }
}

/// The folder of `--append`. Writing is tested at once, but a missing folder is created only with its first file, and removed again
/// if the run fails.
pub(super) struct NewFolder {
    path: PathBuf,
    is_new: bool,
}

impl NewFolder {
    fn open(path: &Path) -> Result<Self, Error> {
        let mut folder = Self { path: path.to_owned(), is_new: false };
        if path.exists() && !path.is_dir() {
            return Err(folder.wrong("it is a file".to_owned()));
        }
        folder.make()?;
        PrivateFile::open_in(path)?;
        folder.remove();
        Ok(folder)
    }

    /// Creates it if it is missing.
    fn make(&mut self) -> Result<(), Error> {
        if !self.path.exists() {
            fs::create_dir(&self.path).map_err(|error| self.wrong(error.to_string()))?;
            self.is_new = true;
        }
        Ok(())
    }

    fn wrong(&self, message: String) -> Error {
        Error::Output {
            target: self.path.display().to_string(),
            message,
            help: "with --append, --out names a folder: check that the folder above it exists and can be written"
                .to_owned(),
        }
    }

    /// Removes it if this run created it and it is empty.
    fn remove(&mut self) {
        if std::mem::take(&mut self.is_new) {
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Keeps the folder.
    fn keep(mut self) -> PathBuf {
        self.is_new = false;
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        self.remove();
    }
}
