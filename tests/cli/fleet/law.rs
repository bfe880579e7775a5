//! A fleet of many tenants gives what as many runs of `check` give.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{NOW, bytes, example, examples, summary};
use crate::support::workspace::Workspace;

/// Checks that each tenant of the fleet has the verdict, the exit code, the counts and the decisive findings of a run of its own; `policies`
/// are the rest of the option `-p`.
fn assert_same(workspace: &Workspace, policies: &str, options: &str) {
    let fleet = summary(workspace, &format!("fleet -p {policies} -f tenants --now {NOW} {options}"));
    let tenants = fleet["tenants"].as_array().unwrap();
    assert!(!tenants.is_empty());
    for tenant in tenants {
        let name = tenant["name"].as_str().unwrap();
        let run = workspace.run(&format!("check -p {policies} -f tenants/{name} --now {NOW} {options} -o json"));
        assert_eq!(tenant["exit-code"], run.code, "{name}: {}", run.seen());
        match serde_json::from_str::<Value>(&run.stdout) {
            Ok(report) => {
                assert_eq!(tenant["status"], report["verdict"], "{name}");
                for key in ["counts", "rule-counts", "tenant"] {
                    assert_eq!(tenant[key], report[key], "{name}: {key}");
                }
                assert_eq!(tenant["snapshot"]["date"], report["snapshot"]["date"], "{name}");
                assert_eq!(strings(&tenant["decisive"]), decisive(&report), "{name}");
                assert_eq!(tenant["sha256"].as_str().map(str::len), Some(64));
            }
            Err(_) => {
                assert_eq!(tenant["status"], "unreadable", "{name}");
                let message = tenant["error"]["message"].as_str().unwrap();
                assert!(run.stderr.contains(message), "{name}: {message}\n{}", run.stderr);
            }
        }
    }
}

fn strings(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// The findings of a report that decide its verdict; of more than ten the most severe.
fn decisive(report: &Value) -> BTreeSet<&str> {
    let outcome = match report["verdict"].as_str().unwrap() {
        "failed" => "failed",
        "inconclusive" => "unknown",
        _ => return BTreeSet::new(),
    };
    let findings = report["findings"].as_array().unwrap().iter();
    let mut found: Vec<&Value> =
        findings.filter(|finding| finding["outcome"] == outcome && finding["blocking"] == true).collect();
    let severities = ["critical", "high", "medium", "low"];
    found.sort_by_key(|finding| severities.iter().position(|severity| finding["severity"] == *severity));
    found.truncate(10);
    found.iter().map(|finding| finding["identity"].as_str().unwrap()).collect()
}

#[test]
fn every_policy_gives_every_example_the_result_of_a_run_of_its_own() {
    let workspace = examples();
    let policies = example("../policies");
    assert_same(&workspace, &policies.to_string_lossy(), "");
    for name in ["first-policy.yaml", "fabrikam-waivers.yaml", "regression.yaml"] {
        workspace.file(name, bytes(name));
    }
    assert_same(
        &workspace,
        &format!("first-policy.yaml fabrikam-waivers.yaml regression.yaml {}", policies.display()),
        "",
    );
}

#[test]
fn a_required_seal_gives_the_results_of_check() {
    let workspace = examples();
    assert_same(&workspace, "mfa.yaml", "");
    assert_same(&workspace, "mfa.yaml", "--require-seal");
}

#[test]
fn each_tenant_is_compared_with_its_own_baseline() {
    let workspace = examples();
    workspace.file("baseline-rule.yaml", bytes("regression-baseline.yaml"));
    workspace.file("contoso-baseline.yaml", bytes("contoso-baseline.yaml"));
    let fleet = summary(
        &workspace,
        &format!("fleet -p baseline-rule.yaml -f tenants --baseline contoso-baseline.yaml --now {NOW}"),
    );
    let alone = |baseline: &str, name: &str| {
        workspace.run(&format!("check -p baseline-rule.yaml -f tenants/{name} {baseline} --now {NOW} -o json")).code
    };
    for tenant in fleet["tenants"].as_array().unwrap() {
        let name = tenant["name"].as_str().unwrap();
        // The baseline is the one of contoso: the others have none.
        let baseline = if tenant["tenant"] == "a1b2c3d4-0000-4000-8000-c0ffee000001" {
            "--baseline contoso-baseline.yaml"
        } else {
            ""
        };
        assert_eq!(tenant["exit-code"], alone(baseline, name), "{name}");
    }
}

#[test]
fn a_policy_of_one_tenant_makes_the_others_unreadable() {
    let workspace = examples();
    let policy = String::from_utf8(bytes("mfa.yaml")).unwrap();
    let pinned = policy.replacen("rules:", "tenant: a1b2c3d4-0000-4000-8000-c0ffee000001\nrules:", 1);
    workspace.file("mfa.yaml", pinned);
    assert_same(&workspace, "mfa.yaml", "");
}

fn score(tenant: u32, points: &[(u8, u8)], wrong: bool) -> Value {
    let controls: Vec<Value> = points
        .iter()
        .enumerate()
        .map(|(index, (score, max))| {
            let id = ["AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication"][index % 3];
            let percentage = 100.0 * f64::from(*score) / f64::from((*max).max(1));
            json!({ "controlName": id, "controlCategory": "Identity", "score": score, "scoreInPercentage": percentage })
        })
        .collect();
    let sum = |of: fn(&(u8, u8)) -> u8| points.iter().map(|one| u32::from(of(one))).sum::<u32>();
    json!({
        "azureTenantId": if wrong { json!({}) } else { json!(format!("a1b2c3d4-0000-4000-8000-{tenant:012}")) },
        "createdDateTime": "2026-11-23T00:00:00Z",
        "currentScore": sum(|one| one.0),
        "maxScore": sum(|one| one.1),
        "controlScores": controls,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn random_tenants_have_the_results_of_runs_of_their_own(
        tenants in proptest::collection::vec((proptest::collection::vec((0_u8..9, 1_u8..9), 0..4), proptest::bool::weighted(0.1)), 1..6)
    ) {
        let workspace = Workspace::new();
        workspace.file("mfa.yaml", bytes("mfa.yaml"));
        for (index, (points, wrong)) in tenants.iter().enumerate() {
            let number = u32::try_from(index).unwrap();
            workspace.file(&format!("tenants/t{index}.json"), score(number, points, *wrong).to_string());
        }
        assert_same(&workspace, "mfa.yaml", "");
    }
}
