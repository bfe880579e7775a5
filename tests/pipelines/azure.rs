//! The steps template of Azure Pipelines: its scripts run with the variables that the agent sets.

use serde_json::Value;
use tempfile::TempDir;

use crate::release::{Release, VERSION};
use crate::{read, repository, shell};

/// Runs the steps of the template that a condition leaves, and returns the last exit code and the log of all.
fn run(evidence: &str, reason: &str, arguments: &str, change: impl Fn(&Release)) -> (i32, String, TempDir) {
    let folder = TempDir::new().unwrap();
    change(&Release::new(folder.path()));
    let path = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
    std::fs::create_dir_all(path("temp")).unwrap();
    let template: Value = serde_saphyr::from_str(&read("ci/azure/gate.yml")).unwrap();
    let releases = path("release");
    let value = |name: &str| match name {
        "version" => VERSION.to_owned(),
        "releases" => releases.clone(),
        "policies" => repository("policies").to_str().unwrap().to_owned(),
        "from" => repository(evidence).to_str().unwrap().to_owned(),
        "arguments" => arguments.to_owned(),
        "sha256" => String::new(),
        _ => panic!("the tests do not know the parameter {name}"),
    };
    let (mut code, mut log) = (0, String::new());
    for step in template["steps"].as_array().unwrap() {
        let Some(script) = step["bash"].as_str().or(step["inputs"]["inlineScript"].as_str()) else { continue };
        let condition = step["condition"].as_str().unwrap_or("succeeded()");
        let is_for_pull_request = condition.contains(" eq(variables['Build.Reason'], 'PullRequest')");
        let is_for_others = condition.contains(" ne(variables['Build.Reason'], 'PullRequest')");
        if (is_for_pull_request && reason != "PullRequest") || (is_for_others && reason == "PullRequest") || code != 0 {
            continue;
        }
        let mut variables =
            vec![("TF_BUILD".to_owned(), "True".to_owned()), ("AGENT_TEMPDIRECTORY".to_owned(), path("temp"))];
        for (name, text) in step["env"].as_object().unwrap() {
            let text = text.as_str().unwrap();
            let text = match text.strip_prefix("${{ parameters.") {
                Some(parameter) => value(parameter.trim_end_matches(" }}")),
                None => text
                    .replace("$(Agent.TempDirectory)", &path("temp"))
                    .replace("$(System.AccessToken)", "token-of-the-job"),
            };
            variables.push((name.clone(), text));
        }
        let ran = shell::run(&["bash", "--noprofile", "--norc"], script, folder.path(), &[], &variables);
        (code, log) = (ran.code, log + &ran.log);
    }
    (code, log, folder)
}

const NOW: &str = "--now=2026-11-24T06:00:00Z\n--show=passed\n";

#[test]
fn the_template_installs_evaluates_and_sets_variables() {
    let (code, log, folder) = run("examples/fabrikam.json", "Schedule", NOW, |_| ());
    assert_eq!(code, 1, "{log}");
    for command in [
        "##vso[task.logissue type=error",
        "##vso[task.uploadsummary]",
        "##vso[task.setvariable variable=verdict;isOutput=true]failed",
    ] {
        assert!(log.contains(command), "{command}: {log}");
    }
    assert!(folder.path().join("temp/scoregate/scoregate.xml").exists());
    let (code, log, _folder) = run("examples/contoso.json", "IndividualCI", NOW, |_| ());
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("variable=verdict;isOutput=true]passed"), "{log}");
}

#[test]
fn a_pull_request_is_not_evaluated_by_its_own_policies() {
    let (code, log, folder) = run("examples/fabrikam.json", "PullRequest", NOW, |_| ());
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("valid") && !log.contains("verdict"), "{log}");
    assert!(!folder.path().join("temp/scoregate/scoregate.xml").exists());
}

#[test]
fn the_template_installs_nothing_with_another_checksum() {
    let (code, log, folder) = run("examples/contoso.json", "Schedule", NOW, |release| release.sums("0  x\n"));
    assert!(code == 1 && log.contains("nothing was installed"), "{log}");
    assert!(!folder.path().join("temp/scoregate").exists());
}
