//! The kinds of errors of the evidence, by which a program decides.

use std::collections::BTreeSet;

use scoregate::error::{Error, EvidenceErrorKind};
use scoregate::evidence::{Needs, from_memory};

const DAY: &str = r#"{"value":[{"azureTenantId":"TENANT","createdDateTime":"2026-11-23T00:00:00Z","currentScore":SCORE,"maxScore":2.0,"controlScores":[]}]}"#;

fn day(tenant: &str, score: &str) -> String {
    DAY.replace("TENANT", tenant).replace("SCORE", score)
}

fn kind(files: &[&str]) -> EvidenceErrorKind {
    let files = files.iter().enumerate().map(|(number, text)| (format!("{number}.json"), text.as_bytes().to_vec()));
    match from_memory(files, Needs::default()) {
        Err(Error::Evidence { kind, .. }) => kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_of_the_evidence_states_its_kind() {
    let (one, other) = ("7f3a5c1e-0000-4000-8000-000000000001", "7f3a5c1e-0000-4000-8000-000000000002");
    let many = format!("[{}0]", "0,".repeat(100_000));
    let cases: [(EvidenceErrorKind, &[&str]); 8] = [
        (EvidenceErrorKind::Malformed, &["{\"value\":["]),
        (EvidenceErrorKind::Malformed, &["<html>"]),
        (EvidenceErrorKind::Foreign, &["{\"value\":[{\"id\":\"x\",\"displayName\":\"y\"}]}"]),
        (EvidenceErrorKind::Foreign, &["{\"error\":{\"code\":\"Forbidden\"}}"]),
        (EvidenceErrorKind::Invalid, &[&day(one, "1.0").replace("2026-11-23T00:00:00Z", "yesterday")]),
        (EvidenceErrorKind::OtherTenant, &[&day(one, "1.0"), &day(other, "1.0")]),
        (EvidenceErrorKind::Ambiguous, &[&day(one, "1.0"), &day(one, "2.0")]),
        (EvidenceErrorKind::TooLarge, &[&many]),
    ];
    for (expected, files) in cases {
        assert_eq!(kind(files), expected, "{files:.80?}");
    }
    assert_eq!(kind(&["{\"value\":[]}"]), EvidenceErrorKind::NoSnapshot);
}

#[test]
fn each_kind_has_a_code_of_its_own() {
    let codes: BTreeSet<&str> = EvidenceErrorKind::ALL.into_iter().map(EvidenceErrorKind::code).collect();
    assert_eq!(codes.len(), EvidenceErrorKind::ALL.len());
}
