//! `scoregate completions`: completion scripts for shells.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, FormatSet};

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
    let mut program = Cli::command().mut_subcommand("fleet", |fleet| fleet.mut_args(with_formats));
    clap_complete::generate(args.shell, &mut program, "scoregate", &mut script);
    to_stdout(&script)?;
    Ok(Exit::Passed)
}

/// An argument, with the formats as possible values if it is `--output`, whose parser is a function and names none.
fn with_formats(arg: Arg) -> Arg {
    let is_output = arg.get_long() == Some("output") && arg.get_possible_values().is_empty();
    let facts = Format::ALL.iter().map(|format| format.facts());
    let formats = facts.map(|facts| PossibleValue::new(facts.name).help(facts.description));
    if is_output { arg.value_parser(PossibleValuesParser::new(formats)) } else { arg }
}
