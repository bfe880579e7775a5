//! What a verdict rests on, in both directions: what is not shown decides nothing, and what is
//! shown decides.

mod catalogue;
mod contradictions;
mod damaged_days;
mod laws;
mod maxima;
mod missing_data;
mod references;
mod selectors;
mod sets;
mod states;
mod waivers;

use serde_json::Value;

use crate::support::tenant::{NOW, Tenant, policy};
use crate::support::workspace::Workspace;

/// The outcomes of the rule on files, `SUBJECT outcome` each; the subject of a finding about the tenant is `-`.
fn of_files(policy: &str, files: &[(&str, String)]) -> String {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy);
    for (name, text) in files {
        workspace.file(name, text);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let run = workspace.run(&format!("check -p p.yaml -f {} --now {NOW} -o json", names.join(" ")));
    assert!(matches!(run.code, 0 | 1 | 3), "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let own = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p");
    let found = own.map(|finding| {
        format!("{} {}", finding["subject"].as_str().unwrap_or("-"), finding["outcome"].as_str().unwrap())
    });
    found.collect::<Vec<_>>().join(", ")
}

/// Evaluates one rule on one tenant, row by row, and compares the outcomes.
fn check(table: &[(&str, Tenant, &str, &str)]) {
    for (what, tenant, expect, outcome) in table {
        assert_eq!(of_files(&policy(expect), &[("t.json", tenant.json())]), *outcome, "{what}");
    }
}
