//! The files that outputs go to. None of them replaces another one, or a file that the run reads.

use std::fs;
use std::path::Path;

use super::command_outputs::OutputWords;
use super::environment;
use super::output_spec::OutputSpec;
use crate::error::Error;
use crate::evidence::has_evidence_ending;
use crate::output::{PendingFile, SharedFile, Target};
use crate::policy::has_yaml_ending;

/// The target of one output.
pub(super) enum OutputFile {
    /// A file of its own.
    File(PendingFile),
    /// The step summary, which other steps write to as well: the report is appended.
    Summary(SharedFile, String),
}

impl OutputFile {
    fn open(target: Target) -> Result<Self, Error> {
        let summary = environment::step_summary();
        if summary.and_then(|path| Target::of(&path).ok()).is_some_and(|summary| summary.path() == target.path()) {
            let shared = SharedFile::open(target.path().to_owned())?;
            return Ok(Self::Summary(shared, target.name().to_owned()));
        }
        PendingFile::open(target).map(Self::File)
    }

    /// The path as it was given, for people.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::File(file) => file.name(),
            Self::Summary(_, name) => name,
        }
    }

    /// Writes everything.
    pub(super) fn complete(self, text: &str) -> Result<(), Error> {
        match self {
            Self::File(file) => file.complete(text.as_bytes()),
            Self::Summary(shared, _) => shared.append(text),
        }
    }
}

/// The files that the run reads, which no output may replace.
#[derive(Debug, Default)]
pub(super) struct Inputs<'a> {
    /// Policies, baselines and other files of YAML, and folders of them.
    pub(super) yaml: Vec<&'a Path>,
    /// Sources of tenant data: files, folders and `-`.
    pub(super) evidence: Vec<&'a str>,
}

impl Inputs<'_> {
    /// Whether the run reads the target, or would if it were there.
    pub(super) fn hold(&self, target: &Path) -> bool {
        let mut sources = self.evidence.iter().filter(|source| **source != "-").map(Path::new);
        self.yaml.iter().any(|input| is_read(input, has_yaml_ending, target))
            || sources.any(|input| is_read(input, has_evidence_ending, target))
    }
}

/// Whether an input is the target, or a folder from which the target is, or would be, read.
fn is_read(input: &Path, has_ending: fn(&Path) -> bool, target: &Path) -> bool {
    let Ok(input) = fs::canonicalize(input) else { return false };
    input == target || (input.is_dir() && target.starts_with(&input) && has_ending(target))
}

/// Opens the files of all outputs, or none of them where one cannot be opened.
pub(super) fn open_files<F: Copy>(
    specs: &[OutputSpec<F>],
    inputs: &Inputs<'_>,
    words: &OutputWords,
) -> Result<Vec<(F, OutputFile)>, Error> {
    let mut targets: Vec<(F, Target)> = Vec::new();
    for OutputSpec { format, path } in specs {
        let Some(path) = path else { continue };
        let target = Target::of(path)?;
        check_target(&target, &targets, inputs, words)?;
        targets.push((*format, target));
    }
    targets.into_iter().map(|(format, target)| Ok((format, OutputFile::open(target)?))).collect()
}

/// Requires that no output replaces another one or a file that the run reads.
fn check_target<F>(
    target: &Target,
    others: &[(F, Target)],
    inputs: &Inputs<'_>,
    words: &OutputWords,
) -> Result<(), Error> {
    let OutputWords { option, unread, noun: _ } = words;
    if others.iter().any(|(_, other)| other.path() == target.path()) {
        return Err(Error::Usage {
            message: format!("two outputs go to {}", target.name()),
            help: format!("give each {option} a path of its own").into(),
        });
    }
    if inputs.hold(target.path()) {
        return Err(Error::Usage {
            message: format!("the output {} is one of the files that the run reads", target.name()),
            help: format!("give {option} a path that {unread}").into(),
        });
    }
    Ok(())
}
