//! Where reports go: standard output, or files that appear whole or not at all.

mod fresh;
mod private;
mod target;

use std::fs::{File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use fresh::{Content, Readers};
pub use private::{PrivateFile, place_of};
pub use target::Target;

/// GitHub refuses a step summary of this size or more, in bytes.
const SUMMARY_LIMIT: u64 = 1 << 20;

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

/// Makes a limit on the size of files (`ulimit -f`) an error of the write that passes it, rather than a signal that ends the
/// process.
pub fn catch_size_limit() {
    #[cfg(unix)]
    {
        // No one reads the flag: that there is a handler is what keeps the process alive. Without one it ends, as before.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// An output that is tried before the work begins; a regular file takes its name only when it is complete.
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
    /// Opens a device or pipe, or tries the folder of a file, so that what cannot be written is noticed before the work begins.
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
            fresh::try_folder(&folder, Readers::Usual).map(|()| Sink::Replace { folder, permissions })
        };
        match opened {
            Ok(sink) => Ok(Self { target, sink }),
            Err(error) => Err(failure(target.name(), &error)),
        }
    }

    /// The path as it was given, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.target.name()
    }

    /// Writes everything and gives the file its name, in place of an older file of that name.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses; an older file is then as it was.
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
        written.map_err(|error| failure(self.target.name(), &error))
    }
}

/// A file that other programs write to as well, such as the step summary of GitHub Actions, opened to add to its end.
#[derive(Debug)]
pub struct Shared {
    path: PathBuf,
    file: File,
}

impl Shared {
    /// Opens the file, and creates it where it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the system refuses.
    pub fn open(path: PathBuf) -> Result<Self, Error> {
        match OpenOptions::new().read(true).append(true).create(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(failure(&path.display().to_string(), &error)),
        }
    }

    /// Adds text on a line of its own, and no more of it than the file may take.
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
        added.map_err(|error| failure(&self.path.display().to_string(), &error))
    }
}

/// How long the file is, and its last byte.
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

/// As many whole lines of a text as there is room for, and a note where some are left out.
fn cut(text: &str, room: usize) -> String {
    const NOTE: &str = "\n\nThe rest is left out: there is no more room.\n";
    if text.len() <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(NOTE.len()) else { return String::new() };
    let kept = &text[..text.floor_char_boundary(room)];
    let kept = kept.rfind('\n').map_or("", |end| &kept[..end]);
    format!("{kept}{NOTE}")
}

fn failure(target: &str, error: &std::io::Error) -> Error {
    let words = error.to_string();
    // The library of temporary files adds a name that means nothing to the user.
    let words = words.split(" at path ").next().unwrap_or(&words);
    Error::Output {
        target: target.to_owned(),
        message: words.to_owned(),
        help: "check that the folder exists, that it can be written, and that the disk is not full".to_owned(),
    }
}
