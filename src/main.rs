//! The `scoregate` program: parse, run, print the diagnostic, exit.

use std::process::ExitCode;

// The allocator of musl, which the static binary is built with, is several times slower.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match scoregate::cli::parse() {
        Ok(cli) => scoregate::cli::main(&cli).into(),
        Err(exit) => exit.into(),
    }
}
