//! `scoregate record`: fetches a tenant's data from Microsoft Graph into a recording, or redacts a recording.

mod destination;
mod tenant;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::tz::Offset;

use super::connection::ConnectionArgs;
use super::live::Live;
use super::outputs::Inputs;
use crate::error::Error;
use crate::evidence::recording::{Redacted, redact};
use crate::evidence::{self, Evidence, LIVE, Plan};
use crate::exit::Exit;
use crate::output::{Target, to_stdout};
use crate::tenant::TenantId;
use crate::text::{count, line, log_plain};

use destination::Destination;

/// Fetch a tenant's data from Microsoft Graph into a recording, which `check --from` reads.
///
/// Without --redact every response is kept to the byte, with its SHA-256 and how it was obtained. The file appears whole or
/// not at all, and only its owner may read it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RecordArgs {
    /// The file to write, or `-` for standard output. An older file of that name is replaced.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,

    /// The number of the newest days to fetch. Graph keeps 90.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,

    /// Replace names by stable pseudonyms, for sharing: whatever names the tenant, a person or a machine and shows as such.
    ///
    /// Replaced are ids of tenants and other GUIDs, e-mail addresses and user principal names, accounts (DOMAIN\user), who set a
    /// state, domains of addresses and of the tenant (onmicrosoft.com, sharepoint.com and others), personal sites, hosts in
    /// addresses that are not Microsoft's, hosts of private networks (.local and others), machines of shares, IPv4 and IPv6
    /// addresses, security identifiers, telephone numbers, and the ids of the requests. Figures, dates, ids of controls, states
    /// and categories stay, so that `check` gives the same verdict. The same name has the same pseudonym in every recording and
    /// report.
    ///
    /// Not replaced is what looks like any other word: names of companies, teams, sites, groups and incidents, of people by one
    /// word, of machines without a domain, domains that occur in no address, user names in paths, GUIDs without hyphens, MAC
    /// addresses, local telephone numbers. Figures and times alone may show who the tenant is, and a pseudonym is a plain hash: a
    /// guess of a name can be confirmed.
    #[arg(long)]
    redact: bool,

    /// Redact this recording, or `-` for standard input, rather than fetch one. No request is sent.
    #[arg(long, short = 'f', value_name = "FILE", conflicts_with_all = ["days", "incidents"])]
    from: Option<String>,

    /// Fetch the incidents too, which takes the permission `SecurityIncident.Read.All`.
    #[arg(long)]
    incidents: bool,

    /// Take FILE for a folder, made where it is missing, and add a file to it, named after the newest day.
    ///
    /// The first capture of a day is `2026-11-23.json`. A later one has the time of its capture in its name, and replaces none.
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
  scoregate record --from tenant.json --redact --out shared.json

Exit codes: 0 recorded, 2 usage, 5 evidence, 6 output.";

/// The number of captures of one second that get names of their own.
const MOST_OF_A_SECOND: usize = 100;

pub(super) fn run(args: &RecordArgs) -> Result<Exit, Error> {
    check_source(args)?;
    let destination = Destination::open(&args.out, args.append)?;
    let Recorded { text, days, evidence } = recorded(args)?;
    let written = destination.write(&names(&evidence), &evidence, &text)?;
    let line = log_plain(&format!("{}\n", summary(days, &evidence, &written.name)));
    if written.is_stream {
        // Nothing is left to be done when even standard error is closed.
        let _ = write!(anstream::stderr(), "{line}");
    } else {
        to_stdout(line.as_bytes())?;
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
    let Redacted { text, days } = redact(&text)?;
    Ok(Recorded { evidence: evidence::of_recorded_text(&text)?, text, days })
}

/// Checks what --from goes with.
fn check_source(args: &RecordArgs) -> Result<(), Error> {
    let Some(source) = &args.from else { return Ok(()) };
    let wrong = |message: String, help: &str| Err(Error::Usage { message, help: help.to_owned() });
    if source == LIVE {
        return wrong(format!("record reads the live tenant of itself, without --from {LIVE}"), "remove --from");
    }
    if !args.redact {
        let message = "--from names a recording that exists already, and without --redact nothing becomes of it";
        return wrong(message.to_owned(), "add --redact, or remove --from to fetch a recording");
    }
    let inputs = Inputs { policies: &[], sources: std::slice::from_ref(source), baseline: None };
    if args.out.as_os_str() != "-" && !args.append && inputs.hold(Target::of(&args.out)?.path()) {
        let message = format!("the output {} is the recording itself", line(&args.out.display().to_string()));
        return wrong(message, "give --out another path: the names are nowhere else");
    }
    Ok(())
}

/// The names that a recording may have in a folder: that of its newest day; else one with the time of the capture; else the same
/// with a number.
fn names(evidence: &Evidence) -> Vec<String> {
    let day = evidence.snapshot.date();
    // A recording always has that time.
    let captured = evidence.snapshot.captured.unwrap_or(evidence.snapshot.created);
    let captured = Offset::UTC.to_datetime(captured).strftime("%Y-%m-%dT%H%M%SZ");
    let mut names = vec![format!("{day}.json"), format!("{day}-captured-{captured}.json")];
    names.extend((2..=MOST_OF_A_SECOND).map(|number| format!("{day}-captured-{captured}-{number}.json")));
    names
}

/// One line: the content of the recording, and what is missing from it.
fn summary(days: usize, evidence: &Evidence, name: &str) -> String {
    let snapshot = &evidence.snapshot;
    let place = if name.is_empty() { String::new() } else { format!("{}: ", line(name)) };
    let tenant = snapshot.tenant.as_ref().map_or("a tenant without an id", TenantId::as_str);
    let (days, profiles) = (count(days, "day"), count(evidence.catalogue.profiles.len(), "profile"));
    let state = match evidence.gaps.as_slice() {
        [] => "complete".to_owned(),
        gaps => format!("incomplete: {}", gaps.join("; ")),
    };
    format!("{place}{tenant}, {days} to {}, {profiles}, {state}", snapshot.date())
}
