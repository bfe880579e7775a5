//! `scoregate copilot`: what Security Copilot gets from the gate, and what it uses.

mod plugin;
mod usage;

use clap::Subcommand;

use crate::error::Error;
use crate::exit::Exit;

#[derive(Debug, Subcommand)]
pub(super) enum CopilotCommand {
    Plugin(plugin::PluginArgs),
    Usage(Box<usage::UsageArgs>),
}

pub(super) fn run(command: &CopilotCommand) -> Result<Exit, Error> {
    match command {
        CopilotCommand::Plugin(args) => plugin::run(args),
        CopilotCommand::Usage(args) => usage::run(args),
    }
}
