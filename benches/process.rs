//! The whole process against the least that any program must do with the same file: read it and skip over its JSON.
//!
//! `cargo bench --bench process` prints, for each size, the best of many runs of both, their ratio, and the peak memory (where
//! GNU time is at `/usr/bin/time`).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its figures and fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const YARDSTICK: &str = "--yardstick";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == YARDSTICK) {
        let text = String::from_utf8(fs::read(&arguments[position + 1]).unwrap()).unwrap();
        serde_json::from_str::<serde::de::IgnoredAny>(&text).unwrap();
        return;
    }
    println!(
        "{:<28}{:>12}{:>12}{:>8}{:>12}{:>12}",
        "days x controls, rules", "scoregate", "yardstick", "ratio", "peak", "file"
    );
    for (days, controls, rules, runs) in [(1, 200, 50, 40), (90, 400, 50, 25), (365, 1000, 50, 9), (1, 1000, 2000, 9)] {
        measure(days, controls, rules, runs);
    }
}

fn measure(days: usize, controls: usize, rules: usize, runs: usize) {
    let folder = tempfile::tempdir().unwrap();
    let scores = folder.path().join("scores.json");
    let policy = folder.path().join("policy.yaml");
    fs::write(&scores, support::scores(days, controls)).unwrap();
    fs::write(&policy, support::policy(rules, controls)).unwrap();
    let own = std::env::current_exe().unwrap();
    let mut yardstick = Command::new(own);
    yardstick.arg(YARDSTICK).arg(&scores);
    let program = env!("CARGO_BIN_EXE_scoregate");
    let mut check = Command::new(program);
    check.args(arguments(&policy, &scores));
    let (mut best, mut least) = (Duration::MAX, Duration::MAX);
    for _ in 0..runs {
        least = least.min(time(&mut yardstick));
        best = best.min(time(&mut check));
    }
    let size = fs::metadata(&scores).unwrap().len();
    println!(
        "{:<28}{:>9.1} ms{:>9.1} ms{:>8.2}{:>12}{:>9.1} MB",
        format!("{days} x {controls}, {rules}"),
        best.as_secs_f64() * 1e3,
        least.as_secs_f64() * 1e3,
        best.as_secs_f64() / least.as_secs_f64(),
        peak(program, &policy, &scores),
        size as f64 / 1e6
    );
}

fn arguments(policy: &Path, scores: &Path) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["check", "--now", "2026-11-24", "--exit-zero", "--policy"].map(str::to_owned).to_vec();
    arguments.extend([policy, Path::new("--from"), scores].map(|path| path.to_string_lossy().into_owned()));
    arguments
}

fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    start.elapsed()
}

/// The peak resident memory as GNU time reports it.
fn peak(program: &str, policy: &Path, scores: &Path) -> String {
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", program]).args(arguments(policy, scores));
    let Ok(output) = command.output() else { return "not known".to_owned() };
    let kilobytes = String::from_utf8_lossy(&output.stderr).trim().parse::<f64>();
    kilobytes.map_or("not known".to_owned(), |kilobytes| format!("{:.1} MB", kilobytes * 1024.0 / 1e6))
}
