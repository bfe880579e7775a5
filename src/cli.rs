//! The command line: a file for each command.

mod check;
mod completions;
mod environment;
mod outputs;
mod policy;

use std::fmt;
use std::io::Write;

use clap::{Parser, Subcommand};
use miette::{MietteHandlerOpts, ReportHandler};

use crate::error::Error;
use crate::exit::Exit;

/// A policy-as-code compliance gate for Microsoft Secure Score.
///
/// Policies in YAML say what a tenant's posture must be; scoregate evaluates them against Secure Score data, writes reports,
/// and its exit code fails the build when the posture falls short.
#[derive(Debug, Parser)]
#[command(name = "scoregate", version, max_term_width = 100, after_long_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    /// Work on policies: validate them, print their schemas.
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    Completions(completions::CompletionsArgs),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every blocking rule passed or is waived
  1  a blocking rule failed
  2  the command line is wrong
  3  nothing failed, but something could not be decided
  4  a policy, waiver or baseline could not be read or is invalid
  5  tenant data could not be had or is another tenant's
  6  a report could not be written";

/// Runs the command, prints what went wrong if something did, and says how to exit.
#[must_use]
pub fn main(cli: &Cli) -> Exit {
    match run(cli) {
        Ok(exit) => exit,
        Err(error) => {
            let exit = error.exit();
            // Nothing is left to be done when even standard error is closed.
            let _ = writeln!(anstream::stderr(), "{}", Diagnostics(&error));
            exit
        }
    }
}

/// An error as people see it: not wrapped, so that a line of a log can be searched for, and a path be copied.
struct Diagnostics<'e>(&'e Error);

impl fmt::Display for Diagnostics<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        MietteHandlerOpts::new().wrap_lines(false).build().debug(self.0, f)
    }
}

fn run(cli: &Cli) -> Result<Exit, Error> {
    match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Policy(command) => policy::run(command),
        Command::Completions(args) => completions::run(args),
    }
}
