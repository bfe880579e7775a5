//! `scoregate completions`: completion scripts for shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::exit::Exit;

/// Print the completion script of a shell.
///
/// Bash:  scoregate completions bash > ~/.local/share/bash-completion/completions/scoregate
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "scoregate", &mut script);
    to_stdout(&script)?;
    Ok(Exit::Passed)
}
