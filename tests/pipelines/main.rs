//! Tests of `ci/`: the shell of each pipeline runs as its runner would run it, with a release in a local folder.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod azure;
mod comment;
mod gate;
mod gh;
mod gitlab;
mod hub;
mod install;
mod jenkins;
mod job;
mod preview;
mod release;
mod shell;

#[path = "../support"]
mod support {
    pub(crate) mod faketime;
}

use std::fs;
use std::path::{Path, PathBuf};

/// A path of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_pipeline_installs_with_the_same_script() {
    let script = read("ci/install.sh");
    assert_eq!(read("ci/jenkins/resources/scoregate/install.sh"), script, "copy ci/install.sh");
    let indented = indented(&script);
    for pipeline in ["ci/azure/gate.yml", "ci/gitlab/templates/gate.yml"] {
        assert!(read(pipeline).contains(&indented), "{pipeline}: copy ci/install.sh into it, indented by 6 blanks");
    }
}

#[test]
fn every_pipeline_sets_every_variable_of_the_script() {
    let script = read("ci/install.sh");
    let described = script.lines().filter_map(|line| line.strip_prefix("#   SCOREGATE_")?.split_whitespace().next());
    let variables: Vec<String> = described.map(|name| format!("SCOREGATE_{name}")).collect();
    assert_eq!(variables.len(), 6, "{variables:?}");
    // The folder for the program is set in a script that both actions run.
    let action = read("ci/github/action.yml") + &read("ci/github/install.sh");
    let install = read("ci/github/install/action.yml") + &read("ci/github/install.sh");
    let others = ["ci/azure/gate.yml", "ci/gitlab/templates/gate.yml", "ci/jenkins/vars/scoregate.groovy"].map(read);
    for pipeline in [&action, &install].into_iter().chain(&others) {
        // The copy of the script sets none of them.
        let pipeline = pipeline.replace(&indented(&script), "");
        for variable in &variables {
            let sets = [format!("{variable}: "), format!("{variable}=")];
            assert!(sets.iter().any(|set| pipeline.contains(set)), "{variable} is not set in\n{pipeline}");
        }
    }
}

/// A text as a block of YAML has it.
fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("      {line}\n") }).collect()
}
