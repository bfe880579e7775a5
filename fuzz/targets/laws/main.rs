//! Monotony of evidence: less information, or fewer points, turns no Failed or Unknown into Pass, and no such finding disappears.
//!
//! With the environment variable `COLLECT=FOLDER` a broken law does not stop the run: the smallest pair of recordings for each
//! change and rule is written there, to see all kinds of violations at once.
#![no_main]

mod change;
mod law;
mod tenant;

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use scoregate::error::Error;
use scoregate::evidence;
use scoregate::policy::{self, PolicySet};
use scoregate::report::Report;
use scoregate_fuzz::{NOW, check_report, evaluated, here, run_at, scratch};

use change::Change;
use tenant::{Responses, Tenant};

#[derive(Debug, Arbitrary)]
struct Input {
    change: Change,
    at: u8,
    tenant: Tenant,
}

fuzz_target!(|input: Input| {
    let Input { change, at, tenant } = input;
    let at = usize::from(at);
    let Some(mut tenant) = tenant.with_controls() else { return };
    if change == Change::LowerPoints {
        tenant = tenant.without_duplicates();
    }
    let before = tenant.responses();
    let Some(after) = change.applied(&tenant, at) else { return };
    // Less may be no evidence at all, and what is unchanged always is some.
    let (more, Ok(less)) = (report(&before).unwrap(), report(&after)) else { return };
    if at.is_multiple_of(32) {
        check_report(&more, 400 + at * 7, true);
        check_report(&less, 400 + at * 7, true);
    }
    let broken = law::violations((change, &tenant.id(at)), (&more, &before), (&less, &after));
    for (rule, how) in broken {
        violation(
            &format!("{change:?}-{rule}-{how}"),
            &format!("control {}, number {at}", tenant.id(at)),
            [&before, &after],
        );
    }
});

fn policies() -> &'static PolicySet {
    static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| policy::load(&[here("policies/laws.yaml")]).unwrap());
    &POLICIES
}

fn report(responses: &Responses) -> Result<Report, Error> {
    let path = scratch("laws.json", responses.recording().as_bytes()).to_string_lossy().into_owned();
    let evidence = evidence::collect(&[path], || policies().needs())?;
    evaluated(policies(), &evidence, &run_at(NOW.parse().unwrap()))
}

/// Stops the run, or writes the pair of recordings where violations are collected.
fn violation(name: &str, where_: &str, pair: [&Responses; 2]) {
    let [before, after] = pair.map(Responses::recording);
    let text = format!("{where_}\n{before}\n{after}\n");
    let Ok(folder) = std::env::var("COLLECT") else { panic!("{name}: {text}") };
    let path = std::path::Path::new(&folder).join(name);
    if std::fs::metadata(&path).map_or(true, |known| known.len() > text.len() as u64) {
        std::fs::write(&path, text).unwrap();
    }
}
