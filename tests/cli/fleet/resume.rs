//! Reports of each tenant, and results that a later run uses again.

use std::fs;

use super::{FLEET, bytes, examples};

#[test]
fn each_tenant_with_a_verdict_has_its_reports() {
    let workspace = examples();
    let run = workspace.run(&format!("{FLEET} --out reports -o json -o sarif -o human"));
    assert_eq!(run.code, 1, "{}", run.seen());
    let check = |name: &str, format: &str| {
        workspace.run(&format!("check -p mfa.yaml -f tenants/{name} --now 2026-11-24T06:00:00Z -o {format}")).stdout
    };
    for name in ["contoso.json", "fabrikam.json", "history"] {
        assert_eq!(workspace.read(&format!("reports/{name}/report.json")), check(name, "json"));
        assert_eq!(workspace.read(&format!("reports/{name}/report.sarif")), check(name, "sarif"));
        assert_eq!(workspace.read(&format!("reports/{name}/report.human.txt")), check(name, "human"));
    }
    assert!(!workspace.path("reports/broken.json").exists());
}

#[test]
fn a_result_is_used_again_while_nothing_that_it_depends_on_changes() {
    let workspace = examples();
    let out = format!("{FLEET} --out reports");
    let again = |arguments: &str| {
        let run = workspace.run(arguments);
        let known = run.stderr.split_whitespace().next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
        (run.stdout, known)
    };
    let (first, known) = again(&out);
    assert_eq!(known, 0);
    assert_eq!(again(&out), (first.clone(), 3), "nothing changed");
    workspace.file("tenants/fabrikam.json", bytes("contoso.json"));
    assert_eq!(again(&out).1, 2, "the data of one tenant");
    workspace.file("tenants/fabrikam.json", bytes("fabrikam.json"));
    assert_eq!(again(&out), (first.clone(), 2), "and back");
    fs::remove_file(workspace.path("reports/contoso.json/report.json")).unwrap();
    assert_eq!(again(&out), (first.clone(), 2), "a report is missing");
    assert_eq!(again(&out.replace("T06", "T07")).1, 0, "the time");
    assert_eq!(again(&out).1, 0, "and back: the results of the other time replaced them");
    assert_eq!(again(&format!("{out} -o csv")).1, 0, "the formats");
    assert_eq!(again(&out).1, 0);
    assert_eq!(again(&format!("{out} --require-seal")).1, 0, "the options");
    let policy = workspace.read("mfa.yaml");
    workspace.file("mfa.yaml", policy.clone() + "\n# a comment\n");
    assert_eq!(again(&out).1, 0, "the policies");
    workspace.file("reports/contoso.json/state.json", "{\"scoregate-fleet-state\":1}");
    assert_eq!(again(&out), (again(&out).0, 2), "a damaged result");
}

#[test]
fn a_quiet_run_says_nothing_about_results_that_are_used_again() {
    let workspace = examples();
    let out = format!("{FLEET} --out reports");
    workspace.run(&out);
    assert!(workspace.run(&out).stderr.contains("3 results used again from an earlier run"));
    assert_eq!(workspace.run(&format!("{out} --quiet")).stderr, "");
}

#[test]
fn no_old_report_of_a_tenant_that_cannot_be_read_stays() {
    let workspace = examples();
    let out = format!("{FLEET} --out reports");
    workspace.run(&out);
    assert!(workspace.path("reports/contoso.json/report.json").exists());
    workspace.file("tenants/contoso.json", "{");
    workspace.run(&out);
    assert!(!workspace.path("reports/contoso.json/report.json").exists());
    assert!(!workspace.path("reports/contoso.json/state.json").exists());
}

#[test]
fn the_folder_of_the_reports_is_none_that_the_run_reads() {
    let workspace = examples();
    for out in ["tenants", "tenants/reports"] {
        let run = workspace.run(&format!("{FLEET} --out {out}"));
        assert_eq!(run.code, 2, "{}", run.seen());
    }
    assert_eq!(workspace.run(&format!("{FLEET} -o json")).code, 2);
}
