//! A fleet of tenants like `examples/contoso.json` under 50 rules, without reports of each: tenants per second, CPU time of a tenant, and
//! peak memory.
//!
//! `cargo bench --bench fleet` prints the best of several runs with one thread and with two, for two numbers of tenants, and of one run the
//! CPU time and the peak (where GNU time is at `/usr/bin/time`): the peak must not grow with the number by more than the lines of the
//! summary. The files are in the page cache. On a busy machine the CPU time says more than the rate.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its figures and fails by panicking")]

#[path = "support/memory.rs"]
mod memory;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use memory::mebibytes;

/// The number of rules.
const RULES: usize = 50;

/// The number of runs of which the best counts.
const RUNS: usize = 5;

fn main() {
    let recording = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json")).unwrap();
    println!("{:>8}{:>9}{:>14}{:>16}{:>12}", "tenants", "threads", "tenants/s", "CPU of each", "peak");
    for tenants in [500_u32, 4_000] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("policy.yaml"), policy(&controls(&recording))).unwrap();
        fs::create_dir(folder.path().join("tenants")).unwrap();
        for index in 0..tenants {
            fs::write(folder.path().join(format!("tenants/tenant-{index:06}.json")), &recording).unwrap();
        }
        for threads in [1, 2] {
            let best = (0..RUNS).map(|_| time(&mut fleet(folder.path(), threads))).min().unwrap();
            let rate = f64::from(tenants) / best.as_secs_f64();
            let Usage { cpu, peak } = usage(folder.path(), threads, tenants);
            println!("{tenants:>8}{threads:>9}{rate:>12.0}/s{cpu:>16}{peak:>12}");
        }
    }
}

/// The ids of the scored controls of a recording.
fn controls(recording: &[u8]) -> Vec<String> {
    let recording: serde_json::Value = serde_json::from_slice(recording).unwrap();
    let scores = &recording["responses"][0]["body"]["value"][0]["controlScores"];
    scores.as_array().unwrap().iter().map(|control| control["controlName"].as_str().unwrap().to_owned()).collect()
}

/// Rules over single controls, and some over sets and the score.
fn policy(controls: &[String]) -> String {
    let mut yaml = String::from("scoregate: 1\npolicy: generated\nrules:\n");
    for index in 0..RULES {
        let expectation = match index % 10 {
            0 => "score: { at-least: 50% }".to_owned(),
            1 => "controls: { where: { tier: [Core] }, at-least: 10% }".to_owned(),
            _ => format!("controls: {{ match: [{}], at-least: 50% }}", controls[index % controls.len()]),
        };
        write!(
            yaml,
            "  - id: rule-{index}\n    title: Rule number {index}\n    severity: high\n    expect:\n      {expectation}\n    why: The reason of the rule.\n    fix: The remediation of the rule.\n    references: {{ attack: [T1078] }}\n"
        )
        .unwrap();
    }
    yaml
}

fn arguments(folder: &Path, threads: usize) -> Vec<String> {
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let given = ["fleet", "--now", "2026-11-24", "--exit-zero", "--summary", "table", "--policy"].map(str::to_owned);
    let mut arguments = given.to_vec();
    arguments.extend([
        path("policy.yaml"),
        "--from".to_owned(),
        path("tenants"),
        "--jobs".to_owned(),
        threads.to_string(),
    ]);
    arguments
}

fn fleet(folder: &Path, threads: usize) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scoregate"));
    command.args(arguments(folder, threads)).stdout(Stdio::null());
    command
}

fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    assert!(command.status().unwrap().success());
    start.elapsed()
}

/// The use of the machine by one run, for people.
struct Usage {
    /// The CPU time of a tenant.
    cpu: String,
    /// The peak resident memory.
    peak: String,
}

/// The use of the machine as GNU time reports it.
fn usage(folder: &Path, threads: usize, tenants: u32) -> Usage {
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["-f", "%U %S %M", env!("CARGO_BIN_EXE_scoregate")])
        .args(arguments(folder, threads))
        .stdout(Stdio::null());
    let output = command.output().ok();
    let text = output.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    let [user, system, kibibytes] = figures[..] else {
        let unknown = || "not known".to_owned();
        return Usage { cpu: unknown(), peak: unknown() };
    };
    Usage { cpu: format!("{:.0} us", (user + system) * 1e6 / f64::from(tenants)), peak: mebibytes(Some(kibibytes)) }
}
