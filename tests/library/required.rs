//! The amount that a rule requires is in all its findings, whatever came of them: over every kind of rule, and over tenants of which
//! much is missing or inconsistent.

use std::path::Path;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::*;
use scoregate::evaluate::{Run, evaluate};
use scoregate::policy::{self, PolicySet};
use scoregate::report::{Finding, Outcome, Report};

use crate::change::Change;
use crate::monotony::evidence;
use crate::tenant::{Responses, Tenant};

/// A time after the latest day of every tenant, and one long before it.
const TIMES: [&str; 2] = ["2026-11-24T06:00:00Z", "2026-01-01T06:00:00Z"];

fn policies() -> &'static [PolicySet; 2] {
    static POLICIES: LazyLock<[PolicySet; 2]> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/policies");
        ["laws.yaml", "every-kind.yaml"].map(|name| policy::load(&[folder.join(name)]).unwrap())
    });
    &POLICIES
}

/// The reports of every policy at every time; none where the responses are no evidence.
fn reports(responses: &Responses) -> Vec<Report> {
    let of_policies = |policies: &PolicySet| {
        let Ok(evidence) = evidence(responses, policies) else { return Vec::new() };
        let run = |now: &str| Run { replayed: true, ..Run::at(now.parse().unwrap()) };
        TIMES.iter().filter_map(|now| evaluate(policies, &evidence, &run(now)).ok()).collect()
    };
    policies().iter().flat_map(of_policies).collect()
}

/// Whether a finding states no amount although it should. The average of peers is an amount only where the snapshot gives it, and the
/// built-in rules but `fresh` state none.
fn is_amount_missing(report: &Report, finding: &Finding) -> bool {
    let applies = !matches!(finding.outcome, Outcome::NotApplicable(_));
    let rule = report.rule(finding).id.as_str();
    let has_amount = match report.policies[finding.rule.policy].id.as_str() {
        "scoregate" => rule == "fresh",
        _ => !rule.starts_with("peers"),
    };
    applies && has_amount && finding.required.is_none()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_finding_of_a_rule_with_an_amount_states_it(bytes in prop::collection::vec(any::<u8>(), 40..160), at: u8) {
        let mut bytes = Unstructured::new(&bytes);
        let change = Change::arbitrary(&mut bytes).unwrap();
        let Some(tenant) = Tenant::arbitrary(&mut bytes).unwrap().with_controls() else { return Ok(()) };
        let responses = [Some(tenant.responses()), change.applied(&tenant, usize::from(at))];
        for responses in responses.iter().flatten() {
            for report in reports(responses) {
                let missing = report.findings.iter().filter(|finding| is_amount_missing(&report, finding));
                let missing: Vec<(String, &str)> =
                    missing.map(|finding| (report.identity(finding), finding.message.as_str())).collect();
                prop_assert!(missing.is_empty(), "{missing:?}\n{}", responses.recording());
            }
        }
    }
}
