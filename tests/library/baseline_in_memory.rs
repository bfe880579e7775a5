//! A baseline that a program has in memory, without a file.

use scoregate::baseline;
use scoregate::error::Error;

const TEXT: &str = "\
scoregate-baseline: 1
tenant: 7f3a5c1e-0000-4000-8000-000000000001
date: 2026-11-23
score: { current: 9, max: 10 }
controls:
  AdminMFAV2: { score: 9, max: 10 }
";

#[test]
fn a_baseline_in_memory_is_that_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("baseline.yaml");
    std::fs::write(&path, TEXT).unwrap();
    let of_file = baseline::load(&path).unwrap();
    assert_eq!(baseline::from_memory(path.to_string_lossy().into_owned(), TEXT.as_bytes()).unwrap(), of_file);
}

#[test]
fn a_policy_in_memory_is_no_baseline() {
    let error = baseline::from_memory("x.yaml".to_owned(), b"policy: x\n").unwrap_err();
    let Error::Baseline { problems } = &error else { panic!("{error:?}") };
    assert_eq!(problems[0].message, "the file is a policy, not a baseline");
}
