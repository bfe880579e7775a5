//! `scoregate copilot plugin`: writes plugins for Security Copilot and Microsoft 365 Copilot, and checks any.

mod check;
mod next_step;
mod write;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::error::Error;
use crate::exit::Exit;
use write::WriteArgs;

const EXAMPLES: &str = "\
Examples:
  scoregate copilot plugin --format kql --target sentinel --out plugin
  scoregate copilot plugin --format api --endpoint https://gate.example.com --out plugin
  scoregate copilot plugin --check manifest.yaml
  scoregate copilot plugin --check manifest.yaml openapi.json
  scoregate copilot plugin --check plugins/*/*.yaml --output json";

/// Write plugins for Security Copilot and Microsoft 365 Copilot, or check manifests and their OpenAPI documents.
///
/// The files of a plugin contain no data of a tenant.
///
/// A check reports what Security Copilot refuses, what exceeds a documented limit, and what makes a skill useless, with line and fix. It
/// reads files only: no address in them is requested.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("action").required(true),
    after_help = format!("{EXAMPLES}\n\n{}", Exit::line("no errors (warnings and notes are allowed)", &[Exit::Failed, Exit::Usage, Exit::Output]))
)]
pub(in crate::cli) struct PluginArgs {
    #[command(flatten)]
    write: WriteArgs,

    /// Manifests, and the OpenAPI documents that belong to them.
    ///
    /// The document of a manifest is the FILE that is given, else the only OpenAPI document in the folder of the manifest. Formats:
    /// YAML 1.2 and JSON.
    #[arg(long, value_name = "FILE", num_args = 1.., group = "action")]
    check: Vec<PathBuf>,

    /// The format of the findings.
    #[arg(long, short = 'o', value_enum, default_value_t = CheckFormat::Human, requires = "check")]
    output: CheckFormat,
}

/// A format of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people, with the lines of the files.
    Human,
    /// For programs.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

pub(super) fn run(args: &PluginArgs) -> Result<Exit, Error> {
    if args.check.is_empty() { write::run(&args.write) } else { check::run(&args.check, args.output) }
}
