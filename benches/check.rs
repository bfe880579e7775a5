//! How long each stage takes: `cargo bench --bench check`.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[path = "support/catalogue.rs"]
mod catalogue;
mod support;

use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use scoregate::evaluate::{Run, evaluate};
use scoregate::render::{Format, FormatSet, RenderOptions, render};
use scoregate::{evidence, policy};

fn main() {
    divan::main();
}

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new(days: usize, controls: usize, policy: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("scores.json"), support::scores(days, controls)).unwrap();
        fs::write(folder.path().join("profiles.json"), catalogue::profiles(controls)).unwrap();
        fs::write(folder.path().join("policy.yaml"), policy).unwrap();
        Self { folder }
    }

    fn evidence(&self) -> Vec<String> {
        ["scores.json", "profiles.json"].map(|name| self.path(name).to_string_lossy().into_owned()).to_vec()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn run() -> Run {
    Run { replayed: true, ..Run::at("2026-11-24T06:00:00Z".parse().unwrap()) }
}

#[divan::bench(args = [(1, 400), (90, 400), (365, 1000)], sample_count = 10)]
fn collect_evidence(bencher: Bencher, (days, controls): (usize, usize)) {
    let files = Files::new(days, controls, "");
    bencher.bench_local(|| evidence::collect(&files.evidence(), evidence::Needs::default).unwrap());
}

#[divan::bench(args = [50, 2000, 5000], sample_count = 10)]
fn load_policy(bencher: Bencher, rules: usize) {
    let files = Files::new(1, 1, &support::policy(rules, 400));
    bencher.bench_local(|| policy::load(&[files.path("policy.yaml")]).unwrap());
}

/// Rules by id: twice the rules should take twice the time, whatever the number of controls.
#[divan::bench(args = [(500, 1000), (1000, 1000), (2000, 1000), (2000, 4000)], sample_count = 10)]
fn evaluate_by_id(bencher: Bencher, (rules, controls): (usize, usize)) {
    measure_evaluation(bencher, controls, &support::policy(rules, controls));
}

/// Rules by property: each matches a twelfth of the controls.
#[divan::bench(args = [(500, 1000), (1000, 1000), (2000, 1000)], sample_count = 10)]
fn evaluate_by_property(bencher: Bencher, (rules, controls): (usize, usize)) {
    measure_evaluation(bencher, controls, &catalogue::policy_by_property(rules));
}

fn measure_evaluation(bencher: Bencher, controls: usize, policy: &str) {
    let files = Files::new(1, controls, policy);
    let policies = policy::load(&[files.path("policy.yaml")]).unwrap();
    let evidence = evidence::collect(&files.evidence(), evidence::Needs::default).unwrap();
    bencher.bench_local(|| evaluate(&policies, &evidence, &run()).unwrap());
}

#[divan::bench(args = Format::ALL)]
fn render_2000_findings(bencher: Bencher, format: Format) {
    let files = Files::new(1, 1000, &support::policy(2000, 1000));
    let policies = policy::load(&[files.path("policy.yaml")]).unwrap();
    let evidence = evidence::collect(&files.evidence(), evidence::Needs::default).unwrap();
    let report = evaluate(&policies, &evidence, &run()).unwrap();
    bencher.bench_local(|| render(&report, format, &RenderOptions::default()).unwrap());
}

/// Rules over a control that the data does not have: all of them are unknown. Twice the rules must take twice the time.
#[divan::bench(args = Format::ALL, consts = [4000, 8000], sample_count = 5)]
fn render_unknown_rules<const RULES: usize>(bencher: Bencher, format: Format) {
    let rule = |index: usize| {
        format!(
            "  - {{ id: r{index}, severity: high, expect: {{ controls: {{ match: [NotThere{index}], state: implemented }} }} }}\n"
        )
    };
    let rules: String = (0..RULES).map(rule).collect();
    let files = Files::new(1, 10, &format!("scoregate: 1\npolicy: unknown\nrules:\n{rules}"));
    let policies = policy::load(&[files.path("policy.yaml")]).unwrap();
    let evidence = evidence::collect(&files.evidence(), evidence::Needs::default).unwrap();
    let report = evaluate(&policies, &evidence, &run()).unwrap();
    bencher.bench_local(|| render(&report, format, &RenderOptions::default()).unwrap());
}
