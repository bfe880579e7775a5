//! `copilot plugin`: the files of each format.

mod tables;
mod writing;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::workspace::{Workspace, shared};

/// The formats, with the options that they need.
const FORMATS: [&str; 11] = [
    "api --endpoint https://gate.example.com",
    "api --endpoint https://gate.example.com --entra-scope api://gate/.default",
    "mcp --endpoint https://gate.example.com",
    "mcp --endpoint https://gate.example.com --entra-scope api://gate/.default",
    "m365 --endpoint https://gate.example.com",
    "kql --target log-analytics",
    "kql --target sentinel",
    "kql --target defender",
    "gpt",
    "agent --target sentinel",
    "promptbook",
];

/// The files of a format, by name.
fn files(format: &str) -> BTreeMap<String, String> {
    let workspace = Workspace::new();
    let run = workspace.run(&format!("copilot plugin --out out --format {format}"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}: {}", run.seen());
    let names: Vec<String> = std::fs::read_dir(workspace.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.into_iter().map(|name| (name.clone(), workspace.read(&format!("out/{name}")))).collect()
}

/// The manifests of all formats.
fn manifests() -> Vec<(String, Value)> {
    let all = FORMATS.iter().flat_map(|format| files(format).into_iter().map(move |(name, text)| (format, name, text)));
    all.filter(|(_, name, _)| name.ends_with(".yaml"))
        .map(|(format, name, text)| (format!("{format}: {name}"), serde_saphyr::from_str(&text).unwrap()))
        .collect()
}

fn skills(manifest: &Value) -> Vec<&Value> {
    let groups = manifest["SkillGroups"].as_array().unwrap();
    groups.iter().flat_map(|group| group["Skills"].as_array().into_iter().flatten()).collect()
}

#[test]
fn each_format_has_its_files() {
    let entra = "--endpoint https://gate.example.com --entra-scope api://gate/.default";
    let formats = ["kql --target sentinel", "gpt", "agent --target sentinel", "promptbook"].map(str::to_owned);
    for format in formats.into_iter().chain(["api", "mcp", "m365"].map(|format| format!("{format} {entra}"))) {
        for (name, text) in files(&format) {
            // The document is that of the server, whose tests show it.
            if name != "scoregate-openapi.json" {
                insta::assert_snapshot!(name, text);
            }
        }
    }
}

#[test]
fn every_manifest_passes_the_check_of_plugins() {
    let workspace = Workspace::new();
    for (index, format) in FORMATS.into_iter().enumerate() {
        assert_eq!(workspace.run(&format!("copilot plugin --out {index} --format {format}")).code, 0);
        let name = format.split(' ').next().unwrap();
        if ["m365", "promptbook"].contains(&name) {
            continue;
        }
        let run = workspace.run(&format!("copilot plugin --output json --check {index}/scoregate-{name}.yaml"));
        assert_eq!(run.code, 0, "{format}: {}", run.seen());
        let checked: Value = serde_json::from_str(&run.stdout).unwrap();
        let severities = checked["findings"].as_array().unwrap().iter().map(|finding| finding["severity"].clone());
        // The document states how callers sign in, which Security Copilot does not read.
        let expected: &[&str] = if name == "api" { &["note"] } else { &[] };
        assert_eq!(severities.collect::<Vec<_>>(), expected, "{format}: {}", run.stdout);
    }
}

#[test]
fn the_manifest_of_microsoft_365_is_valid_by_its_schema() {
    let Some(path) = shared("formats/schemas/m365-copilot-plugin-v2.4.schema.json") else { return };
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for auth in ["", " --entra-scope api://gate/.default"] {
        let files = files(&format!("m365 --endpoint https://gate.example.com{auth}"));
        let manifest: Value = serde_json::from_str(&files["scoregate-m365.json"]).unwrap();
        let errors: Vec<String> = validator.iter_errors(&manifest).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        let short = |key: &str, most: usize| (1..=most).contains(&manifest[key].as_str().unwrap().chars().count());
        assert!(short("name_for_human", 20) && short("description_for_human", 100));
        assert!(short("description_for_model", 2_048));
    }
}

#[test]
fn the_tools_and_operations_of_plugins_are_those_of_the_server() {
    let endpoint = "--endpoint https://gate.example.com";
    let mcp: Value = serde_saphyr::from_str(&files(&format!("mcp {endpoint}"))["scoregate-mcp.yaml"]).unwrap();
    let document: Value = serde_json::from_str(&files(&format!("api {endpoint}"))["scoregate-openapi.json"]).unwrap();
    let operations: Vec<&str> = scoregate::operations::Operation::ALL.iter().map(|operation| operation.name).collect();
    assert_eq!(mcp["SkillGroups"][0]["Settings"]["AllowedTools"], operations.join(","));
    let mut documented: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|path| path["get"]["operationId"].as_str().unwrap())
        .collect();
    let mut operations = operations.clone();
    operations.sort_unstable();
    documented.sort_unstable();
    assert_eq!(documented, operations);
    assert_eq!(document["servers"][0]["url"], "https://gate.example.com");
}

#[test]
fn the_description_of_a_plugin_over_the_server_covers_every_operation() {
    let options = "--endpoint https://gate.example.com";
    let mut descriptions = Vec::new();
    for name in ["api", "mcp"] {
        let text = &files(&format!("{name} {options}"))[&format!("scoregate-{name}.yaml")];
        let manifest: Value = serde_saphyr::from_str(text).unwrap();
        descriptions.push(manifest["Descriptor"]["Description"].as_str().unwrap().to_owned());
    }
    let m365: Value = serde_json::from_str(&files(&format!("m365 {options}"))["scoregate-m365.json"]).unwrap();
    descriptions.push(m365["description_for_model"].as_str().unwrap().to_owned());
    for operation in scoregate::operations::Operation::ALL {
        let sentence = operation.description.split(". ").next().unwrap();
        for description in &descriptions {
            assert!(description.contains(sentence), "{}: {description}", operation.name);
        }
    }
}

#[test]
fn no_plugin_calls_a_control_the_cause_of_an_incident() {
    for format in FORMATS {
        for (name, text) in files(format) {
            let text = text.to_lowercase();
            for words in ["root cause", "rootcause", "allowed our", "allowed the incident", "caused by", "caused the"] {
                assert!(!text.contains(words), "{format}: {name} has `{words}`");
            }
        }
    }
}

#[test]
fn each_format_prints_what_to_do_with_its_files() {
    let printed: Vec<String> = FORMATS
        .iter()
        .map(|format| {
            let run = Workspace::new().run(&format!("copilot plugin --out out --format {format}"));
            format!("--format {format}\n{}", run.stdout)
        })
        .collect();
    insta::assert_snapshot!("next-steps", printed.join("\n"));
}

#[test]
fn a_query_of_defender_names_no_workspace_and_the_others_do() {
    let defender = &files("kql --target defender")["scoregate-kql.yaml"];
    assert!(defender.contains("Target: Defender") && !defender.contains("WorkspaceName"), "{defender}");
    assert!(files("kql")["scoregate-kql.yaml"].contains("Target: LogAnalytics"));
    let sentinel = &files("kql --target sentinel")["scoregate-kql.yaml"];
    assert!(sentinel.contains("Target: Sentinel") && sentinel.contains(r#"WorkspaceName: "{{WorkspaceName}}""#));
}

#[test]
fn every_manifest_is_within_the_documented_limits() {
    for (at, manifest) in manifests() {
        let descriptor = &manifest["Descriptor"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let name = text(&descriptor["Name"]);
        assert!(!name.is_empty() && name.len() <= 100 && !name.contains(['/', '\\', '?', '#', '@', ' ']), "{at}");
        let mut names = Vec::new();
        for each in skills(&manifest).into_iter().chain([descriptor]) {
            let display_name = text(&each["DisplayName"]);
            assert!(!display_name.is_empty() && display_name.chars().count() <= 40, "{at}: {display_name}");
            assert!((1..=16_000).contains(&text(&each["Description"]).len()), "{at}: {display_name}");
            names.push(text(&each["Name"]));
        }
        let number = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), number, "{at}: a name occurs twice");
        for skill in skills(&manifest) {
            assert!(text(&skill["Settings"]["Template"]).len() < 80_000, "{at}");
            for child in skill["ChildSkills"].as_array().into_iter().flatten() {
                assert!(names.contains(&text(child)), "{at}: no skill {child}");
            }
            for input in skill["Inputs"].as_array().into_iter().flatten() {
                let place = format!("{{{{{}}}}}", text(&input["Name"]));
                let template = text(&skill["Settings"]["Template"]);
                assert!(template.is_empty() || template.contains(&place), "{at}: {place} is not in the template");
            }
        }
    }
}

#[test]
fn the_skills_that_an_agent_names_exist() {
    let manifest: Value = serde_saphyr::from_str(&files("agent")["scoregate-agent.yaml"]).unwrap();
    let own = manifest["Descriptor"]["Name"].as_str().unwrap();
    let names: Vec<String> =
        skills(&manifest).iter().map(|skill| format!("{own}.{}", skill["Name"].as_str().unwrap())).collect();
    let definition = &manifest["AgentDefinitions"][0];
    assert_eq!(definition["RequiredSkillsets"][0], *own);
    let trigger = &definition["Triggers"][0];
    for skill in [&trigger["FetchSkill"], &trigger["ProcessSkill"], &definition["PromptSkill"]] {
        assert!(names.iter().any(|name| *skill == *name), "{skill}");
    }
}
