//! A file that gets its name only when it is complete, so that a killed program leaves nothing behind.
//!
//! Linux has files without a name. Elsewhere, and on file systems without them, a temporary file beside the target exists while
//! it is written; it is created only when its whole content is ready.

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// The prefix of the name of a temporary file.
const PREFIX: &str = ".scoregate-";

/// The readers of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// The readers that the umask permits.
    Usual,
    /// The owner only.
    Owner,
}

impl Readers {
    #[cfg(unix)]
    const fn mode(self) -> u32 {
        match self {
            Self::Usual => 0o666,
            Self::Owner => 0o600,
        }
    }
}

/// The bytes to write.
#[derive(Debug, Clone)]
pub(super) struct Content<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) readers: Readers,
    /// The permissions of an older file, which are kept.
    pub(super) permissions: Option<Permissions>,
}

/// Tests whether a file can be created in a folder, and leaves none behind.
pub(super) fn try_folder(folder: &Path, readers: Readers) -> io::Result<()> {
    match unnamed(folder, readers) {
        Some(_) => Ok(()),
        None => named(folder, readers)?.close(),
    }
}

impl Content<'_> {
    /// Writes a file in place of an older one of that name.
    pub(super) fn replace(&self, folder: &Path, path: &Path) -> io::Result<()> {
        if let Some(file) = self.unnamed(folder)? {
            match link(&file, path) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if replace(&file, folder, path)? {
                        return Ok(());
                    }
                }
                // Without /proc a file cannot be given its name.
                Err(_) => {}
            }
        }
        self.named(folder)?.persist(path).map(drop).map_err(|error| error.error)
    }

    /// Writes a file under the first free name, and returns that name.
    pub(super) fn add<'n>(&self, folder: &Path, names: &'n [String]) -> io::Result<&'n str> {
        if let Some(file) = self.unnamed(folder)? {
            for name in names {
                match link(&file, &folder.join(name)) {
                    Ok(()) => return Ok(name),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                    Err(_) => break,
                }
            }
        }
        let mut file = self.named(folder)?;
        for name in names {
            match file.persist_noclobber(folder.join(name)) {
                Ok(_) => return Ok(name),
                Err(error) if error.error.kind() == ErrorKind::AlreadyExists => file = error.file,
                Err(error) => return Err(error.error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The complete file, without a name; none where the system has no such files.
    fn unnamed(&self, folder: &Path) -> io::Result<Option<File>> {
        let Some(mut file) = unnamed(folder, self.readers) else { return Ok(None) };
        self.fill(&mut file)?;
        Ok(Some(file))
    }

    fn named(&self, folder: &Path) -> io::Result<NamedTempFile> {
        let mut file = named(folder, self.readers)?;
        self.fill(file.as_file_mut())?;
        Ok(file)
    }

    fn fill(&self, file: &mut File) -> io::Result<()> {
        file.write_all(self.bytes)?;
        if let Some(permissions) = &self.permissions {
            file.set_permissions(permissions.clone())?;
        }
        file.sync_all()
    }
}

fn named(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(readers.mode()));
    #[cfg(not(unix))]
    let _ = readers;
    builder.tempfile_in(folder)
}

#[cfg(target_os = "linux")]
fn unnamed(folder: &Path, readers: Readers) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    open(folder, flags, Mode::from_raw_mode(readers.mode())).ok().map(File::from)
}

/// Gives a file without a name its name, where that is free.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path, _: Readers) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Replaces a file with a complete one by renaming, the only way to take over a name. Returns whether a temporary name was free.
fn replace(file: &File, folder: &Path, path: &Path) -> io::Result<bool> {
    for number in 0..100 {
        let temporary = folder.join(format!("{PREFIX}{:x}-{number}", std::process::id()));
        match link(file, &temporary) {
            Ok(()) => {
                let renamed = std::fs::rename(&temporary, path);
                if renamed.is_err() {
                    // The error of the renaming is the one to report.
                    let _ = std::fs::remove_file(&temporary);
                }
                return renamed.map(|()| true);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => return Ok(false),
        }
    }
    Ok(false)
}
