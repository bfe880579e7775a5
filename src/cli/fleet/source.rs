//! The source of the tenants of a fleet: a folder, an NDJSON file, or standard input.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::error::{Error, EvidenceErrorKind};
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
        let has_ending = [".ndjson", ".jsonl"].iter().any(|ending| source.to_lowercase().ends_with(ending));
        if path.is_dir() || (!has_ending && path.exists()) {
            return Err(Error::Usage {
                message: format!("{name} is not NDJSON by its name"),
                help: "name a file that ends in .ndjson or .jsonl with a tenant on each line, or `-` for standard input; a folder without \
                       --jsonl; for one tenant use `scoregate check`"
                    .into(),
            });
        }
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

    /// The tenants; blank lines separate them.
    pub(super) fn tenants(self) -> Box<dyn Iterator<Item = TenantInput> + Send> {
        match self {
            Self::Folder(tenants) => Box::new(tenants.into_iter()),
            Self::Stream(name, reader) => Box::new(Lines::new(reader, name, BlankLines::Ignored)),
        }
    }

    /// The lines; a blank one is a tenant without data, so that each line has its result.
    pub(super) fn lines(self) -> Box<dyn Iterator<Item = TenantInput> + Send> {
        match self {
            Self::Folder(tenants) => Box::new(tenants.into_iter()),
            Self::Stream(name, reader) => Box::new(Lines::new(reader, name, BlankLines::Tenants)),
        }
    }
}
