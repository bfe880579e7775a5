//! `scoregate fleet`: evaluates policies on many tenants, writes one summary, and exits with the worst verdict.

mod filter;
mod progress;
mod reports;
mod source;
mod values;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::advice::{advise, reference};
use super::command_outputs::{CommandOutputs, OutputWords};
use super::environment;
use super::evaluation::parse_time;
use super::notes::note;
use super::output_file::Inputs;
use super::output_spec::{OutputSpec, described};
use super::seal::SealArgs;
use crate::baseline::{self, Baseline};
use crate::error::Error;
use crate::evaluate::{Evaluator, Run};
use crate::evidence::Evidence;
use crate::exit::Exit;
use crate::policy::{self, PolicySet};
use crate::render::fleet::{FleetFormat, notes, render};
use crate::render::{Format, FormatSet};
use crate::tools::fleet::{
    BlankLines, Fleet, FleetSummary, Judge, OtherReports, Selection, StatusCounts, TenantResult,
};

use progress::FleetProgress;
use reports::Reports;
use source::Source;
use values::{ReportFormatParser, parse_jobs};

/// Evaluate policies on the recorded data of many tenants, write one summary, and exit with the worst verdict.
///
/// Policies are loaded once, and tenants are evaluated in parallel. A tenant that cannot be read is a line of the summary, and does not
/// stop the others.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exits()))]
pub(super) struct FleetArgs {
    /// Policies and waiver files: files, or folders, which are read with all folders in them.
    #[arg(long = "policy", short = 'p', value_name = "PATH", required = true, num_args = 1..)]
    policies: Vec<PathBuf>,

    /// The data of the tenants: a folder with a file or folder for each, an NDJSON file (.ndjson, .jsonl) with a line for each, or `-` for
    /// NDJSON on standard input.
    ///
    /// Each may contain anything that `scoregate check --from` reads. Folders whose name begins with a dot are ignored.
    #[arg(long = "from", short = 'f', value_name = "SOURCE")]
    source: String,

    /// Take only the tenants of this list (`policy schema --kind tenants`), with their labels and the ids that they must have.
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    select: Option<PathBuf>,

    /// The baselines that regression rules compare with: each tenant is compared with its own.
    #[arg(long = "baseline", value_name = "FILE", num_args = 1..)]
    baselines: Vec<PathBuf>,

    /// Evaluate as of this time instead of now: `2026-11-24T06:00:00Z`, or a day, which means its start in UTC.
    ///
    /// With --out and without this option, the time is the start of the hour, so that results can be reused.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<Timestamp>,

    /// Write the reports of each tenant into a folder of this folder, and keep its result for the next run.
    ///
    /// A tenant is not evaluated again where its data, policies, waivers and baselines have the same SHA-256, and the time of the
    /// evaluation, the version of scoregate and the options are the same. Protect the folder as you protect the reports: results in it
    /// are used without verification.
    #[arg(long, value_name = "DIR", conflicts_with = "jsonl")]
    out: Option<PathBuf>,

    /// Write a report of each tenant in this format, with --out; can be repeated [default: json].
    #[arg(long = "output", short = 'o', value_name = "FORMAT", value_parser = ReportFormatParser, hide_possible_values = true, requires = "out")]
    outputs: Vec<Format>,

    /// Write the summary in this format, to a file or to standard output; can be repeated.
    #[arg(long = "summary", short = 's', value_name = "FORMAT[=PATH]", long_help = summary_help(), conflicts_with = "jsonl")]
    summaries: Vec<OutputSpec<FleetFormat>>,

    /// Work as a filter: read one tenant per input line, and write its result as one line, in the same order and without delay.
    ///
    /// A result does not depend on the place of its line, so that an engine can distribute the lines. Its schema is `TenantResult` in
    /// `policy schema --kind fleet`.
    #[arg(long)]
    jsonl: bool,

    /// The number of threads [default: the number of processors].
    #[arg(long, value_name = "NUMBER", value_parser = parse_jobs)]
    jobs: Option<NonZeroUsize>,

    /// Exit with 0 instead of 1 and 3. The summary still states the results.
    #[arg(long)]
    exit_zero: bool,

    #[command(flatten)]
    seal: SealArgs,
}

/// The words for the summaries in messages.
const SUMMARY: OutputWords = OutputWords {
    noun: "summary",
    option: "--summary",
    unread: "is not read by --policy, --from, --select or --baseline",
};

const EXAMPLES: &str = "\
Examples:
  scoregate fleet --policy policies --from tenants/
  scoregate fleet -p policies -f tenants/ --select tenants.yaml -s table -s json=fleet.json
  scoregate fleet -p policies -f tenants/ --out reports -o json -o sarif
  scoregate fleet -p policies -f - --jsonl < tenants.ndjson > results.ndjson";

fn exits() -> String {
    Exit::line_in_words(&[
        (Exit::Passed, "every tenant passed"),
        (Exit::Failed, "a tenant failed"),
        (Exit::Usage, "usage"),
        (Exit::Inconclusive, "no tenant failed, but one is inconclusive or unreadable"),
        (Exit::Policy, "a policy, waiver, baseline or the list of tenants could not be read or is invalid"),
        (Exit::Evidence, "no tenant could be read"),
        (Exit::Output, "output"),
    ])
}

fn summary_help() -> String {
    format!(
        "Write the summary in this format, to a file or to standard output; can be repeated.\n\nThe formats are:\n{}\n\nWithout this \
         option: table on standard output.",
        described::<FleetFormat>()
    )
}

pub(super) fn run(args: &FleetArgs) -> Result<Exit, Error> {
    let root = environment::checkout();
    let policies = policy::load_from(&args.policies, root.as_deref())?;
    let baselines = baselines(&args.baselines, root.as_deref())?;
    let run = args.run();
    let accept = |evidence: &Evidence| args.seal.check(evidence);
    let evaluator = Evaluator::new(&policies, advise);
    let judge = Judge {
        evaluator: &evaluator,
        run: &run,
        baselines: &baselines,
        accept: &accept,
        is_hashed: args.shows_hashes(),
        words: reference,
    };
    let threads = args.threads();
    if args.jsonl {
        let fleet = Fleet { judge, selection: None, store: None, threads };
        return filter::run(&fleet, &args.source).map(|exit| args.exit(exit));
    }
    let selection = args.select.as_ref().map(|path| Selection::load_from(path, root.as_deref())).transpose()?;
    let reports = args.out.as_ref().map(|out| Reports::open(out, args, &judge)).transpose()?;
    let write = |name: &str, report: &_| reports.as_ref().map_or(Ok(()), |reports| reports.write(name, report));
    let store = reports.as_ref().map(|reports| (reports.store(), &write as _));
    let fleet = Fleet { judge, selection: selection.as_ref(), store, threads };
    args.summarize(&fleet, &policies, &baselines).map(|exit| args.exit(exit))
}

impl FleetArgs {
    fn run(&self) -> Run {
        let now = self.now.unwrap_or_else(|| match &self.out {
            Some(_) => start_of_hour(Timestamp::now()),
            None => Timestamp::now(),
        });
        Run {
            now,
            replayed: self.now.is_some(),
            tenant: None,
            repository: environment::repository(),
            baseline: None,
            advise,
        }
    }

    /// Whether the SHA-256 of the tenants' data is in an output, or results are found by it.
    fn shows_hashes(&self) -> bool {
        self.jsonl || self.out.is_some() || self.summaries.iter().any(|spec| spec.format.facts().shows_hashes)
    }

    /// Whether the table, which has the notes, is on standard output.
    fn shows_table(&self) -> bool {
        let is_shown = |spec: &OutputSpec<FleetFormat>| spec.format == FleetFormat::Table && spec.path.is_none();
        self.summaries.is_empty() || self.summaries.iter().any(is_shown)
    }

    fn threads(&self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }

    const fn exit(&self, exit: Exit) -> Exit {
        match exit {
            Exit::Failed | Exit::Inconclusive if self.exit_zero => Exit::Passed,
            Exit::Passed
            | Exit::Failed
            | Exit::Usage
            | Exit::Inconclusive
            | Exit::Policy
            | Exit::Evidence
            | Exit::Output => exit,
        }
    }

    /// Runs the fleet and writes its summary.
    fn summarize(&self, fleet: &Fleet<'_>, policies: &PolicySet, baselines: &[Baseline]) -> Result<Exit, Error> {
        let yaml = self.policies.iter().chain(&self.select).chain(&self.baselines);
        let inputs = Inputs { yaml: yaml.map(PathBuf::as_path).collect(), evidence: vec![&self.source] };
        let outputs = CommandOutputs::open(&self.summaries, &[FleetFormat::Table], &inputs, &SUMMARY)?;
        let source = Source::open(&self.source)?;
        let tenants = self.results(fleet, source)?;
        let mut counts = StatusCounts::default();
        tenants.iter().for_each(|result| counts.add(result.status));
        let summary = FleetSummary {
            other_reports: fleet.store.map(|(store, _)| OtherReports {
                path: store.path(),
                folders: store.other_folders(tenants.iter().filter_map(|result| result.name.as_deref())),
            }),
            tenants,
            counts,
            now: fleet.judge.run.now,
            replayed: fleet.judge.run.replayed,
            policies: policies.sources.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect(),
            baselines: baselines
                .iter()
                .filter_map(|baseline| baseline.source.as_ref())
                .map(|source| (source.file.path.clone(), source.file.sha256.clone()))
                .collect(),
        };
        outputs.write(|format| render(&summary, format))?;
        if !self.shows_table() {
            notes(&summary).iter().for_each(|text| note(&format!("note: {text}")));
        }
        Ok(summary.counts.exit())
    }

    /// The results of all tenants, by name; of lines in their order.
    fn results(&self, fleet: &Fleet<'_>, source: Source) -> Result<Vec<TenantResult>, Error> {
        let (total, is_folder) = (source.total(), source.is_folder());
        let (mut tenants, mut reused, mut progress) = (Vec::new(), 0_usize, FleetProgress::new(total));
        let ran = fleet.run(source.tenants(BlankLines::Ignored), |result, is_reused| {
            progress.step(result.status);
            reused += usize::from(is_reused);
            tenants.push(result);
            Ok(())
        });
        progress.clear();
        ran?;
        progress::note_reused(reused);
        tenants.extend(fleet.selection.into_iter().flat_map(Selection::missing));
        if is_folder {
            tenants.sort_by(|one: &TenantResult, other| one.name.cmp(&other.name));
        }
        if tenants.is_empty() {
            return Err(source::empty(&self.source));
        }
        Ok(tenants)
    }
}

fn start_of_hour(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(3600)).unwrap_or(now)
}

/// Reads the baselines; no tenant may have two.
fn baselines(paths: &[PathBuf], root: Option<&Path>) -> Result<Vec<Baseline>, Error> {
    let mut baselines: Vec<Baseline> = Vec::new();
    for path in paths {
        let baseline = baseline::load_from(path, root)?;
        if baselines.iter().any(|other| other.tenant == baseline.tenant) {
            return Err(Error::Usage {
                message: format!("two baselines are of tenant {}", baseline.tenant),
                help: "name one --baseline for each tenant".into(),
            });
        }
        baselines.push(baseline);
    }
    Ok(baselines)
}
