//! The policies and tenants that ship with the project.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::workspace::{Run, Workspace, outcome};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn run(args: &str) -> Run {
    let mut command = Workspace::new().command(args);
    command.current_dir(repository(""));
    outcome(command)
}

fn policies() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(repository("policies")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_shipped_policy_is_valid_and_named_like_its_file() {
    for file in policies() {
        let text = fs::read_to_string(&file).unwrap();
        let id = format!("\npolicy: {}\n", file.file_stem().unwrap().to_str().unwrap());
        assert!(text.contains(&id), "{}", file.display());
        assert!(
            text.starts_with("# yaml-language-server: $schema=../schemas/policy.schema.json\n"),
            "{}",
            file.display()
        );
    }
    assert_eq!(run("policy validate policies examples/first-policy.yaml examples/fabrikam-waivers.yaml").code, 0);
}

#[test]
fn every_rule_of_a_shipped_policy_says_why_and_how_to_mend_it() {
    let report = run("check -p policies -f examples/contoso.json --now 2026-11-24 -o json").stdout;
    let report: Value = serde_json::from_str(&report).unwrap();
    for policy in report["policies"].as_array().unwrap().iter().filter(|policy| policy["id"] != "scoregate") {
        for rule in policy["rules"].as_array().unwrap() {
            for key in ["title", "why", "fix"] {
                assert!(
                    rule[key].as_str().is_some_and(|text| text.len() > 15),
                    "{}/{}: {key}",
                    policy["id"],
                    rule["id"]
                );
            }
        }
    }
}

#[test]
fn the_passing_tenant_passes_every_shipped_policy_and_leaves_nothing_unknown() {
    let run = run("check -p policies -f examples/contoso.json --now 2026-11-24T06:00:00Z -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((report["counts"]["unknown"].as_u64(), report["counts"]["advised"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn the_shipped_examples_are_verified_recordings() {
    for tenant in ["contoso", "fabrikam"] {
        let run = run(&format!("check -p policies -f examples/{tenant}.json --now 2026-11-24 -o json"));
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(report["provenance"]["inputs"][0]["verified"], true, "{tenant}");
    }
}

#[test]
fn the_shipped_baseline_is_the_one_that_the_command_writes() {
    let run = run("baseline write --from examples/contoso.json --out -");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(run.stdout, fs::read_to_string(repository("examples/contoso-baseline.yaml")).unwrap());
}

#[test]
fn the_digest_lists_controls_of_which_a_rule_requires_the_same_in_one_line() {
    let run = run("check -p policies -f examples/contoso.json --now 2026-11-24T06:00:00Z -o digest --budget 20000");
    let lines: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("- Passed: ")).collect();
    let fresh: Vec<&&str> = lines.iter().filter(|line| line.contains("/fresh")).collect();
    assert!((1..=4).contains(&fresh.len()), "{fresh:#?}");
    assert!(lines.iter().all(|line| !line.contains("Last synced")), "{lines:#?}");
    let [open, passed] = ["\n## Recoverable points", "\n## Passed"].map(|head| run.stdout.find(head));
    assert!(open.is_some() && open < passed, "{}", run.stdout);
}
