//! The steps template of Azure Pipelines: its scripts run with the variables that the agent sets.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::release::{Release, VERSION};
use crate::{gh, read, repository, shell};

/// A build, and the parameters of the template in it.
struct Build {
    folder: TempDir,
    release: Release,
    reason: &'static str,
    parameters: BTreeMap<&'static str, String>,
    /// The folders that are searched first, and the variables of the agent.
    agent: (Vec<OsString>, Vec<(String, String)>),
}

impl Build {
    fn new(evidence: &str, reason: &'static str) -> Self {
        let folder = TempDir::new().unwrap();
        let release = Release::new(folder.path());
        std::fs::create_dir_all(folder.path().join("temp")).unwrap();
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let parameters = BTreeMap::from([
            ("version", VERSION.to_owned()),
            ("releases", text(folder.path().join("release"))),
            ("policies", text(repository("policies"))),
            ("from", text(repository(evidence))),
            ("arguments", "--now=2026-11-24T06:00:00Z\n--show=passed\n".to_owned()),
        ]);
        Self { folder, release, reason, parameters, agent: Default::default() }
    }

    fn parameter(mut self, name: &'static str, value: &str) -> Self {
        self.parameters.insert(name, value.to_owned());
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the steps of the template that a condition leaves, and returns the last exit code and the log of all.
    fn run(&self) -> (i32, String) {
        let template: Value = serde_saphyr::from_str(&read("ci/azure/gate.yml")).unwrap();
        let (mut code, mut log) = (0, String::new());
        for step in template["steps"].as_array().unwrap() {
            let Some(script) = step["bash"].as_str().or(step["inputs"]["inlineScript"].as_str()) else { continue };
            let condition = step["condition"].as_str().unwrap_or("succeeded()");
            let is_pull_request = self.reason == "PullRequest";
            let is_for_pull_request = condition.contains(" eq(variables['Build.Reason'], 'PullRequest')");
            let is_for_others = condition.contains(" ne(variables['Build.Reason'], 'PullRequest')");
            if (is_for_pull_request && !is_pull_request) || (is_for_others && is_pull_request) || code != 0 {
                continue;
            }
            let variables = self.variables(&template, step);
            let bash = ["bash", "--noprofile", "--norc"];
            let ran = shell::run(&bash, script, self.folder.path(), &self.agent.0, &variables);
            (code, log) = (ran.code, log + &ran.log);
        }
        (code, log)
    }

    /// The variables of a step: those of the agent, and those that the template sets, which replace them.
    fn variables(&self, template: &Value, step: &Value) -> Vec<(String, String)> {
        let temp = self.path("temp").to_str().unwrap().to_owned();
        let mut variables = self.agent.1.clone();
        variables.push(("TF_BUILD".to_owned(), "True".to_owned()));
        variables.push(("AGENT_TEMPDIRECTORY".to_owned(), temp.clone()));
        for (name, text) in step["env"].as_object().unwrap() {
            let text = text.as_str().unwrap();
            let text = match text.strip_prefix("${{ parameters.") {
                Some(parameter) => self.value(template, parameter.trim_end_matches(" }}")),
                None => {
                    text.replace("$(Agent.TempDirectory)", &temp).replace("$(System.AccessToken)", "token-of-the-job")
                }
            };
            variables.push((name.clone(), text));
        }
        variables
    }

    /// The value of a parameter, or its default.
    fn value(&self, template: &Value, name: &str) -> String {
        let known = template["parameters"].as_array().unwrap().iter().find(|parameter| parameter["name"] == name);
        let known = known.unwrap_or_else(|| panic!("the template has no parameter {name}"));
        let default = || known["default"].as_str().unwrap_or_else(|| panic!("{name} is required")).to_owned();
        self.parameters.get(name).cloned().unwrap_or_else(default)
    }
}

#[test]
fn the_template_installs_evaluates_and_sets_variables() {
    let build = Build::new("examples/fabrikam.json", "Schedule");
    let (code, log) = build.run();
    assert_eq!(code, 1, "{log}");
    for command in [
        "##vso[task.logissue type=error",
        "##vso[task.uploadsummary]",
        "##vso[task.setvariable variable=verdict;isOutput=true]failed",
    ] {
        assert!(log.contains(command), "{command}: {log}");
    }
    assert!(build.path("temp/scoregate/scoregate.xml").exists());
    let (code, log) = Build::new("examples/contoso.json", "IndividualCI").run();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("variable=verdict;isOutput=true]passed"), "{log}");
}

#[test]
fn data_of_another_tenant_than_the_parameter_names_is_refused() {
    let build = Build::new("examples/contoso.json", "Schedule");
    let build = build.parameter("tenant", "a1b2c3d4-0000-4000-8000-fab41ca00002");
    let (code, log) = build.run();
    assert_eq!(code, 5, "{log}");
    let build = build.parameter("tenant", "a1b2c3d4-0000-4000-8000-c0ffee000001");
    assert_eq!(build.run().0, 0);
}

#[test]
fn a_pull_request_is_not_evaluated_by_its_own_policies() {
    let build = Build::new("examples/fabrikam.json", "PullRequest");
    let (code, log) = build.run();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("valid") && !log.contains("verdict"), "{log}");
    assert!(!build.path("temp/scoregate/scoregate.xml").exists());
}

#[test]
fn the_template_installs_nothing_with_another_checksum() {
    let build = Build::new("examples/contoso.json", "Schedule");
    build.release.sums("0  x\n");
    let (code, log) = build.run();
    assert!(code == 1 && log.contains("nothing was installed"), "{log}");
    assert!(!build.path("temp/scoregate").exists());
}

#[test]
fn the_template_verifies_the_attestation_with_the_token_that_it_is_given() {
    let mut build = Build::new("examples/contoso.json", "Schedule").parameter("gitHubToken", "token");
    build.agent = gh::with_token(build.folder.path(), "0");
    let (code, log) = build.run();
    assert!(code == 0 && log.contains("attestation verified"), "{log}");
    gh::assert_verified(build.folder.path(), "scoregate/scoregate");
    build.agent = gh::with_token(build.folder.path(), "1");
    let (code, log) = build.run();
    assert!(code == 1 && log.contains("could not be verified; nothing was installed"), "{log}");

    let build = build.parameter("attestation", "off");
    let (code, log) = build.run();
    assert!(code == 0 && log.contains("attestation not verified (off)"), "{log}");
    // A token that the agent has for another purpose is not used.
    let build = build.parameter("attestation", "auto").parameter("gitHubToken", "");
    let (code, log) = build.run();
    assert!(code == 0 && log.contains("attestation not verified (gh or GH_TOKEN is missing)"), "{log}");
    let build = build.parameter("attestation", "require");
    assert_eq!(build.run().0, 1);
}
