//! The `scoregate` program: parse, run, print the diagnostic, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    match scoregate::cli::parse() {
        Ok(cli) => scoregate::cli::main(&cli).into(),
        Err(exit) => exit.into(),
    }
}
