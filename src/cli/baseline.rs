//! `scoregate baseline`: writes the reference of regression rules.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::advice::advise;
use super::connection::ConnectionArgs;
use super::environment;
use super::evaluation::parse_tenant;
use super::live::Live;
use super::notes::{is_quiet, note};
use super::output_file::Inputs;
use super::seal::SealArgs;
use super::standard_output::to_stdout;
use crate::baseline::{self, Baseline, BaselineClaim, Difference};
use crate::error::{Error, Problem};
use crate::evaluate::require_tenant;
use crate::evidence::Needs;
use crate::exit::Exit;
use crate::output::{PendingFile, Target};
use crate::tenant::TenantId;
use crate::text::{count, line, list, log_plain, percent, points};

#[derive(Debug, Subcommand)]
pub(super) enum BaselineCommand {
    Write(WriteArgs),
}

/// Write the points of every control in the latest snapshot, one line per control.
///
/// A baseline is a file for review in a pull request; regression rules compare later snapshots with it. An existing baseline of
/// the same tenant is replaced. Any other existing file is an error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  scoregate baseline write --from recordings/ --out baseline.yaml
  scoregate baseline write --from scores.json profiles.json --out -
  scoregate baseline write --from graph --out baseline.yaml

Exit codes: 0 written, 2 usage, 4 the existing file is not a baseline of this tenant, 5 evidence, 6 output.")]
pub(super) struct WriteArgs {
    /// The tenant's data, as `check` reads it: `graph` for the live tenant, files, folders of files, or `-` for standard input.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", required = true, num_args = 1..)]
    sources: Vec<String>,

    /// The file to write, or `-` for standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// The id of the tenant; data of another tenant is an error.
    #[arg(long, value_name = "ID", value_parser = parse_tenant)]
    tenant: Option<TenantId>,

    #[command(flatten)]
    seal: SealArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) fn run(command: &BaselineCommand) -> Result<Exit, Error> {
    match command {
        BaselineCommand::Write(args) => write(args),
    }
}

fn write(args: &WriteArgs) -> Result<Exit, Error> {
    let output = (args.out != Path::new("-")).then(|| open(args)).transpose()?;
    let older = output.as_ref().and_then(|output| output.older.as_ref());
    let evidence = Live::new(&args.connection, None).collect(&args.sources, Needs::default())?;
    args.seal.check(&evidence)?;
    let pins: Vec<&TenantId> = args.tenant.iter().collect();
    require_tenant(&pins, evidence.named.as_ref()).map_err(|error| error.explained(advise))?;
    let newer = Baseline::of(&evidence).map_err(|error| error.explained(advise))?;
    if let Some(older) = older {
        require_same_tenant(older, &newer)?;
    }
    let mut notes: Vec<String> = gaps(&newer, evidence.catalogue.complete).into_iter().collect();
    let replaced = older.map(|older| replacement(older, &newer)).unwrap_or_default();
    if older.is_some_and(|older| newer.date < older.date) {
        notes.push("the replaced baseline is newer than this one".to_owned());
    }
    let summary = summary(&newer);
    let text = newer.to_yaml();
    match output {
        Some(output) => {
            let name = line(output.file.name());
            output.file.complete(text.as_bytes())?;
            if !is_quiet() {
                to_stdout(log_plain(&format!("{name}: {summary}{replaced}\n")).as_bytes())?;
            }
        }
        None => {
            to_stdout(text.as_bytes())?;
            note(&summary);
        }
    }
    notes.iter().for_each(|text| note(&format!("note: {text}")));
    Ok(Exit::Passed)
}

/// The file to write, and the baseline that it replaces.
struct Output {
    file: PendingFile,
    older: Option<Baseline>,
}

fn open(args: &WriteArgs) -> Result<Output, Error> {
    let target = Target::of(&args.out)?;
    let inputs = Inputs { evidence: args.sources.iter().map(String::as_str).collect(), yaml: Vec::new() };
    if inputs.hold(target.path()) {
        return Err(Error::Usage {
            message: format!("the output {} is one of the files that the run reads", line(target.name())),
            help: "give --out a path that --from does not read".into(),
        });
    }
    let exists = !target.is_direct() && target.path().exists();
    let older = exists.then(|| replaceable(&target)).transpose()?;
    Ok(Output { file: PendingFile::open(target)?, older })
}

/// Only a baseline may be replaced: any other file may be needed.
fn replaceable(target: &Target) -> Result<Baseline, Error> {
    let loaded = baseline::load_from(target.path(), environment::checkout().as_deref());
    loaded.map_err(|error| match error {
        Error::Baseline { mut problems } => {
            let name = line(target.name());
            let message = format!("{name} already exists and is not a valid baseline, so it is not replaced");
            let help = "name another file with --out, or remove this one if it is no longer needed";
            problems.insert(0, Problem::without_place(message, help));
            Error::Baseline { problems }
        }
        other @ (Error::Usage { .. }
        | Error::Policy { .. }
        | Error::Rows { .. }
        | Error::Crosswalk { .. }
        | Error::Tenants { .. }
        | Error::Evidence { .. }
        | Error::SignIn { .. }
        | Error::Output { .. }) => other,
    })
}

fn require_same_tenant(older: &Baseline, newer: &Baseline) -> Result<(), Error> {
    if older.tenant == newer.tenant {
        return Ok(());
    }
    let place = older
        .source
        .as_ref()
        .map(|source| format!("{}:{}:{}", source.file.path, source.tenant.line, source.tenant.column));
    let place = place.unwrap_or_default();
    let message = format!(
        "{place}: the baseline is of tenant {}, and the evidence of {}, so it is not replaced",
        older.tenant, newer.tenant
    );
    let help = "name another file with --out, or the evidence of the tenant of the baseline with --from";
    Err(Error::Baseline { problems: vec![Problem::without_place(message, help)] })
}

/// `68 controls of a1b2…, 2026-11-23, 68.4% (812.5 of 1188 points)`.
fn summary(baseline: &Baseline) -> String {
    let (controls, tenant) = (count(baseline.controls.len(), "control"), &baseline.tenant);
    let share = percent(baseline.current * 100.0 / baseline.max, Some(100.0));
    let (current, max) = (points(baseline.current, Some(baseline.max)), points(baseline.max, None));
    format!("{controls} of {tenant}, {}, {share} ({current} of {max} points)", baseline.date)
}

fn replacement(older: &Baseline, newer: &Baseline) -> String {
    let Difference { changed, added, removed } = Difference::between(older, newer);
    format!("; was {}: {} changed, {added} added, {removed} removed", older.date, count(changed, "control"))
}

/// The gaps of the baseline, and their consequences.
fn gaps(baseline: &Baseline, catalogue_complete: bool) -> Option<String> {
    let of = |what: &str, number: usize| (number > 0).then(|| format!("the {what} of {}", count(number, "control")));
    let maxima = baseline.controls.iter().filter(|control| control.max.is_none()).count();
    let states = baseline.controls.iter().filter(|control| control.claim == BaselineClaim::Unknown).count();
    let gaps: Vec<String> = [of("maximum", maxima), of("state", states)].into_iter().flatten().collect();
    let fix = match catalogue_complete {
        true => "",
        false => ". Write it again from data with the complete catalogue",
    };
    (!gaps.is_empty())
        .then(|| format!("the baseline lacks {}. Rules that need them are unknown{fix}", list(&gaps, "and")))
}
