//! `scoregate serve`: the operations over HTTP and MCP.

mod access;
mod address;
mod log;
mod provider;
mod sources;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::cache::CacheArgs;
use super::connection::{ConnectionArgs, parse_duration};
use super::evaluation::EvaluationArgs;
use super::incidents::IncidentArgs;
use super::seal::SealArgs;
use crate::error::{Error, EvidenceErrorKind};
use crate::exit::Exit;
use crate::serve::{Bound, State, bind, refresh_every, serve_stdio};

use access::AccessArgs;
use address::AddressArgs;
use provider::CommandLine;

/// Answer questions about the posture of a tenant over HTTP and MCP, for Security Copilot and other assistants.
///
/// The evidence is read and evaluated at the start and after each interval; requests are answered from memory. /openapi.json describes
/// the operations, MCP (streamable HTTP) is at /mcp. docs/server.md describes all.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", Exit::line("stopped by a signal", &[Exit::Usage, Exit::Policy, Exit::Evidence])))]
pub(super) struct ServeArgs {
    /// Policies and waiver files: files, or folders, which are read with all folders in them. They are read again with each refresh.
    #[arg(long = "policy", short = 'p', value_name = "PATH", required = true, num_args = 1..)]
    policies: Vec<PathBuf>,

    /// The tenant's data: `graph` for the live tenant, files, or folders of files, as for `scoregate check`.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", required = true, num_args = 1..)]
    sources: Vec<String>,

    #[command(flatten)]
    evaluation: EvaluationArgs,

    /// Read and evaluate everything again after this time: `15m`, `1h`. A refresh that fails keeps the last evidence, and answers state its
    /// age.
    #[arg(long, value_name = "TIME", value_parser = parse_interval, default_value = "1h")]
    refresh: Duration,

    /// The days of history that changes can be requested for.
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    history: u32,

    /// Serve MCP on standard input and output, for an assistant on this machine, instead of HTTP.
    #[arg(long, conflicts_with_all = ["listen", "api_key_file", "tls_cert", "tls_key", "behind_proxy", "allow_host", "allow_origin", "entra_tenant"])]
    stdio: bool,

    #[command(flatten)]
    address: AddressArgs,

    #[command(flatten)]
    access: AccessArgs,

    #[command(flatten)]
    incidents: IncidentArgs,

    #[command(flatten)]
    seal: SealArgs,

    #[command(flatten)]
    connection: ConnectionArgs,

    #[command(flatten)]
    cache: CacheArgs,
}

const EXAMPLES: &str = "\
Examples:
  scoregate serve --policy policies --from graph --max-age 1h
  scoregate serve --policy policies --from tenant.json --stdio
  scoregate serve -p policies -f graph --listen 0.0.0.0:8443 --allow-host gate.example.com \\
    --tls-cert chain.pem --tls-key key.pem --api-key-file key.txt";

fn parse_interval(text: &str) -> Result<Duration, String> {
    let (least, most) = (Duration::from_secs(1), Duration::from_secs(7 * 24 * 3600));
    parse_duration(text, most)
        .filter(|interval| *interval >= least)
        .ok_or_else(|| "write a duration from 1s to 7d, such as 15m or 1h".to_owned())
}

pub(super) fn run(args: &ServeArgs) -> Result<Exit, Error> {
    if args.sources.iter().chain(&args.incidents.incident_sources).any(|source| source == "-") {
        return Err(Error::Usage {
            message: "standard input can be read only once, and the server reads its sources again".to_owned(),
            help: "name files or folders with --from and --incidents".into(),
        });
    }
    // Settings that cannot be used must not cause a request over the network.
    let settings = (!args.stdio).then(|| args.address.settings(&args.access, &args.connection.cloud())).transpose()?;
    let provider = CommandLine::new(args)?;
    log::start();
    let state = Arc::new(State::new(Box::new(provider))?);
    let _refresher = refresh_every(&state, args.refresh).map_err(|error| local(&error))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| local(&error))?;
    let result = runtime.block_on(async {
        match settings {
            Some(settings) => {
                let facts = (settings.scheme(), settings.access.name());
                http(bind(settings, &state).await?, facts, &state).await
            }
            None => stdio(&state).await,
        }
    });
    // A thread that reads standard input ends with the process.
    runtime.shutdown_background();
    result.map(|()| Exit::Passed)
}

async fn http(server: Bound, scheme_and_access: (&str, &str), state: &State) -> Result<(), Error> {
    let address = server.address().map_err(|error| local(&error))?;
    let stop = stop_signal().map_err(|error| local(&error))?;
    log::started(scheme_and_access, address, state.verdict());
    // A closed standard output is not an error.
    let _ = writeln!(std::io::stdout(), "listening on {address}");
    server.serve(stop).await.map_err(|error| local(&error))
}

async fn stdio(state: &Arc<State>) -> Result<(), Error> {
    let stop = stop_signal().map_err(|error| local(&error))?;
    tokio::select! {
        result = serve_stdio(state) => result.map_err(|message| Error::Usage {
            message: format!("the connection to the assistant broke off: {}", crate::text::line(&message)),
            help: "start the program from an assistant that speaks MCP on standard input and output".into(),
        }),
        () = stop => Ok(()),
    }
}

/// Ends with the signal to stop: Ctrl-C or SIGTERM. The signals are caught from this call on, not only when the future is polled.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

/// Ends with the signal to stop: Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the signal there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn local(error: &std::io::Error) -> Error {
    let message = format!("the server cannot be started: {error}");
    Error::evidence(EvidenceErrorKind::Local, message, "raise the limits of the system on open files and threads")
}
