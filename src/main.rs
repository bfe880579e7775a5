//! The `scoregate` program: parse, run, print the diagnostic, exit.

use std::process::ExitCode;

// A fleet spends a third of its time in the allocator of glibc; that of musl is slower still.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match scoregate::cli::parse() {
        Ok(cli) => scoregate::cli::main(&cli).into(),
        Err(exit) => exit.into(),
    }
}
