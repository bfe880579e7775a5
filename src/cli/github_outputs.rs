//! The outputs of a run for later steps of a workflow of GitHub Actions: `steps.ID.outputs.verdict` and others.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use crate::error::Error;
use crate::exit::Exit;
use crate::render::{View, step_outputs};

/// The file for the outputs of the step, opened to append.
pub(super) struct GithubOutputs {
    path: PathBuf,
    file: File,
}

impl GithubOutputs {
    /// Opens the file, so that what cannot be written is noticed before the work begins.
    pub(super) fn open(path: PathBuf) -> Result<Self, Error> {
        match OpenOptions::new().append(true).create(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(failure(&path, &error)),
        }
    }

    /// Appends the outputs. A run without a report has no verdict. `exit` is the exit code of the process, whatever the verdict.
    pub(super) fn write(mut self, view: Option<&View<'_>>, exit: Exit) -> Result<(), Error> {
        let text = step_outputs(view, exit);
        self.file.write_all(text.as_bytes()).map_err(|error| failure(&self.path, &error))
    }
}

fn failure(path: &std::path::Path, error: &std::io::Error) -> Error {
    Error::Output {
        target: path.display().to_string(),
        message: error.to_string(),
        help: "GITHUB_OUTPUT must name a file that can be written; unset it to write no step outputs".to_owned(),
    }
}
