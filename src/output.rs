//! The writing of files, completely or not at all.

mod atomic_file;
mod private;
mod target;

use std::fs::{File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use atomic_file::{Content, Readers};
pub use private::{PrivateFile, place_of};
pub use target::Target;

/// GitHub refuses a step summary of this size or more, in bytes.
const SUMMARY_LIMIT: u64 = 1 << 20;

/// Makes a limit on the size of files (`ulimit -f`) an error of the write that exceeds it, instead of a signal that ends the
/// process.
pub fn catch_size_limit() {
    #[cfg(unix)]
    {
        // The flag is not read: the presence of a handler keeps the process alive. Without one the signal ends it.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// An output that is tested before the work begins; a regular file gets its name only when it is complete.
#[derive(Debug)]
pub struct PendingFile {
    target: Target,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    /// A device or pipe, which must not be replaced by a file.
    Direct(File),
    /// A file in a folder, and the permissions of an older file of that name.
    Replace { folder: PathBuf, permissions: Option<Permissions> },
}

impl PendingFile {
    /// Opens a device or pipe, or tests the folder of a file, so that a failure is reported before the work begins.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the folder of the target does not exist or cannot be written.
    pub fn open(target: Target) -> Result<Self, Error> {
        let opened = if target.is_direct() {
            OpenOptions::new().append(true).open(target.path()).map(Sink::Direct)
        } else {
            let permissions = std::fs::metadata(target.path()).ok().map(|found| found.permissions());
            let folder = target.path().parent().unwrap_or(Path::new(".")).to_owned();
            atomic_file::try_folder(&folder, Readers::Usual).map(|()| Sink::Replace { folder, permissions })
        };
        match opened {
            Ok(sink) => Ok(Self { target, sink }),
            Err(error) => Err(write_error(target.name(), &error)),
        }
    }

    /// The path as the user gave it, for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        self.target.name()
    }

    /// Writes the content and gives the file its name, in place of an older file of that name.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses; an older file is then unchanged.
    pub fn complete(self, bytes: &[u8]) -> Result<(), Error> {
        let written = match self.sink {
            Sink::Direct(mut file) => match file.write_all(bytes) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                written => written,
            },
            Sink::Replace { folder, permissions } => {
                Content { bytes, readers: Readers::Usual, permissions }.replace(&folder, self.target.path())
            }
        };
        written.map_err(|error| write_error(self.target.name(), &error))
    }
}

/// A file that other programs write to as well, such as the step summary of GitHub Actions, opened to append.
#[derive(Debug)]
pub struct SharedFile {
    path: PathBuf,
    file: File,
}

impl SharedFile {
    /// Opens the file, and creates it where it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses.
    pub fn open(path: PathBuf) -> Result<Self, Error> {
        match OpenOptions::new().read(true).append(true).create(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(write_error(&path.display().to_string(), &error)),
        }
    }

    /// Appends text on a line of its own, cut to the largest size of the file.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses.
    pub fn append(mut self, text: &str) -> Result<(), Error> {
        let added = last_byte(&mut self.file).and_then(|(length, last)| {
            let gap = if last.is_some_and(|last| last != b'\n') { "\n" } else { "" };
            let room = SUMMARY_LIMIT.saturating_sub(length).saturating_sub(2);
            self.file.write_all(format!("{gap}{}", cut(text, usize::try_from(room).unwrap_or(usize::MAX))).as_bytes())
        });
        added.map_err(|error| write_error(&self.path.display().to_string(), &error))
    }
}

/// The length of the file in bytes, and its last byte.
fn last_byte(file: &mut File) -> std::io::Result<(u64, Option<u8>)> {
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok((0, None));
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok((length, Some(last[0])))
}

/// As many complete lines of a text as fit, and a note where some are omitted.
fn cut(text: &str, room: usize) -> String {
    const NOTE: &str = "\n\nThe rest is omitted: the file has reached its largest size.\n";
    if text.len() <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(NOTE.len()) else { return String::new() };
    let kept = &text[..text.floor_char_boundary(room)];
    let kept = kept.rfind('\n').map_or("", |end| &kept[..end]);
    format!("{kept}{NOTE}")
}

/// The error of a write that the system refused.
pub(crate) fn write_error(target: &str, error: &std::io::Error) -> Error {
    let words = error.to_string();
    // The library for temporary files adds a name that the user does not know.
    let words = words.split(" at path ").next().unwrap_or(&words);
    Error::Output {
        target: target.to_owned(),
        message: words.to_owned(),
        help: "check that the folder exists, that it can be written, and that the disk is not full".to_owned(),
    }
}
