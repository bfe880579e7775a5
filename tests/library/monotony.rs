//! Monotony of evidence: less information, or fewer points, turns no Failed or Unknown into Pass, and no finding disappears without
//! an Unknown one in its place. Every kind of rule, and the changes that the fuzz target `laws` makes too, whose tenants these are.

use std::path::Path;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::*;
use scoregate::error::Error;
use scoregate::evaluate::{Run, evaluate};
use scoregate::evidence::{self, Evidence};
use scoregate::policy::{self, PolicySet};
use scoregate::report::{Advice, Report};

use crate::change::Change;
use crate::law;
use crate::tenant::{Responses, Tenant};

/// A time after the newest day of every tenant.
const NOW: &str = "2026-11-24T06:00:00Z";

fn policies() -> &'static PolicySet {
    static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/policies/laws.yaml");
        policy::load(&[path]).unwrap()
    });
    &POLICIES
}

/// The evidence in responses, as far as policies need it.
pub(crate) fn evidence(responses: &Responses, policies: &PolicySet) -> Result<Evidence, Error> {
    let recording = ("t.json".to_owned(), responses.recording().into());
    evidence::from_memory([recording], policies.needs())
}

/// The report on the responses, or why they are no evidence.
fn report(responses: &Responses) -> Result<Report, Error> {
    let evidence = evidence(responses, policies())?;
    let run = Run { replayed: true, ..Run::at(NOW.parse().unwrap()) };
    evaluate(policies(), &evidence, &run).map_err(|error| error.explained(Advice::to_string))
}

/// Checks one change of one tenant.
fn check(change: Change, at: usize, tenant: &Tenant) -> Result<(), TestCaseError> {
    let before = tenant.responses();
    let Some(after) = change.applied(tenant, at) else { return Ok(()) };
    // Less may be no evidence at all, and what is unchanged always is some.
    let (more, Ok(less)) = (report(&before).unwrap(), report(&after)) else { return Ok(()) };
    let broken = law::violations((change, &tenant.id(at)), (&more, &before), (&less, &after));
    prop_assert!(broken.is_empty(), "{change:?} {broken:?} at {at}\n{}\n{}", before.recording(), after.recording());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn less_evidence_passes_nothing_and_hides_nothing(bytes in prop::collection::vec(any::<u8>(), 40..160), at: u8) {
        let mut bytes = Unstructured::new(&bytes);
        let change = Change::arbitrary(&mut bytes).unwrap();
        let Some(mut tenant) = Tenant::arbitrary(&mut bytes).unwrap().with_controls() else { return Ok(()) };
        if change == Change::LowerPoints {
            tenant = tenant.without_duplicates();
        }
        check(change, usize::from(at), &tenant)?;
    }
}
