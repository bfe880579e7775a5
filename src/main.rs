//! The `scoregate` program: parse, run, print the diagnostic, exit.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    scoregate::cli::main(&scoregate::cli::Cli::parse()).into()
}
