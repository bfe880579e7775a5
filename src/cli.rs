//! The command line: a file for each command.

mod advice;
mod annotate;
mod auth;
mod azure_outputs;
mod baseline;
mod cache;
mod check;
mod check_outputs;
mod clean;
mod command_outputs;
mod completions;
mod connection;
mod controls;
mod copilot;
mod diff;
mod environment;
mod evaluation;
mod explain;
mod fleet;
mod github_outputs;
mod incidents;
mod live;
mod man;
mod notes;
mod output_file;
mod output_spec;
mod policy;
mod progress;
mod record;
mod seal;
#[cfg(feature = "serve")]
mod serve;
mod standard_output;

use std::fmt;
use std::io::Write;

use clap::{Parser, Subcommand};
use miette::{MietteHandler, MietteHandlerOpts, ReportHandler};

use crate::error::Error;
use crate::exit::Exit;
use crate::text::{line, log_plain, log_safe};
use annotate::Runner;

/// A policy-as-code compliance gate for Microsoft Secure Score.
///
/// Policies in YAML state what the posture of a tenant must be. scoregate evaluates them against Secure Score data, writes
/// reports, and fails the build through its exit code when the posture falls short.
#[derive(Debug, Parser)]
#[command(name = "scoregate", version, max_term_width = 100, after_long_help = after_help())]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    notes: notes::QuietArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Fleet(fleet::FleetArgs),
    Diff(diff::DiffArgs),
    Record(record::RecordArgs),
    /// List the controls of a tenant.
    #[command(subcommand)]
    Controls(controls::ControlsCommand),
    /// Validate policies and print their schemas.
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Write the baseline that regression rules compare with.
    #[command(subcommand)]
    Baseline(baseline::BaselineCommand),
    /// Test the sign-in to Microsoft Graph.
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Write and check plugins for Microsoft Security Copilot, and measure its use.
    #[command(subcommand)]
    Copilot(copilot::CopilotCommand),
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    Explain(explain::ExplainArgs),
    Completions(completions::CompletionsArgs),
    #[command(hide = true)]
    Man(man::ManArgs),
}

/// Exit codes, and the address of the documentation.
fn after_help() -> String {
    format!("{}\n\nDocumentation: {}", Exit::table(), env!("CARGO_PKG_REPOSITORY"))
}

/// Reads the command line.
///
/// # Errors
///
/// The exit code where there is nothing to run: help, the version, or the fault of the arguments is already printed.
pub fn parse() -> Result<Cli, Exit> {
    Cli::try_parse().map_err(|error| {
        let text = usage_text(&error);
        // A closed stream is not an error.
        if error.use_stderr() {
            let _ = write!(anstream::stderr(), "{text}");
            Exit::Usage
        } else {
            let _ = write!(anstream::stdout(), "{text}");
            Exit::Passed
        }
    })
}

/// The text of clap, without styles that an argument with control characters would add.
fn usage_text(error: &clap::Error) -> String {
    let is_clean = |argument: std::ffi::OsString| {
        let argument = argument.to_string_lossy();
        line(&argument).len() == argument.trim().len()
    };
    if std::env::args_os().all(is_clean) {
        log_safe(&error.render().ansi().to_string())
    } else {
        log_plain(&error.render().to_string())
    }
}

/// Runs the command, prints its error if it fails, and returns the exit code.
#[must_use]
pub fn main(cli: &Cli) -> Exit {
    crate::output::catch_size_limit();
    cli.notes.apply();
    match run(cli).map_err(|error| error.worded(advice::reference)) {
        Ok(exit) => exit,
        Err(error) => {
            let exit = error.exit();
            // A closed standard error is not an error.
            let _ = writeln!(anstream::stderr(), "{}", rendered(&error, MietteHandlerOpts::new()));
            if let Some(runner) = Runner::of_environment() {
                let _ = write!(anstream::stdout(), "{}", annotate::commands(runner, &error));
            }
            exit
        }
    }
}

/// An error as the program prints it: without line wrapping, so that logs can be searched and paths copied. `options` set the
/// colors and characters.
#[must_use]
pub fn rendered(error: &Error, options: MietteHandlerOpts) -> String {
    log_safe(&Diagnostic { error, handler: options.wrap_lines(false).build() }.to_string())
}

struct Diagnostic<'e> {
    error: &'e Error,
    handler: MietteHandler,
}

impl fmt::Display for Diagnostic<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clean = clean::Clean::of_error(self.error);
        self.handler.debug(&clean.alone(), f)?;
        // The handler would put an empty "Error: " before each of them.
        clean.problems().iter().try_for_each(|problem| {
            writeln!(f)?;
            self.handler.debug(problem, f)
        })
    }
}

fn run(cli: &Cli) -> Result<Exit, Error> {
    match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Fleet(args) => fleet::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Record(args) => record::run(args),
        Command::Controls(command) => controls::run(command),
        Command::Policy(command) => policy::run(command),
        Command::Baseline(command) => baseline::run(command),
        Command::Auth(command) => auth::run(command),
        Command::Copilot(command) => copilot::run(command),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}
