//! The whole process against the least that any program must do with the same data: read it and skip over its JSON.
//!
//! `cargo bench --bench process` prints, for each case, the medians of 15 runs of both in turn: wall time, CPU time, their ratios,
//! and the peak memory (where GNU time is at `/usr/bin/time`). The yardstick of a packed file is the file unpacked. On a machine that
//! does other work, the ratios of CPU time are the ones to go by.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its figures and fails by panicking")]

#[path = "support/packed.rs"]
mod packed;
mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const YARDSTICK: &str = "--yardstick";

/// The runs of each program in a case.
const RUNS: usize = 15;

/// The size of the data that the figures in README are about.
const USUAL: (usize, usize) = (90, 400);

/// Four times as much, to show that memory does not grow with it.
const LARGE: (usize, usize) = (365, 400);

/// A rule that looks at 30 days.
const MONTH: &str = "scoregate: 1\npolicy: generated\nrules:\n  - id: regression\n    severity: high\n    expect:\n      regression: { against: { best-of: 30d }, score: { max-drop: 1pp } }\n";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == YARDSTICK) {
        let text = fs::read_to_string(&arguments[position + 1]).unwrap();
        serde_json::from_str::<serde::de::IgnoredAny>(&text).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    println!(
        "{:<30}{:>9}{:>9}{:>7}{:>9}{:>9}{:>7}{:>11}",
        "", "wall ms", "least", "ratio", "CPU ms", "least", "ratio", "peak MiB"
    );
    for case in files.cases() {
        measure(&case);
    }
}

/// One line of the table.
struct Case {
    name: &'static str,
    policy: PathBuf,
    source: PathBuf,
    plain: PathBuf,
    format: &'static str,
}

/// The generated files.
struct Files<'f> {
    folder: &'f Path,
}

impl<'f> Files<'f> {
    fn new(folder: &'f Path) -> Self {
        let files = Self { folder };
        for ((days, controls), name) in [(USUAL, "raw"), (LARGE, "large"), ((1, 35), "small"), ((1, 1000), "wide")] {
            let response = support::scores(days, controls);
            files.write(&format!("{name}-recording.json"), packed::recording(&response).as_bytes());
            files.write(&format!("{name}.json.gz"), &packed::gzip(response.as_bytes()));
            files.write(&format!("{name}.json"), response.as_bytes());
        }
        files.write("few.yaml", support::policy(50, USUAL.1).as_bytes());
        files.write("many.yaml", support::policy(2000, 1000).as_bytes());
        files.write("month.yaml", MONTH.as_bytes());
        files
    }

    fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.folder.join(name), content).unwrap();
    }

    fn cases(&self) -> Vec<Case> {
        [
            ("raw, human", "few", "raw.json", "raw", "human"),
            ("raw, json", "few", "raw.json", "raw", "json"),
            ("recording, human", "few", "raw-recording.json", "raw", "human"),
            ("recording, json", "few", "raw-recording.json", "raw", "json"),
            ("gzip, human", "few", "raw.json.gz", "raw", "human"),
            ("30 days of regression", "month", "raw.json", "raw", "human"),
            ("80 MB raw, human", "few", "large.json", "large", "human"),
            ("80 MB recording, human", "few", "large-recording.json", "large", "human"),
            ("80 MB gzip, human", "few", "large.json.gz", "large", "human"),
            ("small recording, 50 rules", "few", "small-recording.json", "small", "human"),
            ("1 x 1000, 2000 rules", "many", "wide.json", "wide", "human"),
        ]
        .map(|(name, policy, source, plain, format)| Case {
            name,
            policy: self.folder.join(policy).with_extension("yaml"),
            source: self.folder.join(source),
            plain: self.folder.join(plain).with_extension("json"),
            format,
        })
        .into()
    }
}

impl Case {
    /// The command that is measured. The verdict is no matter here.
    fn check(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scoregate"));
        command.args(["check", "--now", "2026-11-24", "--exit-zero", "--output", self.format, "--policy"]);
        command.arg(&self.policy).arg("--from").arg(&self.source);
        command
    }

    fn yardstick(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(YARDSTICK).arg(&self.plain);
        command
    }
}

fn measure(case: &Case) {
    let (mut own, mut least) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        least.push(times(&case.yardstick()));
        own.push(times(&case.check()));
    }
    let ((own_wall, own_cpu), (least_wall, least_cpu)) = (medians(&own), medians(&least));
    println!(
        "{:<30}{own_wall:>9.1}{least_wall:>9.1}{:>7.2}{own_cpu:>9.1}{least_cpu:>9.1}{:>7.2}{:>11}",
        case.name,
        own_wall / least_wall,
        own_cpu / least_cpu,
        peak(&case.check()),
    );
}

/// The wall time and the CPU time of one run in milliseconds, as bash reports them.
fn times(command: &Command) -> (f64, f64) {
    let script = r#"TIMEFORMAT="%3R %3U %3S"; time "$@" > /dev/null"#;
    let output = Command::new("bash").args(["-c", script, "bash"]).args(words(command)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = String::from_utf8_lossy(&output.stderr);
    let mut seconds = shown.lines().last().unwrap().split(' ').map(|seconds| seconds.parse::<f64>().unwrap() * 1e3);
    (seconds.next().unwrap(), seconds.sum())
}

fn medians(runs: &[(f64, f64)]) -> (f64, f64) {
    (median(runs.iter().map(|run| run.0)), median(runs.iter().map(|run| run.1)))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The peak resident memory as GNU time reports it.
fn peak(command: &Command) -> String {
    let mut measured = Command::new("/usr/bin/time");
    measured.args(["-f", "%M"]).args(words(command));
    let Ok(output) = measured.output() else { return "not known".to_owned() };
    let shown = String::from_utf8_lossy(&output.stderr);
    let kibibytes = shown.lines().last().and_then(|line| line.trim().parse::<f64>().ok());
    kibibytes.map_or("not known".to_owned(), |kibibytes| format!("{:.1}", kibibytes / 1024.0))
}

fn words(command: &Command) -> impl Iterator<Item = &OsStr> {
    std::iter::once(command.get_program()).chain(command.get_args())
}
