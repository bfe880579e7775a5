//! `scoregate controls`: the controls of a tenant, to write policies by.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::command_outputs::{CommandOutputs, OutputWords};
use super::connection::ConnectionArgs;
use super::environment;
use super::live::Live;
use super::output_file::Inputs;
use super::output_spec::{OutputSpec, output_help};
use super::seal::SealArgs;
use crate::error::Error;
use crate::evaluate::inventory;
use crate::evidence::Needs;
use crate::exit::Exit;
use crate::policy;
use crate::render::inventory::{InventoryFormat, render};
use crate::tools::inventory::InventoryFilter;

#[derive(Debug, Subcommand)]
pub(super) enum ControlsCommand {
    List(ListArgs),
}

/// List the controls of a tenant: points, points to recover, state, and the rules that choose each.
///
/// The controls with the most points to recover come first. Judges nothing: a list always ends with exit code 0.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("listed", &[Exit::Usage, Exit::Policy, Exit::Evidence, Exit::Output])))]
pub(super) struct ListArgs {
    /// The tenant's data, as `check` reads it: `graph` for the live tenant, files, folders of files, or `-` for standard input.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", required = true, num_args = 1..)]
    sources: Vec<String>,

    /// Policies, to show the rules whose `match` or `where` chooses each control: files, or folders.
    #[arg(long = "policy", short = 'p', value_name = "PATH", num_args = 1..)]
    policies: Vec<PathBuf>,

    /// Only controls with one of these ids, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[arg(long = "match", value_name = "ID", num_args = 1..)]
    ids: Vec<String>,

    /// Only controls of these categories, such as Identity.
    #[arg(long = "category", value_name = "CATEGORY", num_args = 1..)]
    categories: Vec<String>,

    /// Only controls of these services, such as EXO.
    #[arg(long = "service", value_name = "SERVICE", num_args = 1..)]
    services: Vec<String>,

    /// Only controls of these tiers, such as Core.
    #[arg(long = "tier", value_name = "TIER", num_args = 1..)]
    tiers: Vec<String>,

    /// Only controls in these states, such as ThirdParty.
    #[arg(long = "state", value_name = "STATE", num_args = 1..)]
    states: Vec<String>,

    /// Only controls with points to recover.
    #[arg(long)]
    open: bool,

    /// Only controls that no rule of --policy chooses.
    #[arg(long, requires = "policies")]
    without_rule: bool,

    /// List also controls that the snapshot does not score, and only the catalogue lists.
    #[arg(long)]
    all: bool,

    /// Write the list in this format, to a file or to standard output; can be repeated.
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=PATH]", hide_possible_values = true, long_help = output_help::<InventoryFormat>("the list"))]
    outputs: Vec<OutputSpec<InventoryFormat>>,

    #[command(flatten)]
    seal: SealArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// The words for the outputs in messages.
const LIST: OutputWords = OutputWords { noun: "format", option: "--output", unread: "is not read" };

const EXAMPLES: &str = "\
Examples:
  scoregate controls list --from tenant.json
  scoregate controls list --from tenant.json --service EXO --open
  scoregate controls list --from tenant.json --policy policies --without-rule
  scoregate controls list --from graph --all -o csv=controls.csv";

pub(super) fn run(command: &ControlsCommand) -> Result<Exit, Error> {
    match command {
        ControlsCommand::List(args) => list(args),
    }
}

fn list(args: &ListArgs) -> Result<Exit, Error> {
    let yaml: Vec<&Path> = args.policies.iter().map(PathBuf::as_path).collect();
    let inputs = Inputs { yaml, evidence: args.sources.iter().map(String::as_str).collect() };
    let outputs = CommandOutputs::open(&args.outputs, &[InventoryFormat::Human], &inputs, &LIST)?;
    let policies = match args.policies.as_slice() {
        [] => None,
        paths => Some(policy::load_from(paths, environment::checkout().as_deref())?),
    };
    let evidence = Live::new(&args.connection, None).collect(&args.sources, Needs::default())?;
    args.seal.check(&evidence)?;
    let inventory = args.filter().apply(inventory(&evidence, policies.as_ref()))?;
    outputs.write(|format| render(&inventory, format)).map(|()| Exit::Passed)
}

impl ListArgs {
    fn filter(&self) -> InventoryFilter {
        InventoryFilter {
            ids: self.ids.clone(),
            categories: self.categories.clone(),
            services: self.services.clone(),
            tiers: self.tiers.clone(),
            states: self.states.clone(),
            is_open: self.open,
            has_no_rule: self.without_rule,
            with_unscored: self.all,
        }
    }
}
