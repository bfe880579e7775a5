//! The source of the tenants of a fleet: a folder, an NDJSON file, or standard input.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::LIVE;
use crate::text::line;
use crate::tools::fleet::{BlankLines, Lines, TenantInput, tenants_of_folder};

/// The size of the buffer of a stream, in bytes.
const BUFFER: usize = 1 << 18;

/// An opened source.
pub(super) enum Source {
    /// The tenants of a folder.
    Folder(Vec<TenantInput>),
    /// The lines of a stream, with its name in messages.
    Stream(String, Box<dyn BufRead + Send>),
}

impl Source {
    /// Opens a source.
    pub(super) fn open(source: &str) -> Result<Self, Error> {
        let path = Path::new(source);
        if source != "-" && path.is_dir() {
            return tenants_of_folder(path).map(Self::Folder);
        }
        Self::stream(source)
    }

    /// Opens a source whose tenants are lines.
    pub(super) fn stream(source: &str) -> Result<Self, Error> {
        if source == "-" {
            let reader = BufReader::with_capacity(BUFFER, std::io::stdin());
            return Ok(Self::Stream("standard input".to_owned(), Box::new(reader)));
        }
        let name = line(source);
        let path = Path::new(source);
        require_lines(source, path)?;
        let unreadable = |message: &str| {
            let help = "check the name; a relative one is looked for in the folder of the run";
            Error::evidence(EvidenceErrorKind::Unreadable, format!("{name}: {message}"), help)
        };
        if crate::paths::leads_into_the_system(path) {
            return Err(unreadable(crate::paths::INTO_THE_SYSTEM));
        }
        let file = File::open(path).map_err(|error| unreadable(&crate::paths::system_message(&error)))?;
        Ok(Self::Stream(name, Box::new(BufReader::with_capacity(BUFFER, file))))
    }

    /// The number of tenants, where it is known.
    pub(super) fn total(&self) -> Option<usize> {
        match self {
            Self::Folder(tenants) => Some(tenants.len()),
            Self::Stream(..) => None,
        }
    }

    pub(super) const fn is_folder(&self) -> bool {
        match self {
            Self::Folder(_) => true,
            Self::Stream(..) => false,
        }
    }

    /// The tenants; `blank` is the treatment of blank lines of a stream.
    pub(super) fn tenants(self, blank: BlankLines) -> Box<dyn Iterator<Item = TenantInput> + Send> {
        match self {
            Self::Folder(tenants) => Box::new(tenants.into_iter()),
            Self::Stream(name, reader) => Box::new(Lines::new(reader, name, blank)),
        }
    }
}

/// Refuses a source that is no file of lines.
fn require_lines(source: &str, path: &Path) -> Result<(), Error> {
    let name = line(source);
    let usage = |message: String, help: &str| Err(Error::Usage { message, help: help.into() });
    if path.is_dir() {
        return usage(format!("{name} is a folder"), "leave out --jsonl for a folder, or name an NDJSON file or `-`");
    }
    let has_ending = [".ndjson", ".jsonl"].iter().any(|ending| source.to_lowercase().ends_with(ending));
    if !has_ending && path.exists() {
        let help =
            "give a file with a tenant on each line such a name; for the file of one tenant use `scoregate check`";
        return usage(format!("{name} does not end in .ndjson or .jsonl"), help);
    }
    if source == LIVE && !path.exists() {
        let help = "record each tenant with `scoregate record --out recordings/NAME.json`, then name the folder: --from recordings";
        return usage(format!("fleet reads recorded data, and {LIVE} is the live tenant"), help);
    }
    Ok(())
}

/// The error of a source without tenants.
pub(super) fn empty(source: &str) -> Error {
    let (name, help) = match source {
        "-" => ("standard input".to_owned(), "check the program that writes to the pipe: it wrote no line"),
        _ => (line(source), "name a folder with a file or folder for each tenant, or NDJSON with a line for each"),
    };
    Error::evidence(EvidenceErrorKind::Unreadable, format!("{name}: it contains no tenant"), help)
}
