//! `record` over a server on loopback against `curl`, which fetches the same addresses one after another over one connection and
//! throws the answers away.
//!
//! `cargo bench --bench live` prints, for one day and for ninety, the requests, the best of several runs of both, and the peak memory
//! (where GNU time is at `/usr/bin/time`): once with a server that answers at once, and once with one that takes 50 ms, as
//! something in another building does.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

#[path = "support/memory.rs"]
mod memory;
#[path = "../tests/support"]
#[expect(dead_code, reason = "the tests use all of the server")]
mod support {
    pub(crate) mod clock;
    pub(crate) mod graph_server;
    pub(crate) mod tls;
}

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use memory::mebibytes;
use support::graph_server::{PROFILES, SCORES, Server, TOKEN, Tenant};
use support::tls::ca_pem;

const RUNS: usize = 9;

fn main() {
    println!("{:<18}{:>10}{:>12}{:>12}{:>8}{:>12}", "days, latency", "requests", "scoregate", "curl", "ratio", "peak");
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, ca_pem()).unwrap();
    let server = Server::new(Tenant::default());
    for (days, latency) in [(1, 0), (90, 0), (1, 50), (90, 50)] {
        let before = server.seen().len();
        let mut record = record(&server, &ca, days, "scoregate");
        delay(&server, latency);
        time(&mut record);
        let addresses: Vec<String> =
            server.seen()[before..].iter().map(|seen| format!("{}{}", server.origin(), seen.target)).collect();
        let mut curl = curl(&ca, &addresses);
        let (mut best, mut least) = (Duration::MAX, Duration::MAX);
        for _ in 0..RUNS {
            delay(&server, latency);
            best = best.min(time(&mut record));
            delay(&server, latency);
            least = least.min(time(&mut curl));
        }
        println!(
            "{:<18}{:>10}{:>9.1} ms{:>9.1} ms{:>8.2}{:>12}",
            format!("{days}, {latency} ms"),
            addresses.len(),
            best.as_secs_f64() * 1e3,
            least.as_secs_f64() * 1e3,
            best.as_secs_f64() / least.as_secs_f64(),
            peak(&server, &ca, days)
        );
    }
}

/// Lets the next answers take their time: one for scores, three for the pages of the catalogue.
fn delay(server: &Server, millis: u64) {
    for path in [SCORES, PROFILES, PROFILES, PROFILES] {
        let late = Box::new(move |reply| {
            std::thread::sleep(Duration::from_millis(millis));
            reply
        });
        server.step(path, late);
    }
}

/// `record`, where `program` is scoregate, or something that runs it.
fn record(server: &Server, ca: &Path, days: usize, program: &str) -> Command {
    let own = env!("CARGO_BIN_EXE_scoregate");
    let mut command = Command::new(if program == "scoregate" { own } else { program });
    if program != "scoregate" {
        command.args(["-f", "%M", own]);
    }
    command.args(["record", "--days", &days.to_string(), "--out"]).arg(ca.with_file_name("t.json"));
    command.args(["--graph-host", server.origin(), "--login-host", server.origin()]);
    command.env("SSL_CERT_FILE", ca).env("SCOREGATE_TOKEN", TOKEN);
    command
}

fn curl(ca: &Path, addresses: &[String]) -> Command {
    let mut command = Command::new("curl");
    command.args([
        "--silent",
        "--fail",
        "--globoff",
        "--compressed",
        "--header",
        &format!("Authorization: Bearer {TOKEN}"),
    ]);
    command.arg("--cacert").arg(ca);
    for address in addresses {
        command.args(["--output", "/dev/null", address]);
    }
    command
}

fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    start.elapsed()
}

/// The peak resident memory as GNU time reports it.
fn peak(server: &Server, ca: &Path, days: usize) -> String {
    let Ok(output) = record(server, ca, days, "/usr/bin/time").output() else { return "not known".to_owned() };
    mebibytes(String::from_utf8_lossy(&output.stderr).trim().parse().ok())
}
