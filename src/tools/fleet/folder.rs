//! The tenants of a folder: a file or folder for each.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::input::{Content, TenantInput};
use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::{has_evidence_ending, require_inside};
use crate::paths::system_message;
use crate::text::line;

/// The tenants of a folder, by name: each of its files with an ending of recorded data, and each of its folders. Folders whose name
/// begins with a dot are ignored, as are other files and links to folders.
///
/// # Errors
///
/// [`Error::Evidence`] where the folder cannot be read.
pub fn tenants_of_folder(folder: &Path) -> Result<Vec<TenantInput>, Error> {
    let unreadable = |error: std::io::Error| {
        let message = format!("{}: {}", line(&folder.to_string_lossy()), system_message(&error));
        Error::evidence(EvidenceErrorKind::Unreadable, message, "name a folder that the user of this process can read")
    };
    let of_entry = |entry: std::io::Result<fs::DirEntry>| entry.map(|entry| (entry.path(), entry.file_type().ok()));
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(of_entry).collect());
    let mut entries: Vec<(PathBuf, Option<FileType>)> = entries.map_err(unreadable)?;
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    let tenants = entries.iter().filter_map(|(path, kind)| tenant(folder, path, *kind));
    let mut names = BTreeSet::new();
    Ok(tenants.map(|input| distinct(input, &mut names)).collect())
}

/// Refuses a tenant whose name looks like that of an earlier one: reports of the two could be taken for one another.
fn distinct(mut input: TenantInput, names: &mut BTreeSet<String>) -> TenantInput {
    if names.insert(input.name.clone()) {
        return input;
    }
    let message = format!("{}: another tenant has this name but for characters that are not shown", input.name);
    let error = Error::evidence(EvidenceErrorKind::Ambiguous, message, "rename one of the two");
    input.content = Content::Refused(error);
    let name = input.name.clone();
    let free = (2_u64..).map(|number| format!("{name} ({number})")).find(|free| names.insert(free.clone()));
    input.name = free.unwrap_or(name);
    input
}

/// The tenant at a path of the folder, whose type is known unless the system does not state it.
fn tenant(folder: &Path, path: &Path, kind: Option<FileType>) -> Option<TenantInput> {
    let name = path.file_name()?.to_string_lossy();
    let is_folder = kind.is_some_and(|kind| kind.is_dir());
    let is_tenant = if is_folder { !name.starts_with('.') } else { has_evidence_ending(path) };
    if !is_tenant {
        return None;
    }
    // A file or folder that is no link is inside.
    let is_inside = is_folder || kind.is_some_and(|kind| kind.is_file());
    let content = match if is_inside { Ok(()) } else { require_inside(folder, path) } {
        Ok(()) => Content::Path(path.to_string_lossy().into_owned()),
        Err(error) => Content::Refused(copied(error)),
    };
    Some(TenantInput::new(&name, content))
}

/// The error of a link out of the folder, of a pipe or of a device, with the remedy of a fleet.
fn copied(error: Error) -> Error {
    let Error::Evidence { kind, message, help: _ } = error else { return error };
    Error::evidence(kind, message, "copy the file into the folder, or remove it")
}
