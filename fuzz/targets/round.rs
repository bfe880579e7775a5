//! Round trips: a baseline reads back as it was written, and nothing regresses against it; a redacted recording has the same outcomes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scoregate::baseline::{self, Baseline};
use scoregate::evaluate::{Run, evaluate};
use scoregate::evidence::{self, Evidence, recording};
use scoregate::policy::{self, PolicySet};
use scoregate::report::{Advice, Outcome, Report, Subject};
use scoregate_fuzz::{after, check_diagnostic, every_kind, here, run_at, scratch};

fuzz_target!(|data: &[u8]| {
    let Some(evidence) = collect("round.json", data) else { return };
    match Baseline::of(&evidence) {
        Ok(written) => baseline_reads_back(&evidence, &written),
        Err(error) => check_diagnostic(&error.explained(Advice::to_string)),
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(redacted) = recording::redact(text)
    {
        redaction_keeps_outcomes(&evidence, &redacted.text);
    }
});

fn collect(name: &str, bytes: &[u8]) -> Option<Evidence> {
    let path = scratch(name, bytes).to_string_lossy().into_owned();
    evidence::collect(&[path], || every_kind().needs()).ok()
}

fn report(policies: &PolicySet, evidence: &Evidence, baseline: Option<Baseline>) -> Report {
    evaluate(policies, evidence, &Run { baseline, ..run_at(after(evidence)) })
        .expect("evidence that was read is evaluated")
}

fn baseline_reads_back(evidence: &Evidence, written: &Baseline) {
    static AGAINST_BASELINE: LazyLock<PolicySet> =
        LazyLock::new(|| policy::load(&[here("policies/against-baseline.yaml")]).unwrap());
    let path = scratch("round.yaml", written.to_yaml().as_bytes());
    let read =
        baseline::load(&path).unwrap_or_else(|error| panic!("{:?}\n{}", miette::Report::new(error), written.to_yaml()));
    assert_eq!((&read.tenant, read.date), (&written.tenant, written.date));
    assert_eq!((read.current, read.max), (written.current, written.max));
    assert_eq!(read.controls, written.controls);
    let report = report(&AGAINST_BASELINE, evidence, Some(read));
    for finding in report.findings.iter().filter(|finding| finding.rule.policy == 0) {
        assert!(finding.outcome != Outcome::Fail, "{} {}", report.identity(finding), finding.message);
    }
}

fn redaction_keeps_outcomes(evidence: &Evidence, redacted: &str) {
    let other = collect("redacted.json", redacted.as_bytes()).expect("a redacted recording can be read");
    let (before, after) = (report(every_kind(), evidence, None), report(every_kind(), &other, None));
    assert_eq!(before.verdict(), after.verdict());
    assert_eq!(outcomes(&before), outcomes(&after), "redaction changed a finding\n{redacted}");
}

/// Rule, whether it is about the tenant, and outcome of each finding, in an order that does not depend on names.
fn outcomes(report: &Report) -> Vec<(usize, usize, bool, String)> {
    let of_tenant = |subject: &Subject| matches!(subject, Subject::Tenant);
    let outcome = report.findings.iter().map(|finding| {
        (finding.rule.policy, finding.rule.rule, of_tenant(&finding.subject), finding.outcome.name().to_owned())
    });
    let mut outcomes: Vec<_> = outcome.collect();
    outcomes.sort();
    outcomes
}
