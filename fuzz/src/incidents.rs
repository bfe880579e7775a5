//! Checks on the causes of incidents: they change no verdict, none is a control whose points are all observed, and every format is valid.

use std::sync::LazyLock;

use scoregate::crosswalk::{self, Crosswalk};
use scoregate::evaluate;
use scoregate::evidence::{self, Evidence, Incidents};
use scoregate::report::Advice;

use crate::{after, check_diagnostic, check_report, evaluated, every_kind, here, run_at};

/// The shipped crosswalk, loaded once.
pub fn shipped_crosswalk() -> &'static Crosswalk {
    static SHIPPED: LazyLock<Crosswalk> = LazyLock::new(|| crosswalk::shipped().unwrap());
    &SHIPPED
}

/// The tenant of the incidents in the examples, loaded once.
fn tenant_with_incidents() -> &'static Evidence {
    static TENANT: LazyLock<Evidence> = LazyLock::new(|| {
        let path = here("../examples/fabrikam.json").to_string_lossy().into_owned();
        evidence::collect(&[path], || every_kind().needs()).unwrap()
    });
    &TENANT
}

/// Evaluates incidents beside the rules of every kind, and checks the report, or else the diagnostic. `size` varies the budget of
/// the digest.
pub fn check_incidents(incidents: &Incidents, crosswalk: &Crosswalk, size: usize) {
    let (policies, evidence) = (every_kind(), tenant_with_incidents());
    let run = run_at(after(evidence));
    let found = evaluate::incidents(policies, evidence, &run, incidents, crosswalk);
    let found = match found.map_err(|error| error.explained(Advice::to_string)) {
        Ok(found) => found,
        Err(error) => return check_diagnostic(&error),
    };
    assert_eq!(found.incidents.len() + found.excluded.len(), incidents.incidents.len());
    for info in &found.incidents {
        assert_eq!(info.causes.is_empty(), info.no_cause.is_some(), "{}", info.id);
        for cause in &info.causes {
            assert!(!cause.links.is_empty(), "{}", cause.control.id);
            assert!(cause.unknown.is_some() || cause.missing.least > 0.0, "{} misses no points", cause.control.id);
            assert!(cause.missing.most.is_none_or(|most| most >= cause.missing.least), "{}", cause.control.id);
        }
    }
    let mut report = evaluated(policies, evidence, &run).expect("the evidence of an example is evaluated");
    let verdict = report.verdict();
    report.incidents = Some(found);
    assert_eq!(report.verdict(), verdict);
    check_report(&report, 400 + size % 1600, size.is_multiple_of(8));
}
