//! The page and the variables of a task of Azure Pipelines.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::environment;
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{View, azure_summary, azure_variables};

/// The most runs of a job that have a page each.
const MAX_PAGES: usize = 1_000;

/// The page and the output variables of a task.
pub(super) struct AzureOutputs {
    /// The folder for the page; none outside of a job.
    folder: Option<PathBuf>,
}

impl AzureOutputs {
    /// The outputs of this job.
    pub(super) fn of_environment() -> Self {
        Self { folder: environment::agent_folder() }
    }

    /// Writes the page to a file that the agent shows, if there is a folder for it, and sets the variables. A run without a report has
    /// no verdict. `exit` is the exit code of the process, whatever the verdict.
    pub(super) fn write(
        self,
        page: impl FnOnce() -> Result<String, Error>,
        view: Option<&View<'_>>,
        exit: Exit,
    ) -> Result<(), Error> {
        let path = self.folder.map(|folder| write_page(&folder, &page()?)).transpose();
        // Where the page cannot be written the variables are set nevertheless, with the exit code of that error.
        let exit = path.as_ref().map_or_else(Error::exit, |_| exit);
        let shown = path.as_ref().ok().and_then(Option::as_ref).map(|path| azure_summary(&path.display().to_string()));
        to_stdout(format!("{}{}", shown.unwrap_or_default(), azure_variables(view, exit)).as_bytes())?;
        path.map(drop)
    }
}

/// Writes a page into a file of its own: the agent reads it later, and shows its name as a heading.
fn write_page(folder: &Path, page: &str) -> Result<PathBuf, Error> {
    for number in 1..=MAX_PAGES {
        let name = if number == 1 { "scoregate.md".to_owned() } else { format!("scoregate-{number}.md") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                return file.write_all(page.as_bytes()).map(|()| path.clone()).map_err(|error| failure(&path, &error));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failure(&path, &error)),
        }
    }
    Err(failure(folder, &io::Error::other("too many pages of earlier runs")))
}

fn failure(path: &Path, error: &io::Error) -> Error {
    Error::Output {
        target: path.display().to_string(),
        message: error.to_string(),
        help: "AGENT_TEMPDIRECTORY must name a folder that can be written; unset it to write no summary".to_owned(),
    }
}
