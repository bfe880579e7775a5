//! The files of the cache: one for each key, 0600 in a folder of 0700.
//!
//! A file begins with a line, `scoregate-cache 1 DAYS SHA256`, and goes on with a recording. The SHA-256 is that of `DAYS`, a
//! line feed, and the recording.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::evidence::MOST_BYTES;
use crate::evidence::recording::Recording;
use crate::hash::sha256;
use crate::output::PrivateFile;

/// The longest that an entry may be used, and how long the entries of others stay: 7 days.
pub(crate) const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

const FORMAT: &str = "scoregate-cache 1";
const ENDING: &str = ".cache";

/// The folder of the cache.
pub(super) struct Store {
    folder: PathBuf,
}

/// An entry of the cache.
#[derive(Debug)]
pub(super) struct Entry {
    /// The number of days that were requested; a young tenant has fewer.
    pub(super) days: u32,
    pub(super) recording: Recording,
}

impl Store {
    /// Opens the folder, which is made where it is missing. One that others can enter is refused: they could put their own
    /// answers into it.
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        let named = |what: String| format!("{}: {what}", folder.display());
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|error| named(error.to_string()))?;
        let found = fs::metadata(folder).map_err(|error| named(error.to_string()))?;
        match distrust(&found) {
            Some(Distrust::Owner) => Err(named("another user owns the folder: use a folder that you own".to_owned())),
            Some(Distrust::Mode) => Err(named("other users may enter the folder: run chmod 700 on it".to_owned())),
            None => Ok(()),
        }?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Reads an entry; none where there is none.
    pub(super) fn read(&self, key: &str) -> Result<Option<Entry>, String> {
        let path = self.path(key);
        let named = |what: &str| format!("{}: {what}", path.display());
        let Ok(found) = fs::symlink_metadata(&path) else { return Ok(None) };
        if !found.is_file() {
            return Err(named("it is not a regular file"));
        }
        match distrust(&found) {
            Some(Distrust::Owner) => Err(named("another user owns it")),
            Some(Distrust::Mode) => Err(named("it is not a file that its owner alone may read")),
            None => Ok(()),
        }?;
        if found.len() > MOST_BYTES {
            return Err(named("it is too large"));
        }
        let text = text(&path).map_err(|error| named(&error.to_string()))?;
        if text.len() as u64 > MOST_BYTES {
            return Err(named("it is too large"));
        }
        entry(&text).map(Some).map_err(|what| named(&what))
    }

    /// Writes an entry in place of an older one, and removes what others left long ago.
    pub(super) fn write(&self, key: &str, days: u32, recording: &Recording) -> Result<(), String> {
        let text = recording.to_json().map_err(|error| error.to_string())?;
        let text = format!("{FORMAT} {days} {}\n{text}", signature(days, &text));
        let file = PrivateFile::open_in(&self.folder);
        let written = file.and_then(|file| file.replace(&self.path(key), text.as_bytes()));
        written.map_err(|error| error.to_string())?;
        self.remove_old(key);
        Ok(())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}{ENDING}"))
    }

    /// Removes entries that are older than any run may use. What cannot be removed stays: it does no harm.
    ///
    /// The age is counted from the entry that was just written, by the clock of the file system: a server may keep another
    /// time than this machine.
    fn remove_old(&self, written: &str) {
        let Ok(now) = fs::symlink_metadata(self.path(written)).and_then(|found| found.modified()) else { return };
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let is_old = entry.metadata().is_ok_and(|found| found.is_file() && is_old(&found, now));
            if is_old && is_own(&entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// The text of a file, at most one byte more than the limit: the file can grow after its size was looked at.
fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST_BYTES + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Whether a name is one that this program gives: of an entry, or of one that was never completed.
fn is_own(name: &str) -> bool {
    let key = name.strip_suffix(ENDING);
    let is_key = key.is_some_and(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_key || name.starts_with(".scoregate-")
}

fn is_old(found: &fs::Metadata, now: SystemTime) -> bool {
    let age = found.modified().ok().and_then(|modified| now.duration_since(modified).ok());
    age.is_some_and(|age| age > LONGEST)
}

/// Takes an entry apart.
fn entry(text: &str) -> Result<Entry, String> {
    let (head, text) = text.split_once('\n').unwrap_or_default();
    let head = head.strip_prefix(FORMAT).and_then(|rest| rest.trim_start().split_once(' '));
    let (days, recorded) = head.ok_or("it does not begin as an entry does")?;
    let days: u32 = days.parse().map_err(|_| "it does not begin as an entry does")?;
    if signature(days, text) != recorded {
        return Err("its SHA-256 differs".to_owned());
    }
    Ok(Entry { days, recording: Recording::read(text).map_err(|fault| fault.to_string())? })
}

fn signature(days: u32, text: &str) -> String {
    sha256(format!("{days}\n{text}"))
}

/// A reason to distrust a folder or a file: another user may have written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distrust {
    /// Another user owns it, and may change it and its mode at any time.
    Owner,
    /// Others may read or write it.
    Mode,
}

#[cfg(unix)]
fn distrust(found: &fs::Metadata) -> Option<Distrust> {
    use std::os::unix::fs::MetadataExt;
    distrust_of((found.uid(), found.mode()), rustix::process::geteuid().as_raw())
}

/// The reason for a user to distrust a folder or a file of this owner and mode.
#[cfg(unix)]
fn distrust_of((owner, mode): (u32, u32), user: u32) -> Option<Distrust> {
    if owner != user {
        return Some(Distrust::Owner);
    }
    (mode & 0o077 != 0).then_some(Distrust::Mode)
}

/// On Windows the folder of a user's caches is closed to others by what it inherits.
#[cfg(not(unix))]
fn distrust(_: &fs::Metadata) -> Option<Distrust> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_user_owns_alone_is_trusted() {
        assert_eq!(distrust_of((1000, 0o100_600), 1000), None);
        assert_eq!(distrust_of((1000, 0o040_700), 1000), None);
        assert_eq!(distrust_of((1001, 0o040_700), 1000), Some(Distrust::Owner));
        // Nor does the administrator trust what a user put there.
        assert_eq!(distrust_of((1000, 0o100_600), 0), Some(Distrust::Owner));
        assert_eq!(distrust_of((0, 0o100_600), 1000), Some(Distrust::Owner));
        for mode in [0o604, 0o620, 0o610, 0o770, 0o701] {
            assert_eq!(distrust_of((1000, mode), 1000), Some(Distrust::Mode), "{mode:o}");
        }
    }
}
