//! `scoregate record`: fetches a tenant's data from Microsoft Graph into a recording, or redacts a recording.

mod destination;
mod tenant;

use std::path::PathBuf;

use clap::Args;
use jiff::tz::Offset;

use super::connection::ConnectionArgs;
use super::live::Live;
use super::notes::{is_quiet, note};
use super::output_file::Inputs;
use super::progress::Spinner;
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::evidence::recording::{Redacted, redact};
use crate::evidence::{self, Evidence, LIVE, Plan};
use crate::exit::Exit;
use crate::output::Target;
use crate::tenant::TenantId;
use crate::text::{count, line, log_plain};

use destination::Destination;

/// Record a tenant's data from Microsoft Graph in a file for `check --from`.
///
/// Without --redact every response is stored byte for byte, with its SHA-256 and its request. The file is written completely or
/// not at all, and only its owner may read it.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("recorded", &[Exit::Usage, Exit::Evidence, Exit::Output])))]
pub(super) struct RecordArgs {
    /// The file to write, or `-` for standard output. An existing file is replaced.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,

    /// The number of days to fetch, the latest first. Graph keeps 90.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,

    /// Replace names of the tenant, of people and of machines with stable pseudonyms, so that the recording can be shared.
    ///
    /// Replaced: ids of tenants and other GUIDs, e-mail addresses and user principal names, accounts (DOMAIN\user), the users who
    /// set a state, domains of addresses and of the tenant (onmicrosoft.com, sharepoint.com and others), personal sites, hosts in
    /// URLs other than Microsoft's, hosts of private networks (.local and others), servers of shares, IPv4 and IPv6 addresses,
    /// security identifiers, telephone numbers, and request ids; of incidents the people, machines and domains that fields name
    /// (accountName, hostName, userAccount.displayName and others), in every text. Figures, dates, control ids, states and categories stay, so
    /// `check` gives the same verdict. The same name has the same pseudonym in every recording and report.
    ///
    /// Not replaced: names that look like ordinary words and are in no such field (companies, teams, sites, groups, incidents, people named by one word,
    /// machines without a domain), domains that occur in no address, user names in paths, GUIDs without hyphens, MAC addresses,
    /// and local telephone numbers. Figures and times alone may identify the tenant. A pseudonym is a plain hash, so a guessed name
    /// can be confirmed.
    #[arg(long)]
    redact: bool,

    /// Redact this recording instead of fetching one; `-` is standard input. No request is sent.
    #[arg(long, short = 'f', value_name = "FILE", conflicts_with_all = ["days", "incidents"])]
    from: Option<String>,

    /// Fetch incidents as well; requires the permission `SecurityIncident.Read.All`.
    #[arg(long)]
    incidents: bool,

    /// Treat FILE as a folder, create it if it is missing, and add a file named after the latest day.
    ///
    /// The first recording of a day is `2026-11-23.json`. The name of a later one contains the time of capture. No file is replaced.
    #[arg(long)]
    append: bool,

    #[command(flatten)]
    connection: ConnectionArgs,
}

const EXAMPLES: &str = "\
Examples:
  scoregate record --out tenant.json
  scoregate record --out recordings --append --days 1
  scoregate record --out - --days 1 | scoregate check --policy policies --from -
  scoregate record --from tenant.json --redact --out shared.json";

/// The number of captures in one second that get distinct names.
const MOST_OF_A_SECOND: usize = 100;

pub(super) fn run(args: &RecordArgs) -> Result<Exit, Error> {
    check_source(args)?;
    let destination = Destination::open(&args.out, args.append)?;
    let Recorded { text, days, evidence } = recorded(args)?;
    let written = destination.write(&names(&evidence), &evidence, &text)?;
    let summary = summary(days, &evidence, &written.name);
    if written.is_stream {
        note(&summary);
    } else if !is_quiet() {
        to_stdout(log_plain(&format!("{summary}\n")).as_bytes())?;
    }
    Ok(Exit::Passed)
}

/// A recording, and the evidence in it.
struct Recorded {
    text: String,
    days: usize,
    evidence: Evidence,
}

/// Fetches a recording, or redacts one.
fn recorded(args: &RecordArgs) -> Result<Recorded, Error> {
    let text = match &args.from {
        Some(source) => evidence::recording_text(source)?,
        None => {
            let plan = Plan { days: args.days, incidents: args.incidents };
            let recording = Live::new(&args.connection, None).fetch(plan)?.recording;
            if !args.redact {
                let evidence = evidence::of_recording(&recording)?;
                return Ok(Recorded { text: recording.to_json()?, days: recording.days(), evidence });
            }
            recording.to_json()?
        }
    };
    let _spinner = Spinner::start("redacting the recording");
    let Redacted { text, days } = redact(&text)?;
    Ok(Recorded { evidence: evidence::of_recorded_text(&text)?, text, days })
}

/// Checks --from against the other options.
fn check_source(args: &RecordArgs) -> Result<(), Error> {
    let Some(source) = &args.from else { return Ok(()) };
    let wrong = |message: String, help: &str| Err(Error::Usage { message, help: help.into() });
    if source == LIVE {
        return wrong(format!("record always reads the live tenant; --from {LIVE} is not needed"), "remove --from");
    }
    if !args.redact {
        let message = "--from names an existing recording, and without --redact there is nothing to do with it";
        return wrong(message.to_owned(), "add --redact, or remove --from to fetch a recording");
    }
    let inputs = Inputs { yaml: Vec::new(), evidence: vec![source] };
    if args.out.as_os_str() != "-" && !args.append && inputs.hold(Target::of(&args.out)?.path()) {
        let message = format!("the output {} is the recording itself", line(&args.out.display().to_string()));
        return wrong(message, "give --out another path: it would overwrite the original with the names");
    }
    Ok(())
}

/// The names that a recording may have in a folder: its latest day; if taken, the day with the time of capture; if taken, the same
/// with a number.
fn names(evidence: &Evidence) -> Vec<String> {
    let day = evidence.snapshot.date();
    // Every recording has a time of capture.
    let captured = evidence.snapshot.captured.unwrap_or(evidence.snapshot.created);
    let captured = Offset::UTC.to_datetime(captured).strftime("%Y-%m-%dT%H%M%SZ");
    let mut names = vec![format!("{day}.json"), format!("{day}-captured-{captured}.json")];
    names.extend((2..=MOST_OF_A_SECOND).map(|number| format!("{day}-captured-{captured}-{number}.json")));
    names
}

/// One line: the content of the recording and its gaps.
fn summary(days: usize, evidence: &Evidence, name: &str) -> String {
    let snapshot = &evidence.snapshot;
    let place = if name.is_empty() { String::new() } else { format!("{}: ", line(name)) };
    let tenant = snapshot.tenant.as_ref().map_or("a tenant without an id", TenantId::as_str);
    let (days, profiles) = (count(days, "day"), count(evidence.catalogue.profiles.len(), "profile"));
    let state = match evidence.gaps.as_slice() {
        [] => "complete".to_owned(),
        gaps => {
            let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
            format!("incomplete: {}", gaps.join("; "))
        }
    };
    format!("{place}{tenant}, {days}, the latest {}, {profiles}, {state}", snapshot.date())
}
