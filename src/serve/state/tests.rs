//! The state over time, by a clock that the tests set.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicBool, AtomicI64};
use std::time::Duration;

use serde_json::Value;

use super::*;
use crate::error::EvidenceErrorKind;
use crate::evaluate::{Run, evaluate};
use crate::evidence::{self, Needs};
use crate::serve::refresh::watched;
use crate::serve::routes::ready;

const POLICY: &str = "\
scoregate: 1
policy: p
rules:
  - id: fresh
    title: The snapshot is fresh
    severity: high
    expect:
      freshness: { snapshot: 30h }
  - id: whole
    title: The tenant has all of its points
    severity: high
    expect:
      score: { at-least: 100% }
waivers:
  - rule: whole
    reason: The tenant is new.
    approved-by: ciso@contoso.example
    expires: 2026-11-23
";

/// The snapshot is of 2026-11-23T00:00:00Z.
const TENANT: &[u8] = include_bytes!("../../../examples/contoso.json");

/// The clock, and whether reading fails.
#[derive(Debug, Default)]
struct Shared {
    second: AtomicI64,
    is_failing: AtomicBool,
    /// While it is locked, reading hangs.
    gate: Mutex<()>,
}

struct Injected(Arc<Shared>);

impl Provider for Injected {
    fn load(&self) -> Result<Loaded, Error> {
        drop(self.0.gate.lock().unwrap());
        if self.0.is_failing.load(Ordering::SeqCst) {
            return Err(Error::evidence(EvidenceErrorKind::Unreachable, "no".to_owned(), "wait"));
        }
        let policies = crate::policy::from_memory([("p.yaml".to_owned(), POLICY.into())])?;
        let evidence = evidence::from_memory([("tenant.json".to_owned(), TENANT.to_vec())], Needs { days: 1 })?;
        Ok(Loaded { policies, baseline: None, evidence: Arc::new(evidence), crosswalk: None, incidents: None })
    }

    fn evaluate(&self, loaded: &Loaded) -> Result<Report, Error> {
        let report = evaluate(&loaded.policies, &loaded.evidence, &Run::at(self.now()));
        Ok(report.map_err(|error| error.explained(ToString::to_string)).unwrap())
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.second.load(Ordering::SeqCst)).unwrap()
    }

    fn clock(&self) -> Timestamp {
        self.now()
    }

    fn words(&self) -> fn(Reference) -> &'static str {
        Reference::plain
    }
}

/// A state, and what sets its clock.
fn state() -> (State, impl Fn(&str), Arc<Shared>) {
    let shared = Arc::new(Shared::default());
    let clock = Arc::clone(&shared);
    let set = move |time: &str| {
        clock.second.store(time.parse::<Timestamp>().unwrap().as_second(), Ordering::SeqCst);
    };
    set("2026-11-23T12:00:00Z");
    (State::new(Box::new(Injected(Arc::clone(&shared)))).unwrap(), set, shared)
}

fn posture(state: &State) -> Value {
    let operation = Operation::named("get_posture").unwrap();
    let arguments = Arguments::of(operation.parameters, Vec::new(), false).unwrap();
    serde_json::from_str(&state.answer(operation, &arguments).unwrap()).unwrap()
}

#[test]
fn a_verdict_is_one_of_the_time_of_the_answer() {
    let (state, set, _) = state();
    let first = posture(&state);
    assert_eq!((&first["verdict"], &first["counts"]["waived"]), (&"passed".into(), &1.into()), "{first}");
    set("2026-11-24T00:00:01Z");
    let later = posture(&state);
    assert_eq!((&later["verdict"], &later["counts"]["failed"]), (&"failed".into(), &1.into()), "the waiver expired");
    set("2026-11-24T06:00:00Z");
    assert_eq!(posture(&state)["counts"]["failed"], 1);
    set("2026-11-24T06:00:02Z");
    let old = posture(&state);
    assert_eq!((&old["verdict"], &old["counts"]["failed"]), (&"failed".into(), &2.into()), "the evidence is too old");
    set("2026-11-23T12:00:00Z");
    assert_eq!(posture(&state)["verdict"], "passed", "a clock that was set back");
}

#[test]
fn the_metrics_are_those_of_the_verdict_of_now() {
    let (state, set, _) = state();
    let passed = "scoregate_verdict{verdict=\"passed\"} 1";
    assert!(state.metrics.text().unwrap().contains(passed));
    set("2026-11-25T00:00:00Z");
    state.current().unwrap();
    let metrics = state.metrics.text().unwrap();
    assert!(!metrics.contains(passed) && metrics.contains("scoregate_findings{outcome=\"failed\"} 2"), "{metrics}");
}

#[test]
fn the_ages_of_the_data_and_of_the_read_are_told_apart() {
    let (state, set, _) = state();
    set("2026-11-23T12:00:10Z");
    let evidence = posture(&state)["evidence"].take();
    assert_eq!((&evidence["snapshot_age_seconds"], &evidence["read_age_seconds"]), (&43_210.into(), &10.into()));
}

#[test]
fn a_report_with_the_same_outcomes_keeps_the_answers() {
    let (state, set, _) = state();
    let first = state.current().unwrap();
    set("2026-11-23T12:00:30Z");
    assert!(Arc::ptr_eq(&first, &state.current().unwrap()));
    set("2026-11-23T12:01:31Z");
    let later = state.current().unwrap();
    assert!(!Arc::ptr_eq(&first, &later), "messages state ages");
    assert_eq!(later.read, first.read);
}

#[test]
fn what_a_failed_or_overdue_refresh_keeps_expires() {
    let (state, set, shared) = state();
    shared.is_failing.store(true, Ordering::SeqCst);
    assert!(state.renew().is_err());
    state.keep("unreachable");
    let kept = posture(&state);
    assert_eq!((&kept["verdict"], &kept["evidence"]["fault"]), (&"passed".into(), &"unreachable".into()));
    state.set_overdue(true);
    set("2026-11-25T00:00:00Z");
    let overdue = posture(&state);
    assert_eq!((&overdue["verdict"], &overdue["evidence"]["refresh"]), (&"failed".into(), &"overdue".into()));
    assert!(state.metrics.text().unwrap().contains("scoregate_refresh_overdue 1"));
    state.set_overdue(false);
    shared.is_failing.store(false, Ordering::SeqCst);
    state.renew().unwrap();
    assert_eq!(posture(&state)["evidence"]["refresh"], "ok");
}

#[test]
fn a_refresh_that_hangs_is_reported_until_it_ends() {
    let (state, _, shared) = state();
    let state = Arc::new(state);
    let status = || ready(&state).status().as_u16();
    let until = |is_overdue: bool| {
        let waits = (0..2_000).take_while(|_| state.is_overdue() != is_overdue);
        waits.for_each(|_| std::thread::sleep(Duration::from_millis(10)));
        assert_eq!(state.is_overdue(), is_overdue);
    };
    assert_eq!(status(), 200);
    let gate = shared.gate.lock().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| watched(&state, Duration::from_millis(10)));
        until(true);
        assert_eq!((status(), posture(&state)["evidence"]["refresh"].as_str()), (503, Some("overdue")));
        drop(gate);
        until(false);
    });
    assert_eq!((status(), posture(&state)["evidence"]["refresh"].as_str()), (200, Some("ok")));
}
