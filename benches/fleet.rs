//! A fleet of tenants like `examples/contoso.json` under 50 rules, without reports of each: tenants per second and peak memory.
//!
//! `cargo bench --bench fleet` prints the best of several runs with one thread and with two, for two numbers of tenants: the peak (where
//! GNU time is at `/usr/bin/time`) must not grow with the number by more than the lines of the summary. The files are in the page cache.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its figures and fails by panicking")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The number of rules.
const RULES: usize = 50;

/// The number of runs of which the best counts.
const RUNS: usize = 5;

fn main() {
    let recording = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json")).unwrap();
    println!("{:>8}{:>9}{:>14}{:>12}", "tenants", "threads", "tenants/s", "peak");
    for tenants in [500, 4_000] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("policy.yaml"), policy(&controls(&recording))).unwrap();
        fs::create_dir(folder.path().join("tenants")).unwrap();
        for index in 0..tenants {
            fs::write(folder.path().join(format!("tenants/tenant-{index:06}.json")), &recording).unwrap();
        }
        for threads in [1, 2] {
            let best = (0..RUNS).map(|_| time(&mut fleet(folder.path(), threads))).min().unwrap();
            let rate = f64::from(tenants) / best.as_secs_f64();
            println!("{tenants:>8}{threads:>9}{rate:>12.0}/s{:>12}", peak(folder.path(), threads));
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
    let given = ["fleet", "--now", "2026-11-24", "--exit-zero", "--summary", "csv", "--policy"].map(str::to_owned);
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

/// The peak resident memory as GNU time reports it.
fn peak(folder: &Path, threads: usize) -> String {
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", env!("CARGO_BIN_EXE_scoregate")]).args(arguments(folder, threads)).stdout(Stdio::null());
    let Ok(output) = command.output() else { return "not known".to_owned() };
    let kilobytes = String::from_utf8_lossy(&output.stderr).trim().parse::<f64>();
    kilobytes.map_or("not known".to_owned(), |kilobytes| format!("{:.1} MB", kilobytes * 1024.0 / 1e6))
}
