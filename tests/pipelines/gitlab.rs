//! The component of GitLab: its jobs run with the variables that the runner sets, in `sh` and in `bash`.

use serde_json::Value;
use tempfile::TempDir;

use crate::release::{Release, VERSION};
use crate::{read, repository, shell};

const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";
const FABRIKAM: &str = "a1b2c3d4-0000-4000-8000-fab41ca00002";

/// The jobs of the component, with its inputs.
fn component(inputs: &[(&str, &str)]) -> Value {
    let text = read("ci/gitlab/templates/gate.yml");
    let (spec, jobs) = text.split_once("\n---\n").unwrap();
    let spec: Value = serde_saphyr::from_str(spec).unwrap();
    let mut jobs = jobs.to_owned();
    for (name, input) in spec["spec"]["inputs"].as_object().unwrap() {
        let given = inputs.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        let value = given.or(input["default"].as_str()).unwrap_or_else(|| panic!("the input {name} is required"));
        jobs = jobs.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    assert!(!jobs.contains("$[["), "{jobs}");
    serde_saphyr::from_str(&jobs).unwrap()
}

/// Runs a job, whose lines the runner gives to one shell.
fn run(shell: &str, job: &str, evidence: &str, tenant: &str) -> (i32, String, TempDir) {
    let folder = TempDir::new().unwrap();
    Release::new(folder.path());
    let path = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
    let (policies, evidence) = (repository("policies"), repository(evidence));
    let releases = path("release");
    let component = component(&[
        ("version", VERSION),
        ("releases", &releases),
        ("policies", policies.to_str().unwrap()),
        ("from", evidence.to_str().unwrap()),
        ("tenant-id", tenant),
        ("client-id", "12345678-1234-1234-1234-1234567890ab"),
    ]);
    let strings = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    let (base, job) = (&component[".scoregate"], &component[job]);
    assert_eq!(job["extends"], ".scoregate");
    let script =
        [vec!["set -e".to_owned()], strings(&base["before_script"]), strings(&job["script"])].concat().join("\n");
    // Jobs of one runner may share /tmp with other tests here.
    let here = |text: &str| text.replace("/tmp/scoregate", &path("bin"));
    let mut variables = vec![("AZURE_ID_TOKEN".to_owned(), "token-of-the-job".to_owned())];
    for values in [&base["variables"], &job["variables"]] {
        let values = values.as_object().into_iter().flatten();
        variables.extend(values.map(|(name, value)| (name.clone(), here(value.as_str().unwrap()))));
    }
    // The example data has a fixed date.
    let script = script.replace(" --output human", " --now 2026-11-24T06:00:00Z --output human");
    let ran = shell::run(&[shell], &script, folder.path(), &[], &variables);
    (ran.code, ran.log, folder)
}

#[test]
fn the_main_branch_is_evaluated_and_both_reports_are_written() {
    for shell in ["sh", "bash"] {
        let (code, log, folder) = run(shell, "secure-score", "examples/fabrikam.json", FABRIKAM);
        assert_eq!(code, 1, "{log}");
        let report = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let quality: Value = serde_json::from_str(&report("gl-code-quality-report.json")).unwrap();
        assert!(!quality.as_array().unwrap().is_empty());
        assert!(report("scoregate.xml").contains("<failure"));
        assert_eq!(report("bin/azure-id-token"), "token-of-the-job");
    }
    let (code, log, _folder) = run("sh", "secure-score", "examples/contoso.json", CONTOSO);
    assert_eq!(code, 0, "{log}");
    let (code, log, _folder) = run("sh", "secure-score", "examples/contoso.json", FABRIKAM);
    assert_eq!(code, 5, "another tenant: {log}");
}

#[test]
fn a_merge_request_is_not_evaluated_by_its_own_policies() {
    let (code, log, folder) = run("sh", "secure-score-policies", "examples/fabrikam.json", FABRIKAM);
    assert!(code == 0 && log.contains("valid"), "{log}");
    assert!(!folder.path().join("scoregate.xml").exists());
}

#[test]
fn the_reports_of_the_job_are_those_that_it_writes() {
    let component = component(&[("version", "0"), ("tenant-id", "t"), ("client-id", "c")]);
    let job = &component["secure-score"];
    let command = job["script"].as_array().unwrap().last().unwrap().as_str().unwrap();
    for (report, format) in [("junit", "junit"), ("codequality", "gitlab")] {
        let path = job["artifacts"]["reports"][report].as_str().unwrap();
        assert!(command.contains(&format!("--output {format}={path}")), "{command}");
    }
    assert_eq!(job["artifacts"]["when"], "always");
}
