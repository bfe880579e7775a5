//! `scoregate copilot`: what Security Copilot gets from the gate.

mod plugin;

use clap::Subcommand;

use crate::error::Error;
use crate::exit::Exit;

#[derive(Debug, Subcommand)]
pub(super) enum CopilotCommand {
    Plugin(plugin::PluginArgs),
}

pub(super) fn run(command: &CopilotCommand) -> Result<Exit, Error> {
    match command {
        CopilotCommand::Plugin(args) => plugin::run(args),
    }
}
