//! `scoregate policy`: validates policies and prints schemas.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::environment;
use super::live::READING;
use super::progress::Spinner;
use super::standard_output::to_stdout;
use crate::baseline::BASELINE_SCHEMA;
use crate::crosswalk::CROSSWALK_SCHEMA;
use crate::error::Error;
use crate::evidence;
use crate::exit::Exit;
use crate::policy::{self, Enforcement, PolicySet};
use crate::text::{count, log_plain};

#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    Validate(ValidateArgs),
    Schema(SchemaArgs),
}

/// Validate policies and waivers, and report all problems together.
///
/// Needs no network and evaluates no tenant: for editors, hooks and pull requests.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoregate policy validate policies/
  scoregate policy validate policies/identity-baseline.yaml waivers.yaml
  scoregate policy validate policies/ --from tenant.json

Exit codes: 0 everything is valid, 2 usage, 4 a policy or waiver is invalid, 5 the evidence of --from cannot be used, 6 output.")]
pub(super) struct ValidateArgs {
    /// Policies and waiver files: files, or folders.
    ///
    /// A folder is read with all folders in it; every .yaml and .yml file must be a policy or a waiver file. Hidden files are
    /// ignored.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Evidence with a complete catalogue, to check ids and properties of controls, and ids of tenants: files, folders, or `-` for
    /// standard input.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", num_args = 1..)]
    sources: Vec<String>,
}

/// Print the JSON Schema of a kind of file.
///
/// Editors with YAML support complete and check policies with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoregate policy schema > policy.schema.json
  scoregate policy schema --kind waivers > waivers.schema.json

The first line of a policy can then be
  # yaml-language-server: $schema=policy.schema.json")]
pub(super) struct SchemaArgs {
    /// The kind of file.
    #[arg(long, value_enum, default_value_t = Kind::Policy)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// A policy.
    Policy,
    /// A waiver file.
    Waivers,
    /// A baseline, the output of `baseline write`.
    Baseline,
    /// A crosswalk of controls to techniques, for `check --crosswalk`.
    Crosswalk,
    /// A recording of a tenant's data.
    Recording,
    /// A report, the output of `check --output json`.
    Report,
    /// A comparison, the output of `diff --output json`.
    Diff,
    /// A list of tenants, for `fleet --select`.
    Tenants,
    /// A list of controls, the output of `controls list --output json`.
    Controls,
    /// A summary, the output of `fleet --summary json`.
    Fleet,
    /// A report on the use of SCU, the output of `copilot usage --output json`.
    Usage,
}

impl Kind {
    fn schema(self) -> String {
        match self {
            Self::Policy => policy::POLICY_SCHEMA.text.to_owned(),
            Self::Waivers => policy::WAIVERS_SCHEMA.text.to_owned(),
            Self::Baseline => BASELINE_SCHEMA.text.to_owned(),
            Self::Crosswalk => CROSSWALK_SCHEMA.text.to_owned(),
            Self::Recording => crate::evidence::recording::schema(),
            Self::Report => crate::render::json::schema(),
            Self::Diff => crate::render::comparison::json::schema(),
            Self::Controls => crate::render::inventory::json::schema(),
            Self::Tenants => crate::tools::fleet::TENANTS_SCHEMA.text.to_owned(),
            Self::Fleet => crate::render::fleet::json::schema(),
            Self::Usage => crate::copilot::usage::json::schema(),
        }
    }
}

pub(super) fn run(command: &PolicyCommand) -> Result<Exit, Error> {
    let printed = match command {
        PolicyCommand::Validate(args) => log_plain(&validate(args)?),
        PolicyCommand::Schema(args) => args.kind.schema(),
    };
    to_stdout(printed.as_bytes())?;
    Ok(Exit::Passed)
}

fn validate(args: &ValidateArgs) -> Result<String, Error> {
    let _spinner = Spinner::start(READING);
    let (set, mut problems) = policy::load_valid(&args.paths, environment::checkout().as_deref());
    problems.extend(set.malformed_references());
    let mut note = "";
    if !args.sources.is_empty() {
        let evidence = match evidence::collect_unhashed(&args.sources, evidence::Needs::default) {
            Ok(evidence) => evidence,
            // Evidence that cannot be used must not hide the problems of the policies.
            Err(_) if !problems.is_empty() => return Err(Error::Policy { problems }),
            Err(error) => return Err(error),
        };
        problems.extend(set.malformed_tenants(&evidence));
        if evidence.catalogue.complete {
            problems.extend(set.unknown_controls(&evidence));
            problems.extend(set.unknown_values(&evidence));
        } else {
            note = "note: the catalogue is incomplete, so ids and properties of controls were not checked\n";
        }
    }
    if problems.is_empty() { Ok(note.to_owned() + &summary(&set)) } else { Err(Error::Policy { problems }) }
}

/// A line for each file, the notes, and the totals.
fn summary(set: &PolicySet) -> String {
    let mut rows: Vec<(&str, String)> = Vec::new();
    let path = |source: usize| set.sources.get(source).map_or("", |source| source.path.as_str());
    for policy in &set.policies {
        let disabled = policy.rules.iter().filter(|rule| rule.enforcement == Enforcement::Disabled);
        let disabled: Vec<&str> = disabled.map(|rule| rule.id.as_str()).collect();
        let disabled = if disabled.is_empty() { String::new() } else { format!(", disabled: {}", disabled.join(", ")) };
        let rules = count(policy.rules.len(), "rule");
        rows.push((path(policy.place.source), format!("{}: {rules}{disabled}", policy.policy)));
    }
    for (index, source) in set.sources.iter().enumerate() {
        if set.policies.iter().all(|policy| policy.place.source != index) {
            let waivers = set.waivers.iter().filter(|waiver| waiver.place.source == index).count();
            rows.push((&source.path, count(waivers, "waiver")));
        }
    }
    let width = rows.iter().map(|(path, _)| path.chars().count()).max().unwrap_or_default();
    let mut lines: String = rows.iter().map(|(path, what)| format!("{path:width$}  {what}\n")).collect();
    lines.extend(set.notes().iter().map(|note| format!("note: {note}\n")));
    let rules = set.policies.iter().map(|policy| policy.rules.len()).sum();
    let policies = match set.policies.len() {
        1 => "1 policy".to_owned(),
        number => format!("{number} policies"),
    };
    lines + &format!("{policies}, {}, {}: valid\n", count(rules, "rule"), count(set.waivers.len(), "waiver"))
}
