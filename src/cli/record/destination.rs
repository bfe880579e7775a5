//! Where a recording goes: a file, a folder, standard output.

use std::fs;
use std::path::{Path, PathBuf};

use super::tenant;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::output::{PendingFile, PrivateFile, Target, to_stdout};

/// Where the recording goes.
pub(super) enum Destination {
    Stdout,
    /// A device or pipe, which is written to rather than replaced.
    Direct(PendingFile),
    File(PrivateFile, Target),
    Folder(PrivateFile, NewFolder),
}

/// What was written, for people.
pub(super) struct Written {
    /// Nothing for standard output.
    pub(super) name: String,
    pub(super) is_stdout: bool,
}

impl Destination {
    /// Opens it, so that what cannot be written is noticed before anybody is asked.
    pub(super) fn open(out: &Path, append: bool) -> Result<Self, Error> {
        let is_stdout = out.as_os_str() == "-";
        if append && is_stdout {
            return Err(Error::Usage {
                message: "--append adds to a folder, and `-` is standard output".to_owned(),
                help: "name a folder with --out, or remove --append".to_owned(),
            });
        }
        if is_stdout {
            return Ok(Self::Stdout);
        }
        if append {
            let folder = NewFolder::open(out)?;
            return Ok(Self::Folder(PrivateFile::open_in(&folder.path)?, folder));
        }
        if out.is_dir() {
            return Err(Error::Output {
                target: out.display().to_string(),
                message: "it is a folder".to_owned(),
                help: "name a file in it, or add --append, which keeps a file a day in it".to_owned(),
            });
        }
        let target = Target::of(out)?;
        if target.is_direct() {
            return Ok(Self::Direct(PendingFile::open(target)?));
        }
        let folder = target.path().parent().unwrap_or(Path::new("."));
        Ok(Self::File(PrivateFile::open_in(folder)?, target))
    }

    /// Writes it; in a folder under the first of the names that is free.
    pub(super) fn write(self, names: &[String], evidence: &Evidence, text: &str) -> Result<Written, Error> {
        let bytes = text.as_bytes();
        let (name, is_stdout) = match self {
            Self::Stdout => (String::new(), to_stdout(bytes).map(|()| true)?),
            Self::Direct(file) => (file.name().to_owned(), file.complete(bytes).map(|()| false)?),
            Self::File(file, target) => (target.name().to_owned(), file.replace(target.path(), bytes).map(|()| false)?),
            Self::Folder(file, folder) => {
                tenant::require_same(&folder.path, evidence)?;
                let name = file.add(&folder.path, names, bytes)?;
                (folder.keep().join(name).display().to_string(), false)
            }
        };
        Ok(Written { name, is_stdout })
    }
}

/// The folder of `--append`; one that is made for this run goes again when nothing comes of it.
pub(super) struct NewFolder {
    path: PathBuf,
    is_new: bool,
}

impl NewFolder {
    fn open(path: &Path) -> Result<Self, Error> {
        let wrong = |message: String| Error::Output {
            target: path.display().to_string(),
            message,
            help: "with --append, --out names a folder: check that the folder above it exists and can be written"
                .to_owned(),
        };
        if path.exists() && !path.is_dir() {
            return Err(wrong("it is a file".to_owned()));
        }
        let is_new = !path.exists();
        if is_new {
            fs::create_dir(path).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(Self { path: path.to_owned(), is_new })
    }

    /// Keeps the folder.
    fn keep(mut self) -> PathBuf {
        self.is_new = false;
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if self.is_new {
            // It is removed only where it is empty.
            let _ = fs::remove_dir(&self.path);
        }
    }
}
