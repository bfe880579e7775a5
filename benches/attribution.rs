//! The time to attribute a change of the score to its causes: `cargo bench --bench attribution`.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[expect(dead_code, reason = "the policies of another benchmark")]
#[path = "support/catalogue.rs"]
mod catalogue;
#[path = "support/history.rs"]
mod history;
#[expect(dead_code, reason = "the generators of the other benchmarks")]
mod support;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use divan::Bencher;
use scoregate::evaluate::attribution::{Claim, ControlIndex, Day, Disposition, Entry, PostureDrop, attribute};
use scoregate::evaluate::interval::Interval;
use scoregate::evaluate::{Run, evaluate};
use scoregate::{evidence, policy};

fn main() {
    divan::main();
}

/// Every tenth control that is gone is retired, the others are descoped.
struct Dispositions;

impl ControlIndex for Dispositions {
    fn id(&self, control: usize) -> String {
        support::control(control)
    }

    fn title(&self, _: usize) -> Option<String> {
        None
    }

    fn disposition(&self, control: usize) -> Disposition {
        if control.is_multiple_of(10) { Disposition::Retired } else { Disposition::Descoped }
    }
}

/// A day of so many controls, of which another tenth is not scored, another twentieth not done, and another hundredth claimed.
fn day(date: &str, controls: usize, shift: usize) -> Day {
    let entry = |control: usize| {
        let max = support::maximum(control) as f64;
        let score = if (control + shift).is_multiple_of(20) { 0.0 } else { max };
        let claim = if (control + shift) % 100 == 1 { Claim::Yes } else { Claim::No };
        let fraction = Some(Interval::exact(score / max));
        Entry {
            control,
            score,
            max: Some(Interval::exact(max)),
            fraction,
            claim,
            certain_claim: claim,
            assumed: false,
            inconsistent: false,
        }
    };
    let entries: Vec<Entry> = (0..controls).filter(|control| (control + shift) % 10 != 2).map(entry).collect();
    let current = entries.iter().map(|entry| entry.score).sum();
    let max = entries.iter().filter_map(|entry| entry.max).map(|max| max.least).sum();
    Day { date: date.parse().unwrap(), current, max, entries }
}

/// The whole change of one pair of days with every control that moved.
#[divan::bench(args = [400, 1000])]
fn one_pair(bencher: Bencher, controls: usize) {
    let (a, b) = (day("2026-11-01", controls, 0), day("2026-11-23", controls, 7));
    bencher.bench_local(|| attribute(divan::black_box(&a), divan::black_box(&b), &Dispositions));
}

/// The fall alone, as a window is searched.
#[divan::bench(args = [(90, 400), (365, 1000)])]
fn best_of_a_window(bencher: Bencher, (days, controls): (usize, usize)) {
    let past: Vec<Day> = (1..=days).map(|shift| day("2026-11-01", controls, shift)).collect();
    let newest = day("2026-11-23", controls, 0);
    bencher.bench_local(|| {
        past.iter()
            .map(|day| PostureDrop::between(divan::black_box(day), &newest, &Dispositions).least)
            .fold(f64::MIN, f64::max)
    });
}

struct Files(tempfile::TempDir);

impl Files {
    fn new(days: usize, controls: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("scores.json"), history::history(days, controls)).unwrap();
        fs::write(folder.path().join("profiles.json"), catalogue::profiles(controls)).unwrap();
        // The newest day is one of the days.
        fs::write(folder.path().join("policy.yaml"), history::best_of(days - 1)).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// The rule on what was read already: the days on one roster, and the best of the window.
#[divan::bench(args = [(90, 400), (365, 1000)], sample_count = 20)]
fn judge_a_window(bencher: Bencher, (days, controls): (usize, usize)) {
    let files = Files::new(days, controls);
    let policies = policy::load(&[files.path("policy.yaml")]).unwrap();
    let from = ["scores.json", "profiles.json"].map(|name| files.path(name).to_string_lossy().into_owned());
    let evidence = evidence::collect(&from, || policies.needs()).unwrap();
    let now = "2026-11-24T06:00:00Z".parse().unwrap();
    let run = Run { replayed: true, ..Run::at(now) };
    bencher.bench_local(|| evaluate(&policies, &evidence, &run).unwrap());
}

/// The whole program, from its start to its exit.
#[divan::bench(args = [(90, 400), (365, 1000)], sample_count = 10, sample_size = 1)]
fn whole_process(bencher: Bencher, (days, controls): (usize, usize)) {
    let files = Files::new(days, controls);
    bencher.bench_local(|| {
        let mut check = Command::new(env!("CARGO_BIN_EXE_scoregate"));
        check.current_dir(files.0.path()).args([
            "check",
            "--now",
            "2026-11-24",
            "--exit-zero",
            "--policy",
            "policy.yaml",
        ]);
        check.args(["--from", "scores.json", "profiles.json"]);
        assert!(check.stdout(Stdio::null()).status().unwrap().success());
    });
}
