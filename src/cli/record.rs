//! `scoregate record`: fetches a tenant's data from Microsoft Graph into a recording.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::Offset;

use super::connection::ConnectionArgs;
use super::live;
use crate::error::Error;
use crate::evidence::graph::{self, Plan};
use crate::evidence::recording::Recording;
use crate::evidence::{self, Evidence};
use crate::exit::Exit;
use crate::output::{PendingFile, PrivateFile, Target, place_of, to_stdout};
use crate::text::{count, log_safe};

/// Fetch a tenant's data from Microsoft Graph into a recording, which `check --from` reads.
///
/// Every response is kept to the byte, with its SHA-256 and how it was obtained. The file appears whole or not at all, and only its
/// owner may read it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RecordArgs {
    /// The file to write, or `-` for standard output. An older file of that name is replaced.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,

    /// How many of the newest days to fetch. Graph keeps 90.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,

    /// Fetch the incidents too, which takes the permission `SecurityIncident.Read.All`.
    #[arg(long)]
    incidents: bool,

    /// Take FILE for a folder, made where it is missing, and add a file to it, named after the newest day.
    ///
    /// The first capture of a day is `2026-11-23.json`. A later one has the time of its capture in its name, and replaces none.
    #[arg(long)]
    append: bool,

    #[command(flatten)]
    connection: ConnectionArgs,
}

const EXAMPLES: &str = "\
Examples:
  scoregate record --out tenant.json
  scoregate record --out recordings --append --days 1
  scoregate record --out - --days 1 | scoregate check --policy policies --from -";

/// How many captures of one second get names of their own.
const MOST_OF_A_SECOND: usize = 100;

pub(super) fn run(args: &RecordArgs) -> Result<Exit, Error> {
    let connection = live::connection(&args.connection);
    let destination = Destination::open(args)?;
    let recording = graph::record(&connection, &Plan { days: args.days, incidents: args.incidents })?;
    let text = recording.to_json()?;
    let evidence = evidence::of_recording(&text)?;
    let written = destination.write(&recording, &evidence, &text)?;
    let line = log_safe(&format!("{}\n", summary(&recording, &evidence, &written.name)));
    if written.is_stream {
        // Nothing is left to be done when even standard error is closed.
        let _ = write!(anstream::stderr(), "{line}");
    } else {
        to_stdout(line.as_bytes())?;
    }
    Ok(Exit::Passed)
}

/// Where the recording goes.
enum Destination {
    Stdout,
    /// A device or pipe, which is written to rather than replaced.
    Direct(PendingFile),
    File {
        file: PrivateFile,
        path: PathBuf,
        name: String,
    },
    Folder(NewFolder),
}

/// What was written, for people.
struct Written {
    name: String,
    /// Whether it may be standard output that holds the recording now, so that no other word goes there.
    is_stream: bool,
}

impl Destination {
    /// Opens it, so that what cannot be written is noticed before anybody is asked.
    fn open(args: &RecordArgs) -> Result<Self, Error> {
        let is_stdout = args.out.as_os_str() == "-";
        if args.append && is_stdout {
            return Err(Error::Usage {
                message: "--append adds to a folder, and `-` is standard output".to_owned(),
                help: "name a folder with --out, or remove --append".to_owned(),
            });
        }
        if is_stdout {
            return Ok(Self::Stdout);
        }
        if args.append {
            return Ok(Self::Folder(NewFolder::open(&args.out)?));
        }
        if args.out.is_dir() {
            return Err(Error::Output {
                target: args.out.display().to_string(),
                message: "it is a folder".to_owned(),
                help: "name a file in it, or add --append, which keeps a file a day in it".to_owned(),
            });
        }
        let target = Target::of(&args.out)?;
        if target.is_direct() {
            return Ok(Self::Direct(PendingFile::open(target)?));
        }
        let (folder, path) = place_of(&args.out)?;
        Ok(Self::File { file: PrivateFile::open_in(&folder)?, path, name: target.name().to_owned() })
    }

    fn write(self, recording: &Recording, evidence: &Evidence, text: &str) -> Result<Written, Error> {
        let bytes = text.as_bytes();
        let (name, is_stream) = match self {
            Self::Stdout => (String::new(), to_stdout(bytes).map(|()| true)?),
            Self::Direct(file) => (file.name().to_owned(), file.complete(bytes).map(|()| true)?),
            Self::File { file, path, name } => (name, file.replace(&path, bytes).map(|()| false)?),
            Self::Folder(mut folder) => {
                let names = names(recording, evidence);
                folder.make()?;
                let name = PrivateFile::open_in(&folder.path)?.add(&folder.path, &names, bytes)?;
                (folder.keep().join(name).display().to_string(), false)
            }
        };
        Ok(Written { name, is_stream })
    }
}

/// The folder of `--append`. One that is made for this run goes again when nothing comes of it; it is tried at once, and made only when
/// there is something to put into it.
struct NewFolder {
    path: PathBuf,
    is_new: bool,
}

impl NewFolder {
    fn open(path: &Path) -> Result<Self, Error> {
        let mut folder = Self { path: path.to_owned(), is_new: false };
        if path.exists() && !path.is_dir() {
            return Err(folder.wrong("it is a file".to_owned()));
        }
        folder.make()?;
        PrivateFile::open_in(path)?;
        folder.remove();
        Ok(folder)
    }

    /// Makes it where it is missing.
    fn make(&mut self) -> Result<(), Error> {
        if !self.path.exists() {
            fs::create_dir(&self.path).map_err(|error| self.wrong(error.to_string()))?;
            self.is_new = true;
        }
        Ok(())
    }

    fn wrong(&self, message: String) -> Error {
        Error::Output {
            target: self.path.display().to_string(),
            message,
            help: "with --append, --out names a folder: check that the folder above it exists and can be written"
                .to_owned(),
        }
    }

    /// Removes it where it was made for this run, and only where it is empty.
    fn remove(&mut self) {
        if std::mem::take(&mut self.is_new) {
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Keeps the folder.
    fn keep(mut self) -> PathBuf {
        self.is_new = false;
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The names that a recording may have in a folder: that of its newest day; else one with the time of the capture; else the same
/// with a number.
fn names(recording: &Recording, evidence: &Evidence) -> Vec<String> {
    let day = evidence.snapshot.date();
    let captured = Offset::UTC.to_datetime(recording.captured()).strftime("%Y-%m-%dT%H%M%SZ");
    let mut names = vec![format!("{day}.json"), format!("{day}-captured-{captured}.json")];
    names.extend((2..=MOST_OF_A_SECOND).map(|number| format!("{day}-captured-{captured}-{number}.json")));
    names
}

/// One line: what was recorded, and what it lacks.
fn summary(recording: &Recording, evidence: &Evidence, name: &str) -> String {
    let snapshot = &evidence.snapshot;
    let place = if name.is_empty() { String::new() } else { format!("{}: ", crate::text::line(name)) };
    let tenant = snapshot.tenant.as_deref().unwrap_or("a tenant without an id");
    let (days, profiles) = (count(recording.days(), "day"), count(evidence.catalogue.profiles.len(), "profile"));
    let state = match evidence.gaps.as_slice() {
        [] => "complete".to_owned(),
        gaps => format!("incomplete: {}", gaps.join("; ")),
    };
    format!("{place}{tenant}, {days} to {}, {profiles}, {state}", snapshot.date())
}
