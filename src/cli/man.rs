//! `scoregate man`: manual pages, for those who package the program.

use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::Cli;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::{PendingFile, Target, write_error};

/// Write a manual page for each command to a folder.
///
/// For packages of the program. The folder must exist; pages in it are replaced.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder.
    folder: PathBuf,
}

pub(super) fn run(args: &ManArgs) -> Result<Exit, Error> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    write(&program, &args.folder)?;
    Ok(Exit::Passed)
}

/// Writes the page of a command, and those of the commands below it.
fn write(command: &Command, folder: &Path) -> Result<(), Error> {
    let below = || command.get_subcommands().filter(|command| !command.is_hide_set());
    let shown =
        command.clone().version(env!("CARGO_PKG_VERSION")).disable_version_flag(command.get_version().is_none());
    let page = Man::new(shown).source(concat!("scoregate ", env!("CARGO_PKG_VERSION")));
    let path = folder.join(page.get_filename());
    let mut text = Vec::new();
    page.render(&mut text).map_err(|error| write_error(&path.display().to_string(), &error))?;
    PendingFile::open(Target::of(&path)?)?.complete(&text)?;
    below().try_for_each(|command| write(command, folder))
}
