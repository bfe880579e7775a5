//! The component of GitLab: its jobs run with the variables that the runner sets, in `sh` and in `bash`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::release::{Release, VERSION};
use crate::{gh, read, repository, shell};

const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";
const FABRIKAM: &str = "a1b2c3d4-0000-4000-8000-fab41ca00002";

/// A pipeline that includes the component.
struct Pipeline {
    folder: TempDir,
    inputs: BTreeMap<&'static str, String>,
    /// The folders that are searched first, and the variables of the project.
    project: (Vec<OsString>, Vec<(String, String)>),
}

impl Pipeline {
    fn new(evidence: &str, tenant: &str) -> Self {
        let folder = TempDir::new().unwrap();
        Release::new(folder.path());
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let inputs = BTreeMap::from([
            ("version", VERSION.to_owned()),
            ("releases", text(folder.path().join("release"))),
            ("policies", text(repository("policies"))),
            ("from", text(repository(evidence))),
            ("tenant-id", tenant.to_owned()),
            ("client-id", "12345678-1234-1234-1234-1234567890ab".to_owned()),
            // The example data has a fixed date.
            ("arguments", "--now=2026-11-24T06:00:00Z\n".to_owned()),
        ]);
        Self { folder, inputs, project: Default::default() }
    }

    fn input(mut self, name: &'static str, value: &str) -> Self {
        self.inputs.insert(name, value.to_owned());
        self
    }

    /// The jobs of the component, with its inputs.
    fn jobs(&self) -> Value {
        let text = read("ci/gitlab/templates/gate.yml");
        let (spec, jobs) = text.split_once("\n---\n").unwrap();
        let spec: Value = serde_saphyr::from_str(spec).unwrap();
        let known = spec["spec"]["inputs"].as_object().unwrap();
        assert!(self.inputs.keys().all(|name| known.contains_key(*name)), "{:?}", self.inputs);
        let values: Vec<(String, String)> = known
            .iter()
            .map(|(name, input)| {
                let default =
                    || input["default"].as_str().unwrap_or_else(|| panic!("the input {name} is required")).to_owned();
                (format!("$[[ inputs.{name} ]]"), self.inputs.get(name.as_str()).cloned().unwrap_or_else(default))
            })
            .collect();
        let mut jobs: Value = serde_saphyr::from_str(jobs).unwrap();
        interpolate(&mut jobs, &values);
        jobs
    }

    /// Runs a job, whose lines the runner gives to one shell, and returns its exit code and log.
    fn run(&self, shell: &str, job: &str) -> (i32, String) {
        let component = self.jobs();
        let strings = |value: &Value| -> Vec<String> {
            value.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
        };
        let (base, job) = (&component[".scoregate"], &component[job]);
        assert_eq!(job["extends"], ".scoregate");
        let script =
            [vec!["set -e".to_owned()], strings(&base["before_script"]), strings(&job["script"])].concat().join("\n");
        // Jobs of one runner may share /tmp with other tests here.
        let bin = self.folder.path().join("bin").to_str().unwrap().to_owned();
        let mut variables = self.project.1.clone();
        variables.push(("AZURE_ID_TOKEN".to_owned(), "token-of-the-job".to_owned()));
        for values in [&base["variables"], &job["variables"]] {
            let values = values.as_object().into_iter().flatten();
            variables.extend(
                values.map(|(name, value)| (name.clone(), value.as_str().unwrap().replace("/tmp/scoregate", &bin))),
            );
        }
        let ran = shell::run(&[shell], &script, self.folder.path(), &self.project.0, &variables);
        (ran.code, ran.log)
    }

    fn report(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }
}

/// Replaces the inputs in every text, as GitLab does after it has read the YAML.
fn interpolate(value: &mut Value, inputs: &[(String, String)]) {
    match value {
        Value::String(text) => {
            for (name, input) in inputs {
                *text = text.replace(name, input);
            }
            assert!(!text.contains("$[["), "{text}");
        }
        Value::Array(items) => items.iter_mut().for_each(|item| interpolate(item, inputs)),
        Value::Object(items) => items.values_mut().for_each(|item| interpolate(item, inputs)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn the_main_branch_is_evaluated_and_both_reports_are_written() {
    for shell in ["sh", "bash"] {
        let pipeline = Pipeline::new("examples/fabrikam.json", FABRIKAM);
        let (code, log) = pipeline.run(shell, "secure-score");
        assert_eq!(code, 1, "{log}");
        let quality: Value = serde_json::from_str(&pipeline.report("gl-code-quality-report.json")).unwrap();
        assert!(!quality.as_array().unwrap().is_empty());
        assert!(pipeline.report("scoregate.xml").contains("<failure"));
        assert_eq!(pipeline.report("bin/azure-id-token"), "token-of-the-job");
    }
    let (code, log) = Pipeline::new("examples/contoso.json", CONTOSO).run("sh", "secure-score");
    assert_eq!(code, 0, "{log}");
    let (code, log) = Pipeline::new("examples/contoso.json", FABRIKAM).run("sh", "secure-score");
    assert_eq!(code, 5, "another tenant: {log}");
}

#[test]
fn a_merge_request_is_not_evaluated_by_its_own_policies() {
    let pipeline = Pipeline::new("examples/fabrikam.json", FABRIKAM);
    let (code, log) = pipeline.run("sh", "secure-score-policies");
    assert!(code == 0 && log.contains("valid"), "{log}");
    assert!(!pipeline.has("scoregate.xml"));
}

#[test]
fn a_merge_request_is_previewed_in_code_quality_where_the_evidence_is_a_file() {
    for shell in ["sh", "bash"] {
        let pipeline = Pipeline::new("examples/fabrikam.json", FABRIKAM);
        assert_eq!(pipeline.run(shell, "secure-score").0, 1);
        let report = pipeline.report("gl-code-quality-report.json");
        std::fs::remove_file(pipeline.folder.path().join("gl-code-quality-report.json")).unwrap();
        std::fs::remove_file(pipeline.folder.path().join("bin/azure-id-token")).unwrap();
        let (code, log) = pipeline.run(shell, "secure-score-preview");
        assert_eq!(code, 0, "{log}");
        assert!(log.contains("A preview by the policies of the merge request, which decides nothing:"), "{log}");
        assert_eq!(pipeline.report("gl-code-quality-report.json"), report, "the same policies give nothing to compare");
        assert!(!pipeline.has("bin/azure-id-token"), "a merge request has no token");
    }
}

#[test]
fn a_merge_request_has_no_preview_where_the_evidence_is_microsoft_graph() {
    let condition = |from: &str| {
        let jobs = Pipeline::new("examples/fabrikam.json", FABRIKAM).input("from", from).jobs();
        jobs["secure-score-preview"]["rules"][0]["if"].as_str().unwrap().to_owned()
    };
    let merge_request = r#"$CI_PIPELINE_SOURCE == "merge_request_event""#;
    assert_eq!(condition("graph"), format!(r#"{merge_request} && "graph" != "graph""#));
    assert_eq!(condition("secure-score.json"), format!(r#"{merge_request} && "secure-score.json" != "graph""#));
}

#[test]
fn the_reports_of_the_jobs_are_those_that_they_write() {
    let jobs = Pipeline::new("examples/fabrikam.json", FABRIKAM).jobs();
    let reports: [(&str, &[(&str, &str)]); 2] = [
        ("secure-score", &[("junit", "junit"), ("codequality", "gitlab")]),
        ("secure-score-preview", &[("codequality", "gitlab")]),
    ];
    for (job, reports) in reports {
        let job = &jobs[job];
        let command = job["script"].as_array().unwrap().last().unwrap().as_str().unwrap();
        for (report, format) in reports {
            let path = job["artifacts"]["reports"][report].as_str().unwrap();
            assert!(command.contains(&format!("--output {format}={path}")), "{command}");
        }
    }
    assert_eq!(jobs["secure-score"]["artifacts"]["when"], "always");
}

#[test]
fn the_attestation_is_verified_with_a_token_of_the_project() {
    let mut pipeline = Pipeline::new("examples/contoso.json", CONTOSO);
    pipeline.project = gh::with_token(pipeline.folder.path(), "0");
    let (code, log) = pipeline.run("sh", "secure-score");
    assert!(code == 0 && log.contains("attestation verified"), "{log}");
    gh::assert_verified(pipeline.folder.path(), "scoregate/scoregate");

    pipeline.project = gh::with_token(pipeline.folder.path(), "1");
    let (code, log) = pipeline.run("sh", "secure-score-policies");
    assert!(code == 1 && log.contains("could not be verified; nothing was installed"), "{log}");
    let pipeline = pipeline.input("attestation", "off");
    let (code, log) = pipeline.run("sh", "secure-score-policies");
    assert!(code == 0 && log.contains("attestation not verified (off)"), "{log}");
}
