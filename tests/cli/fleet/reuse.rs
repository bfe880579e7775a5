//! Reports of each tenant, and results that a later run reuses.

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
fn a_result_is_reused_while_nothing_that_it_depends_on_changes() {
    let workspace = examples();
    let out = format!("{FLEET} --out reports");
    let again = |arguments: &str| {
        let run = workspace.run(arguments);
        assert!([1, 3].contains(&run.code), "{}", run.seen());
        let reused = match run.stderr.as_str() {
            "" => 0,
            note => note.strip_suffix(" results reused from an earlier run\n").unwrap().parse::<usize>().unwrap(),
        };
        (run.stdout, reused)
    };
    let (first, reused) = again(&out);
    assert_eq!(reused, 0);
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
    workspace.file("reports/contoso.json/result.json", "{\"scoregate-fleet-result\":1}");
    assert_eq!(again(&out), (again(&out).0, 2), "a damaged result");
}

#[test]
fn a_quiet_run_says_nothing_about_results_that_are_reused() {
    let workspace = examples();
    let out = format!("{FLEET} --out reports");
    workspace.run(&out);
    assert!(workspace.run(&out).stderr.contains("3 results reused from an earlier run"));
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
    assert!(!workspace.path("reports/contoso.json/result.json").exists());
}

#[test]
fn the_folder_of_the_reports_is_none_that_the_run_reads() {
    let workspace = examples();
    for out in ["tenants", "tenants/reports"] {
        let run = workspace.run(&format!("{FLEET} --out {out}"));
        assert_eq!(run.code, 2, "{}", run.seen());
    }
    assert!(!workspace.path("tenants/reports").exists(), "nothing is created in a folder that is read");
    assert_eq!(workspace.run(&format!("{FLEET} --out reports/../tenants/new/reports")).code, 2);
    assert!(!workspace.path("tenants/new").exists() && !workspace.path("reports").exists());
    assert_eq!(workspace.run(&format!("{FLEET} -o json")).code, 2);
}

#[test]
fn no_old_report_in_another_format_stays_and_no_other_file_is_removed() {
    let workspace = examples();
    let files = || {
        let entries = fs::read_dir(workspace.path("reports/contoso.json")).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    workspace.file("reports/contoso.json/report.sarif", "not of fleet").file("reports/contoso.json/notes.txt", "mine");
    workspace.run(&format!("{FLEET} --out reports -o csv -o human"));
    assert_eq!(files(), ["notes.txt", "report.csv", "report.human.txt", "report.sarif", "result.json"]);
    workspace.run(&format!("{FLEET} --out reports -o json"));
    assert_eq!(files(), ["notes.txt", "report.json", "report.sarif", "result.json"]);
    workspace.file("tenants/contoso.json", "{");
    workspace.run(&format!("{FLEET} --out reports -o csv"));
    assert_eq!(files(), ["notes.txt", "report.sarif"]);
}

#[test]
fn a_damaged_list_of_the_reports_of_earlier_runs_ends_the_run() {
    let workspace = examples();
    workspace.file("reports/.scoregate-fleet.json", "{\"scoregate-fleet-reports\":2,\"names\":[]}");
    insta::assert_snapshot!(workspace.run(&format!("{FLEET} --out reports")).seen());
    workspace.file("victim.json", "").file(
        "reports/.scoregate-fleet.json",
        "{\"scoregate-fleet-reports\":1,\"names\":[\"../../victim.json\", \"report.csv\"]}",
    );
    workspace.run(&format!("{FLEET} --out reports"));
    assert!(workspace.path("victim.json").exists(), "only reports are removed");
    let names = workspace.read("reports/.scoregate-fleet.json");
    assert_eq!(names, "{\"scoregate-fleet-reports\":1,\"names\":[\"report.csv\",\"report.json\"]}");
}

#[test]
fn reports_of_tenants_that_are_gone_stay_and_are_named() {
    let workspace = examples();
    for index in 0..4 {
        workspace.file(&format!("tenants/gone{index}.json"), bytes("fabrikam.json"));
    }
    let out = format!("{FLEET} --out reports");
    workspace.run(&out);
    for index in 0..4 {
        fs::remove_file(workspace.path(&format!("tenants/gone{index}.json"))).unwrap();
    }
    workspace.file("reports/own/notes.txt", "not of fleet");
    insta::assert_snapshot!(workspace.run(&out).seen());
    let found = super::summary(&workspace, &out);
    assert_eq!(found["other-reports"], serde_json::json!(["gone0.json", "gone1.json", "gone2.json", "gone3.json"]));
    assert_eq!(super::summary(&workspace, FLEET)["other-reports"], serde_json::Value::Null);
    assert!(workspace.path("reports/gone0.json/report.json").exists());
}
