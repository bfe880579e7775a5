//! Helpers of the fuzz targets: files in memory, a fixed tenant, and the checks that hold of every report and diagnostic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken law stops the run")]

mod diagnostic;
mod incidents;
mod report;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use scoregate::error::Error;
use scoregate::evaluate::{Run, evaluate};
use scoregate::evidence::{self, Evidence};
use scoregate::policy::{self, PolicySet};
use scoregate::report::{Advice, Report};

pub use diagnostic::{assert_visible, check_diagnostic};
pub use incidents::{check_incidents, shipped_crosswalk};
pub use report::{check_report, without_styles};

/// The time of evaluation of targets whose tenant has fixed dates.
pub const NOW: &str = "2026-11-24T06:00:00Z";

/// A file of this folder.
pub fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A file in memory, rewritten for each input: the library reads policies and evidence from paths.
pub fn scratch(name: &str, bytes: &[u8]) -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = base.join(format!("scoregate-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    });
    let path = FOLDER.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The policy with every kind of expectation and with waivers, loaded once.
pub fn every_kind() -> &'static PolicySet {
    static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| policy::load(&[here("policies/every-kind.yaml")]).unwrap());
    &POLICIES
}

/// A tenant with history, loaded once.
pub fn tenant() -> &'static Evidence {
    static TENANT: LazyLock<Evidence> = LazyLock::new(|| {
        let path = here("../examples/contoso-history.json").to_string_lossy().into_owned();
        evidence::collect(&[path], || evidence::Needs { days: 60 }).unwrap()
    });
    &TENANT
}

/// A run at a given time, with nothing but the policies.
pub fn run_at(now: jiff::Timestamp) -> Run {
    Run { replayed: true, ..Run::at(now) }
}

/// Evaluates, with the error of a run.
pub fn evaluated(policies: &PolicySet, evidence: &Evidence, run: &Run) -> Result<Report, Error> {
    evaluate(policies, evidence, run).map_err(|error| error.explained(Advice::to_string))
}

/// Thirty hours after the latest snapshot, when the evidence is still fresh.
pub fn after(evidence: &Evidence) -> jiff::Timestamp {
    evidence.snapshot.created.saturating_add(jiff::SignedDuration::from_hours(30)).unwrap()
}

/// Evaluates a file of evidence with every kind of rule and checks the report, or else the diagnostic.
pub fn evaluate_file(path: &Path, budget: usize, thorough: bool) -> Option<Report> {
    let name = path.to_string_lossy().into_owned();
    let evaluated = evidence::collect(&[name], || every_kind().needs()).and_then(|evidence| {
        let _ = scoregate::evaluate::compare((&evidence, None), (&evidence, None));
        let _ = scoregate::evaluate::compare((tenant(), None), (&evidence, None));
        evaluated(every_kind(), &evidence, &run_at(after(&evidence)))
    });
    match evaluated {
        Ok(report) => {
            check_report(&report, budget, thorough);
            Some(report)
        }
        Err(error) => {
            check_diagnostic(&error);
            None
        }
    }
}
