//! The files that a server reads again and again: a pipe can be read only once, and a refresh would wait for its writer for ever.

use std::path::{Path, PathBuf};

use crate::cli::live;
use crate::error::{Error, EvidenceErrorKind};
use crate::text::line;

/// Checks that files and folders can be read more than once. What does not exist is left to the one who reads it.
///
/// # Errors
///
/// [`Error::Evidence`] for a pipe, a socket or a device.
pub(super) fn check<'a>(
    sources: impl Iterator<Item = &'a String>,
    files: impl Iterator<Item = &'a PathBuf>,
) -> Result<(), Error> {
    let sources = sources.filter(|source| !live::is_among(std::slice::from_ref(source))).map(Path::new);
    match sources.chain(files.map(PathBuf::as_path)).find(|path| is_stream(path)) {
        None => Ok(()),
        Some(path) => {
            let path = line(&path.to_string_lossy());
            let message =
                format!("{path} is neither a file nor a folder: the server reads its sources again and again");
            Err(Error::evidence(EvidenceErrorKind::Unreadable, message, "write the content to a file, and name that"))
        }
    }
}

fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}
