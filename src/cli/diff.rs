//! `scoregate diff`: why the score of one day differs from that of another.

mod operand;

use clap::Args;

use super::advice::advise;
use super::command_outputs::{CommandOutputs, OutputWords};
use super::connection::ConnectionArgs;
use super::live::Live;
use super::output_file::Inputs;
use super::output_spec::{OutputSpec, output_help};
use super::seal::SealArgs;
use crate::error::Error;
use crate::evaluate::compare;
use crate::evidence::Evidence;
use crate::exit::Exit;
use crate::render::comparison::{DiffFormat, render};
use crate::report::Comparison;

use operand::Operand;

/// Attribute the change of the score between two days to its causes.
///
/// The causes are what Microsoft measured on your controls, claims, controls that are no longer scored, and controls that
/// Microsoft retired, re-weighted or added. The parts add up to the change.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("compared", &[Exit::Usage, Exit::Evidence, Exit::Output])))]
pub(super) struct DiffArgs {
    /// The earlier day: a file, a folder of files, `graph` for the live tenant, or `-` for standard input. Of several days the
    /// latest, unless `@DAY` names one.
    #[arg(value_name = "A[@DAY]")]
    earlier: String,

    /// The later day, in the same form.
    #[arg(value_name = "B[@DAY]")]
    later: String,

    /// Write the comparison in this format, to a file or to standard output; can be repeated.
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=PATH]", hide_possible_values = true, long_help = output_help::<DiffFormat>("the comparison"))]
    outputs: Vec<OutputSpec<DiffFormat>>,

    #[command(flatten)]
    seal: SealArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// The words for the outputs in messages.
const COMPARISON: OutputWords = OutputWords { noun: "format", option: "--output", unread: "is not compared" };

const EXAMPLES: &str = "\
Examples:
  scoregate diff october.json november.json
  scoregate diff recording.json@2026-11-01 recording.json
  scoregate diff recordings/@2026-11-01 recordings/@2026-11-23 -o human -o markdown=why.md
  scoregate diff october.json graph";

pub(super) fn run(args: &DiffArgs) -> Result<Exit, Error> {
    let (earlier, later) = (Operand::of(&args.earlier)?, Operand::of(&args.later)?);
    let inputs = Inputs { yaml: Vec::new(), evidence: vec![&earlier.source, &later.source] };
    let outputs = CommandOutputs::open(&args.outputs, &[DiffFormat::Human], &inputs, &COMPARISON)?;
    let comparison = collect_and_compare(&earlier, &later, &Live::new(&args.connection, None), &args.seal)?;
    outputs.write(|format| render(&comparison, format)).map(|()| Exit::Passed)
}

/// Reads each source once, since standard input can be read only once.
fn collect_and_compare(earlier: &Operand, later: &Operand, live: &Live, seal: &SealArgs) -> Result<Comparison, Error> {
    if earlier.source == later.source {
        let both = [earlier, later];
        let needs = both.iter().map(|operand| operand.needs()).max().unwrap_or_default();
        let evidence = live.collect(std::slice::from_ref(&earlier.source), needs)?;
        seal.check(&evidence)?;
        return compare((&evidence, earlier.date), (&evidence, later.date)).map_err(|error| error.explained(advise));
    }
    let collect = |operand: &Operand| -> Result<Evidence, Error> {
        let evidence = live.collect(std::slice::from_ref(&operand.source), operand.needs())?;
        seal.check(&evidence)?;
        Ok(evidence)
    };
    let (a, b) = (collect(earlier)?, collect(later)?);
    compare((&a, earlier.date), (&b, later.date)).map_err(|error| error.explained(advise))
}
