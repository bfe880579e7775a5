//! The pipelines of `ci/`, README and docs are true: the program knows their command lines, the action its inputs, and the policies in them are
//! valid.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::commands::{calls, scripts};
use super::page::{Page, pages, repository};
use crate::support::workspace::{Workspace, outcome};

/// Every file of `ci/`, and the hooks, by its path in the repository.
fn files() -> Vec<Page> {
    let (mut folders, mut files) = (vec![repository("ci")], vec![Page::read(".pre-commit-hooks.yaml")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(Page::read(path.strip_prefix(repository("")).unwrap().to_str().unwrap()));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Those files, README and docs.
pub(super) fn everything() -> Vec<Page> {
    [files(), pages()].into_iter().flatten().collect()
}

#[test]
fn the_program_knows_every_command_line_of_the_pipelines_and_pages() {
    let mut parsed: Vec<(String, usize)> = Vec::new();
    for file in everything() {
        let found: Vec<_> = scripts(&file.name, &file.text).iter().flat_map(|script| calls(script)).collect();
        for arguments in &found {
            // Without policies and evidence every command ends before it needs a network.
            let workspace = Workspace::new();
            let mut command = workspace.command("");
            command.args(arguments);
            let run = outcome(command);
            // A file of the server that is missing is a wrong command line too, which the program states after it has read all of it.
            let is_known = run.code != 2 || run.stderr.contains("(os error 2)");
            assert!(is_known, "{}: {arguments:?}\n{}", file.name, run.seen());
        }
        if !found.is_empty() {
            parsed.push((file.name, found.len()));
        }
    }
    for file in [".pre-commit-hooks.yaml", "ci/azure/gate.yml", "ci/gitlab/templates/gate.yml", "ci/hub/record.yml"] {
        assert!(parsed.iter().any(|(name, _)| name == file), "{file} has a command line: {parsed:?}");
    }
    for file in ["ci/jenkins/vars/scoregate.groovy", "ci/kubernetes/cronjob.yaml", "README.md", "docs/live.md"] {
        assert!(parsed.iter().any(|(name, _)| name == file), "{file} has a command line: {parsed:?}");
    }
}

#[test]
fn an_option_that_does_not_exist_is_found_in_every_form_of_a_command_line() {
    let known = |name: &str, text: &str| -> Vec<String> {
        scripts(name, text).iter().flat_map(|script| calls(script)).map(|call| call.join(" ")).collect()
    };
    assert_eq!(
        known("a.sh", "cd x && scoregate check \\\n  --wrong \"$A b\" | tail\n# scoregate no"),
        ["check --wrong value b"]
    );
    assert_eq!(known("a.yml", "a:\n  - run: >\n      scoregate check\n      --wrong\n"), ["check --wrong"]);
    assert_eq!(known("a.yml", "script: ['\"$SCOREGATE_BIN/scoregate\" check ${a[@]+\"${a[@]}\"}']"), ["check"]);
    assert_eq!(known("a.yaml", "command: [scoregate, check, --tenant, $(AZURE_TENANT_ID)]")[0].len(), 51);
    assert_eq!(known("a.groovy", "x { sh '''\n  .scoregate/scoregate check --wrong\n''' }"), ["check --wrong"]);
    assert_eq!(known("a.md", "```sh\n! scoregate check --wrong\n```\n"), ["check --wrong"]);
}

/// The steps in a tree of YAML that use an action of this project, with the folder of the action.
fn uses<'a>(value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    let slug = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    value.as_array().into_iter().flatten().for_each(|item| uses(item, found));
    value.as_object().into_iter().flatten().for_each(|(_, item)| uses(item, found));
    let Some(action) = value["uses"].as_str() else { return };
    if let Some(path) = action.strip_prefix(&format!("{slug}/")) {
        let (folder, commit) = path.split_once('@').unwrap();
        assert_eq!(commit, "0".repeat(40), "no commit is one of a release yet");
        found.push((folder.to_owned(), &value["with"]));
    } else if let Some(folder) = action.strip_prefix("./") {
        found.push((folder.to_owned(), &value["with"]));
    }
}

#[test]
fn every_use_of_the_action_gives_inputs_that_it_has() {
    let mut count = 0;
    for file in everything() {
        let documents = match Path::new(&file.name).extension().and_then(|extension| extension.to_str()) {
            Some("yml") => file.text.split("\n---\n").map(str::to_owned).collect(),
            Some("md") => file.blocks("yaml").into_iter().map(|block| block.text).collect(),
            _ => Vec::new(),
        };
        for document in documents {
            let document: Value = serde_saphyr::from_str(&document).unwrap();
            let mut found = Vec::new();
            uses(&document, &mut found);
            for (folder, with) in found {
                let action: Value = serde_saphyr::from_str(&Page::read(&format!("{folder}/action.yml")).text).unwrap();
                let inputs = action["inputs"].as_object().unwrap();
                let given = with.as_object().unwrap();
                let unknown: Vec<_> = given.keys().filter(|name| !inputs.contains_key(*name)).collect();
                assert!(unknown.is_empty(), "{}: {folder} has no input {unknown:?}", file.name);
                let is_required = |input: &Value| input["required"] == true;
                let missing: Vec<_> =
                    inputs.iter().filter(|(name, input)| is_required(input) && !given.contains_key(*name)).collect();
                assert!(missing.is_empty(), "{}: {folder} requires {missing:?}", file.name);
                count += 1;
            }
        }
    }
    assert!(count >= 7, "pipelines use the action: {count}");
}

#[test]
fn the_workflow_in_docs_is_the_one_in_ci() {
    let page = Page::read("docs/ci.md");
    assert_eq!(page.blocks("yaml")[0].text, Page::read("ci/github/example.yml").text, "copy ci/github/example.yml");
}

#[test]
fn the_version_that_pipelines_install_is_that_of_the_manifest() {
    let before = ["version: ", "version: '", "gate@", "@v", "tags/v", "rev: v", "scoregate:"];
    let mut count = 0;
    for file in everything() {
        for start in before {
            for (index, _) in file.text.match_indices(start) {
                let rest = &file.text[index + start.len()..];
                let version: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
                if version.trim_end_matches('.').split('.').count() == 3 {
                    assert_eq!(
                        version.trim_end_matches('.'),
                        env!("CARGO_PKG_VERSION"),
                        "{}: {start}{version}",
                        file.name
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count >= 10, "pipelines state versions: {count}");
}

#[test]
fn the_policy_of_the_cron_job_is_valid() {
    let manifests = Page::read("ci/kubernetes/cronjob.yaml").text;
    let documents: Vec<Value> = manifests.split("\n---\n").map(|text| serde_saphyr::from_str(text).unwrap()).collect();
    let policies =
        documents.iter().find(|document| document["kind"] == "ConfigMap").unwrap()["data"].as_object().unwrap();
    let workspace = Workspace::new();
    for (name, text) in policies {
        workspace.file(&format!("policies/{name}"), text.as_str().unwrap());
    }
    let run = workspace.run("policy validate policies");
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn links_of_the_pages_in_ci_lead_to_a_file_and_a_heading_and_every_folder_has_a_page() {
    for page in files().iter().filter(|file| file.name.ends_with(".md")) {
        let folder = Path::new(&page.name).parent().unwrap();
        for link in page.links().iter().filter(|link| !link.starts_with("https://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = folder.join(file);
            assert!(repository(target.to_str().unwrap()).exists(), "{}: {link} leads nowhere", page.name);
            let is_there = || Page::read(target.to_str().unwrap()).anchors().contains(anchor);
            assert!(anchor.is_empty() || is_there(), "{}: no heading for {link}", page.name);
        }
    }
    let index = Page::read("ci/README.md").links();
    for entry in fs::read_dir(repository("ci")).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        let link = format!("{}/README.md", entry.file_name().to_str().unwrap());
        assert!(index.contains(&link) && repository("ci").join(&link).exists(), "ci/README.md does not lead to {link}");
    }
}
