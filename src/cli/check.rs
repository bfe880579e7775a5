//! `scoregate check`: evaluates policies on evidence, writes reports, and exits with the verdict.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use clap::{Args, ValueEnum};

use super::advice::{advise, reference};
use super::cache::CacheArgs;
use super::check_outputs::CheckOutputs;
use super::connection::ConnectionArgs;
use super::environment;
use super::evaluation::EvaluationArgs;
use super::incidents::IncidentArgs;
use super::live::{self, Live};
use super::notes;
use super::output_file::Inputs;
use super::output_spec::{OutputSpec, described};
use super::progress::Spinner;
use super::seal::SealArgs;
use crate::baseline::Baseline;
use crate::crosswalk::Crosswalk;
use crate::error::Error;
use crate::evaluate::{self, EvaluateError, evaluate};
use crate::evidence::{self, Evidence};
use crate::exit::Exit;
use crate::policy::{self, PolicySet};
use crate::render::{Format, FormatOption, FormatSet, MIN_BUDGET, RenderOptions, SarifWaived, View};
use crate::report::{Report, Verdict};
use crate::text::list;

/// Evaluate policies on the data of a tenant, write reports, and exit with the verdict.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("passed", &Exit::ALL[1..])))]
pub(super) struct CheckArgs {
    /// Policies and waiver files: files, or folders, which are read with all folders in them.
    #[arg(long = "policy", short = 'p', value_name = "PATH", required = true, num_args = 1..)]
    policies: Vec<PathBuf>,

    /// The tenant's data: `graph` for the live tenant, files, folders of files, or `-` for standard input.
    ///
    /// A file contains a scoregate recording, responses of Microsoft Graph (/security/secureScores and
    /// /security/secureScoreControlProfiles, one page or several), a {secureScore, profiles} pair, or NDJSON of these, plain,
    /// gzip or zstd. In a folder the .json, .ndjson and .jsonl files are read, compressed (.gz, .zst) or not.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", required = true, num_args = 1..)]
    sources: Vec<String>,

    #[command(flatten)]
    evaluation: EvaluationArgs,

    /// Write a report in this format, to a file or to standard output; can be repeated.
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=PATH]", hide_possible_values = true, long_help = output_help())]
    outputs: Vec<OutputSpec>,

    /// List passed findings in the human format, with required and observed values.
    #[arg(long, value_name = "WHAT")]
    show: Option<Show>,

    /// The treatment of waived findings in SARIF.
    #[arg(long, value_name = "HOW")]
    sarif_waived: Option<SarifWaived>,

    /// The category of the SARIF run: GitHub code scanning keeps runs of different categories apart.
    ///
    /// Without it the report has no category, and the `category` of the workflow's upload step applies. Two policy sets that one
    /// job uploads need different categories.
    #[arg(long, value_name = "NAME", value_parser = parse_category)]
    sarif_category: Option<String>,

    /// Write the Markdown page as a comment on a pull request that the next run replaces.
    ///
    /// The page begins with the marker `<!-- scoregate:ID -->`, which does not show, and has at most 64 KiB, as GitHub requires. A
    /// pipeline looks for its comment with the marker, and updates it. Comments about several policy sets need different ids.
    #[arg(long, value_name = "ID", value_parser = parse_comment_id)]
    comment_id: Option<String>,

    #[arg(long, value_name = "TOKENS", help = budget_help(), value_parser = parse_budget)]
    budget: Option<usize>,

    /// Replace names in the digest with stable pseudonyms, the same as those of `record --redact`.
    #[arg(long)]
    redact: bool,

    /// Exit with 0 instead of 1 and 3. The reports still state the verdict.
    #[arg(long)]
    exit_zero: bool,

    #[command(flatten)]
    incidents: IncidentArgs,

    #[command(flatten)]
    seal: SealArgs,

    #[command(flatten)]
    connection: ConnectionArgs,

    #[command(flatten)]
    cache: CacheArgs,
}

/// Further findings in the human format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Show {
    /// Findings that passed.
    Passed,
}

const EXAMPLES: &str = "\
Examples:
  scoregate check --policy policies --from scores.json profiles.json
  scoregate check -p policies -f recordings/ --baseline baseline.yaml -o human -o sarif=gate.sarif -o junit=gate.xml
  scoregate check -p policies -f graph --tenant 12345678-1234-1234-1234-123456789012 --max-age 1h
  scoregate check -p policies -f tenant.json --now 2026-11-24T06:00:00Z -o json=report.json";

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Error> {
    check_options(args)?;
    args.incidents.require_own_input(&args.sources)?;
    let yaml = args.policies.iter().chain(&args.incidents.crosswalks).chain(&args.evaluation.baseline);
    let sources = [args.sources.as_slice(), args.incidents.incident_sources.as_slice()].concat();
    let inputs =
        Inputs { yaml: yaml.map(PathBuf::as_path).collect(), evidence: sources.iter().map(String::as_str).collect() };
    let cache = args.cache.cache(&sources)?;
    let live = Live::new(&args.connection, cache);
    let outputs = CheckOutputs::open(&args.outputs, &inputs)?;
    let report = match judge(args, &live, outputs.show_hashes()).map_err(|error| error.worded(reference)) {
        Ok(report) => report,
        Err(error) => {
            outputs.fail(&error);
            return Err(error);
        }
    };
    let exit = if args.exit_zero { Exit::Passed } else { report.verdict().exit() };
    let options = options(args, report.verdict());
    let is_verdict_shown = outputs.show_verdict();
    let written = outputs.write(&View::of(&report), &options, exit);
    // The verdict is shown even where a report could not be written.
    if !is_verdict_shown {
        let note = options.exit_note.as_ref().filter(|_| written.is_ok());
        print_verdict(&report, note, written.as_ref().map_or_else(Error::exit, |()| exit));
    }
    written.map(|()| exit)
}

impl CheckArgs {
    /// The crosswalk, where a report of the run needs it.
    fn crosswalk(&self) -> Result<Option<Crosswalk>, Error> {
        self.incidents.crosswalk(self.outputs.iter().any(|output| output.format == Format::Digest))
    }
}

/// Loads everything and evaluates it.
fn judge(args: &CheckArgs, live: &Live, hashed: bool) -> Result<Report, Error> {
    let root = environment::checkout();
    let (policies, baseline, crosswalk, evidence) = load(args, root.as_deref(), live, hashed)?;
    args.seal.check(&evidence)?;
    let incidents = args.incidents.incidents(live)?;
    let run = args.evaluation.run(baseline);
    let explained = |error: EvaluateError| error.explained(advise);
    let _spinner = Spinner::start("evaluating");
    let mut report = evaluate(&policies, &evidence, &run).map_err(explained)?;
    if let Some(crosswalk) = &crosswalk {
        report.techniques = evaluate::techniques(&evidence, crosswalk);
    }
    if let Some((incidents, crosswalk)) = incidents.zip(crosswalk) {
        let found = evaluate::incidents(&policies, &evidence, &run, &incidents, &crosswalk);
        report.incidents = Some(found.map_err(explained)?);
    }
    Ok(report)
}

/// The facts that renderers need besides the report.
fn options(args: &CheckArgs, verdict: Verdict) -> RenderOptions {
    let is_changed = args.exit_zero && verdict != Verdict::Passed;
    RenderOptions {
        budget: args.budget.unwrap_or(RenderOptions::default().budget),
        redact: args.redact,
        show_passed: args.show == Some(Show::Passed),
        sarif_waived: args.sarif_waived.unwrap_or_default(),
        sarif_category: args.sarif_category.clone(),
        comment_id: args.comment_id.clone(),
        // Standard output alone may be a terminal.
        hyperlinks: false,
        exit_note: is_changed.then(|| format!("verdict {}; exit 0 because of --exit-zero", verdict.name())),
    }
}

/// The requirements of a run, and the evidence.
type Loaded = (PolicySet, Option<Baseline>, Option<Crosswalk>, Evidence);

/// Loads the requirements, and reads the evidence that they need. Problems of the policies are reported before those of the evidence.
/// `hashed` states whether a report shows the SHA-256 of the inputs.
fn load(args: &CheckArgs, root: Option<&Path>, live: &Live, hashed: bool) -> Result<Loaded, Error> {
    let sources = args.sources.as_slice();
    // Invalid policies must not cause a request over the network.
    if live::is_among(sources) || args.incidents.is_live() {
        let (policies, baseline) = (policy::load_from(&args.policies, root)?, args.evaluation.load_baseline(root)?);
        let crosswalk = args.crosswalk()?;
        let evidence = args.incidents.collect_beside(live, sources, policies.needs())?;
        return Ok((policies, baseline, crosswalk, evidence));
    }
    let _spinner = Spinner::start(live::READING);
    // The two sides only share how much history is needed, and each takes milliseconds.
    let (policies, evidence) = std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        // Without policies no history is needed.
        let evidence = scope.spawn(move || {
            let needs = || receiver.recv().unwrap_or_default();
            if hashed { evidence::collect(sources, needs) } else { evidence::collect_unhashed(sources, needs) }
        });
        let policies = policy::load_from(&args.policies, root);
        // The receiver is dropped only where reading has failed already.
        let _ = sender.send(policies.as_ref().map(PolicySet::needs).unwrap_or_default());
        (policies, evidence.join())
    });
    let (policies, baseline) = (policies?, args.evaluation.load_baseline(root)?);
    let crosswalk = args.crosswalk()?;
    let evidence = evidence.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    Ok((policies, baseline, crosswalk, evidence))
}

/// Prints the verdict on standard error for a run whose reports are all for programs.
fn print_verdict(report: &Report, note: Option<&String>, exit: Exit) {
    let (verdict, reason) = (report.verdict().name().to_uppercase(), report.verdict_reason());
    let code = note.map_or_else(|| format!("exit {}", exit.code()), Clone::clone);
    notes::note(&format!("{verdict}: {reason} ({code})"));
}

/// Refuses an option that has no effect: a user could rely on it, on `--redact` above all.
fn check_options(args: &CheckArgs) -> Result<(), Error> {
    let default = [Format::Human];
    let written: Vec<Format> = args.outputs.iter().map(|spec| spec.format).collect();
    let written = if written.is_empty() { default.as_slice() } else { &written };
    let applies = |option: FormatOption, format: &Format| format.facts().options.contains(&option);
    for option in FormatOption::ALL {
        let (flag, is_given) = flag(option, args);
        if !is_given || written.iter().any(|format| applies(option, format)) {
            continue;
        }
        let formats: Vec<&str> =
            Format::ALL.iter().filter(|format| applies(option, format)).map(|format| format.facts().name).collect();
        let name = list(&formats, "or");
        return Err(Error::Usage {
            message: format!("{flag} applies to the format {name}, which is not written"),
            help: format!("add --output {name}, or remove {flag}").into(),
        });
    }
    Ok(())
}

/// The flag of an option, and whether it is set.
const fn flag(option: FormatOption, args: &CheckArgs) -> (&'static str, bool) {
    match option {
        FormatOption::Redact => ("--redact", args.redact),
        FormatOption::Budget => ("--budget", args.budget.is_some()),
        FormatOption::SarifWaived => ("--sarif-waived", args.sarif_waived.is_some()),
        FormatOption::SarifCategory => ("--sarif-category", args.sarif_category.is_some()),
        FormatOption::CommentId => ("--comment-id", args.comment_id.is_some()),
        FormatOption::ShowPassed => ("--show", args.show.is_some()),
    }
}

fn output_help() -> String {
    format!(
        "Write a report in this format, to a file or to standard output; can be repeated.\n\nThe formats are:\n{}\n\nWithout \
         this option: human on standard output; in GitHub Actions github too, in Azure Pipelines azure.",
        described::<Format>()
    )
}

fn parse_category(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/: ".contains(c);
    match text.trim_matches(['/', ' ']) {
        category if !category.is_empty() && category.len() <= 100 && category.chars().all(is_plain) => {
            Ok(category.to_owned())
        }
        _ => Err("write up to 100 letters, digits and `. _ - / :`, such as `secure-score/identity`".to_owned()),
    }
}

fn parse_comment_id(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    match text.len() {
        1..=100 if text.chars().all(is_plain) => Ok(text.to_owned()),
        _ => Err("write up to 100 letters, digits and `. _ -`, such as `identity`".to_owned()),
    }
}

fn budget_help() -> String {
    format!("The most tokens (o200k_base) that the digest may take [default: {}]", RenderOptions::default().budget)
}

fn parse_budget(text: &str) -> Result<usize, String> {
    let budget: Option<usize> = text.parse().ok();
    budget
        .filter(|budget| *budget >= MIN_BUDGET)
        .ok_or_else(|| format!("write a number of at least {MIN_BUDGET} tokens"))
}
