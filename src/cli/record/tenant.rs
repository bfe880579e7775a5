//! The check that a folder contains recordings of one tenant only.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::{self, Evidence, Needs};
use crate::text::line;

/// Refuses a recording of another tenant than the latest one in the folder: `check` refuses a folder with two tenants, so one such
/// file would make all others unusable.
///
/// # Errors
///
/// [`Error::Evidence`] where the tenants differ, and where the latest recording cannot be read.
pub(super) fn require_same(folder: &Path, evidence: &Evidence) -> Result<(), Error> {
    let Some(newest) = newest(folder) else { return Ok(()) };
    evidence::require_inside(folder, &newest)?;
    let name = newest.to_string_lossy().into_owned();
    let older = evidence::collect_unhashed(std::slice::from_ref(&name), Needs::default)?;
    let message = match (older.named, &evidence.snapshot.tenant) {
        (Some(older), Some(newer)) if older != *newer => {
            format!("{} is of tenant {older}, and Graph returned data of tenant {newer}: nothing is added", line(&name))
        }
        (Some(older), None) => {
            format!("{} is of tenant {older}, and the recording names no tenant: nothing is added", line(&name))
        }
        (Some(_), Some(_)) | (None, Some(_) | None) => return Ok(()),
    };
    let help = "name another folder with --out, or sign in to the tenant of this one (AZURE_TENANT_ID)";
    Err(Error::evidence(EvidenceErrorKind::OtherTenant, message, help))
}

/// The recording of the latest day, by the names that [`super`] gives.
fn newest(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = names.filter(|name| is_recording(name)).max()?;
    Some(folder.join(newest))
}

fn is_recording(name: &str) -> bool {
    let begins_with_day = name.get(..10).is_some_and(|day| day.parse::<Date>().is_ok());
    begins_with_day && name.contains(".json")
}

#[cfg(test)]
mod tests {
    use super::is_recording;

    #[test]
    fn recordings_are_known_by_their_day() {
        let names = ["2026-11-23.json", "2026-11-23-captured-2026-11-23T060000Z.json", "2026-11-23.json.zst"];
        assert!(names.into_iter().all(is_recording));
        for other in ["notes.json", "2026-11-23.txt", ".scoregate-x", "2026-13-01.json", "", "ääääääääää.json"]
        {
            assert!(!is_recording(other), "{other}");
        }
    }
}
