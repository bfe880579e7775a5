//! The shared step of Jenkins: its scripts run with the variables that `withEnv` gives them.

use std::ffi::OsString;
use std::path::Path;

use tempfile::TempDir;

use crate::release::{Release, VERSION};
use crate::{gh, read, repository, shell};

/// The value of an optional key of the configuration.
fn default(key: &str) -> String {
    let groovy = read("ci/jenkins/vars/scoregate.groovy");
    let (_, value) = groovy.split_once(&format!("${{config.{key} ?: '")).unwrap_or_else(|| panic!("no key {key}"));
    value.split_once("'}").unwrap().0.to_owned()
}

/// The scripts of `sh` within a method of the shared step.
fn scripts(method: &str) -> Vec<String> {
    let groovy = read("ci/jenkins/vars/scoregate.groovy");
    let (_, body) = groovy.split_once(&format!("\ndef {method}(")).unwrap();
    let body = body.split("\n}\n").next().unwrap();
    let mut scripts = Vec::new();
    for part in body.split(" sh '").skip(1) {
        let script = match part.strip_prefix("''") {
            Some(block) => block.split("'''").next().unwrap(),
            None => part.split('\'').next().unwrap(),
        };
        assert!(!script.contains('\\'), "Groovy reads backslashes: {script}");
        scripts.push(script.to_owned());
    }
    scripts
}

fn run(method: &str, evidence: &str) -> (i32, String, TempDir) {
    run_on(method, evidence, |_| Default::default())
}

/// Runs a step on an agent, which has folders that are searched first, and variables.
fn run_on(
    method: &str,
    evidence: &str,
    agent: impl Fn(&Path) -> (Vec<OsString>, Vec<(String, String)>),
) -> (i32, String, TempDir) {
    let folder = TempDir::new().unwrap();
    Release::new(folder.path());
    let (search, agent_variables) = agent(folder.path());
    let path = |path: &str| repository(path).to_str().unwrap().to_owned();
    let mut variables: Vec<(String, String)> = [
        ("SCOREGATE_VERSION", VERSION.to_owned()),
        ("SCOREGATE_RELEASES", folder.path().join("release").to_str().unwrap().to_owned()),
        ("SCOREGATE_SHA256", String::new()),
        ("SCOREGATE_ATTESTATION", default("attestation")),
        ("SCOREGATE_REPOSITORY", default("repository")),
        ("SCOREGATE_BIN", ".scoregate".to_owned()),
        ("SCOREGATE_POLICIES", path("policies")),
        ("SCOREGATE_FROM", path(evidence)),
        ("AZURE_TENANT_ID", "a1b2c3d4-0000-4000-8000-fab41ca00002".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let groovy = read("ci/jenkins/vars/scoregate.groovy");
    for (name, _) in variables.iter().filter(|(name, _)| name.starts_with("SCOREGATE_")) {
        assert!(groovy.contains(&format!("{name}=")), "the step does not set {name}");
    }
    variables.extend(agent_variables);
    let (mut code, mut log) = (0, String::new());
    for script in [scripts("install"), scripts(method)].concat() {
        if script.contains("install.sh") {
            // What writeFile does.
            std::fs::create_dir_all(folder.path().join(".scoregate")).unwrap();
            std::fs::write(
                folder.path().join(".scoregate/install.sh"),
                read("ci/jenkins/resources/scoregate/install.sh"),
            )
            .unwrap();
        }
        let script = script.replace(" --output human", " --now 2026-11-24T06:00:00Z --output human");
        let ran = shell::run(&["sh", "-xe"], &script, folder.path(), &search, &variables);
        (code, log) = (ran.code, log + &ran.log);
        if code != 0 {
            break;
        }
    }
    (code, log, folder)
}

#[test]
fn the_step_installs_and_fails_with_the_verdict_and_its_reports_are_where_they_are_published() {
    let (code, log, folder) = run("call", "examples/fabrikam.json");
    assert_eq!(code, 1, "{log}");
    let groovy = read("ci/jenkins/vars/scoregate.groovy");
    for report in [".scoregate/scoregate.xml", ".scoregate/scoregate.sarif"] {
        assert!(folder.path().join(report).exists(), "{log}");
        assert!(groovy.contains(&format!("'{report}'")), "reports() publishes {report}");
    }
}

#[test]
fn a_change_is_not_evaluated_by_its_own_policies() {
    let (code, log, folder) = run("validate", "examples/fabrikam.json");
    assert!(code == 0 && log.contains("valid"), "{log}");
    assert!(!folder.path().join(".scoregate/scoregate.xml").exists());
}

#[test]
fn the_attestation_is_verified_with_a_token_of_the_agent() {
    let (code, log, folder) = run_on("validate", "examples/contoso.json", |folder| gh::with_token(folder, "0"));
    assert!(code == 0 && log.contains("attestation verified"), "{log}");
    gh::assert_verified(folder.path(), "scoregate/scoregate");
    let (code, log, folder) = run_on("call", "examples/contoso.json", |folder| gh::with_token(folder, "1"));
    assert!(code == 1 && log.contains("could not be verified; nothing was installed"), "{log}");
    assert!(!folder.path().join(".scoregate/scoregate").exists());
}
