//! Checks of paths that other people may have prepared: the entries of a folder can be links out of it, pipes that block a reader
//! forever, or the memory of a process.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::text;

/// The kind of file at a path, with all links resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
}

/// The reason why an entry of a folder is not read.
#[derive(Debug)]
pub(crate) enum Stray {
    /// It is a link that leads out of the folder.
    Outside,
    /// It is neither a file nor a folder: a pipe, a socket, a device.
    Special,
    /// It cannot be inspected.
    Unreadable(io::Error),
}

/// A folder that the user named, with links resolved.
pub(crate) struct Root(PathBuf);

impl Root {
    /// The folder at a path.
    ///
    /// # Errors
    ///
    /// Where it cannot be inspected.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        fs::canonicalize(folder).map(Self)
    }

    /// The kind of file at a path within the folder.
    ///
    /// # Errors
    ///
    /// [`Stray`] for an entry that must not be read.
    pub(crate) fn look(&self, path: &Path) -> Result<Kind, Stray> {
        let real = fs::canonicalize(path).map_err(Stray::Unreadable)?;
        if !real.starts_with(&self.0) {
            return Err(Stray::Outside);
        }
        let found = fs::symlink_metadata(&real).map_err(Stray::Unreadable)?;
        match (found.is_file(), found.is_dir()) {
            (true, _) => Ok(Kind::File),
            (false, true) => Ok(Kind::Folder),
            (false, false) => Err(Stray::Special),
        }
    }
}

impl Stray {
    /// The reason as the end of a sentence about the path.
    pub(crate) fn reason(&self, folder: &str) -> String {
        match self {
            Self::Outside => format!("it is a link that leads out of the folder {folder}"),
            Self::Special => "it is a pipe, a socket or a device, not a file".to_owned(),
            Self::Unreadable(error) => system_message(error),
        }
    }
}

/// The reason for not reading a path of which [`leads_into_the_system`] holds, as the end of a sentence about it.
pub(crate) const INTO_THE_SYSTEM: &str = "it is a link into /proc, /sys or /dev";

/// Whether a path that the user named is a link into a system folder, such as the memory of a process. A path that is itself in
/// one, such as `/dev/stdin`, is the user's choice.
pub(crate) fn leads_into_the_system(path: &Path) -> bool {
    let is_system = |path: &Path| ["/proc", "/sys", "/dev"].iter().any(|system| path.starts_with(system));
    let (Ok(given), Ok(real)) = (std::path::absolute(path), fs::canonicalize(path)) else { return false };
    cfg!(unix) && is_system(&real) && !is_system(&given)
}

/// Whether a file that the user named is a link to a file outside the folder of the link.
pub(crate) fn leaves_its_folder(path: &Path) -> bool {
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return false;
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(real), Ok(folder)) => !real.starts_with(folder),
        (Err(_), _) | (_, Err(_)) => true,
    }
}

/// The message of the system for an error, without its number.
pub(crate) fn system_message(error: &io::Error) -> String {
    let words = error.to_string();
    text::line(words.split(" (os error").next().unwrap_or(&words)).to_lowercase()
}

/// The form of a path in reports: relative to the root of the repository, or else to the working folder, if it is below one of
/// them, with `/` as separator.
pub(crate) fn shown(path: &Path, root: Option<&Path>) -> String {
    let here = || relative(path, &std::env::current_dir().ok()?);
    let relative = root.and_then(|root| relative(path, root)).or_else(here).unwrap_or_else(|| path.to_owned());
    let mut shown = String::new();
    for component in relative.components() {
        match component {
            Component::RootDir => shown.push('/'),
            Component::CurDir => {}
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&component.as_os_str().to_string_lossy());
            }
        }
    }
    if shown.is_empty() { ".".to_owned() } else { text::line(&shown) }
}

fn relative(path: &Path, root: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let winding = absolute.components().any(|component| component == Component::ParentDir);
    if !winding && let Ok(below) = absolute.strip_prefix(root) {
        return Some(below.to_owned());
    }
    let (real, root) = (fs::canonicalize(path).ok()?, fs::canonicalize(root).ok()?);
    real.strip_prefix(root).ok().map(Path::to_owned)
}
