//! `scoregate copilot plugin --check`: what authors of plugins see.

mod corpus;
mod docs;
mod documents;
mod hostile;
mod openapi;
mod rules;

use insta::assert_snapshot;

use crate::support::workspace::Workspace;

/// A plugin without findings: its files and their texts.
fn files() -> [(&'static str, String); 4] {
    [
        ("api.yaml", include_str!("plugin_check/api.yaml").to_owned()),
        ("openapi.yaml", include_str!("plugin_check/openapi.yaml").to_owned()),
        ("kql.yaml", include_str!("plugin_check/kql.yaml").to_owned()),
        ("agent.yaml", include_str!("plugin_check/agent.yaml").to_owned()),
    ]
}

/// The findings of files as `code file:line message`.
fn found(files: &[(&str, String)]) -> Vec<String> {
    let workspace = Workspace::new();
    for (name, text) in files {
        workspace.file(name, text);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    lines(&workspace.run(&format!("copilot plugin --check {} -o json", names.join(" "))).stdout)
}

/// The findings of a JSON report as `code file:line message`.
fn lines(json: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(json).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|f| format!("{} {}:{} {}", text(f, "rule"), text(f, "path"), f["line"], text(f, "message")))
        .collect()
}

const BAD: &str = "\
Descriptor:
  Name: Contoso's plugin
  DisplayName: Devices
  Description: Devices of Contoso.
SkillGroups:
  - Format: KQL
    Skills:
      - Name: GetDevices
        Description: Lists devices.
        Inputs:
          - Name: days
            Default: 7
        Settings:
          Target: Defender
          TemplateURL: https://contoso.com/t.kql
";

#[test]
fn findings_are_shown_with_their_line_and_fix() {
    let workspace = Workspace::new();
    workspace.file("manifest.yaml", BAD);
    assert_snapshot!(workspace.run("copilot plugin --check manifest.yaml").seen());
    assert_snapshot!(workspace.run("copilot plugin --check manifest.yaml -o json").seen());
    assert_snapshot!(workspace.run("copilot plugin --check manifest.yaml -o github").seen());
}

#[test]
fn warnings_and_notes_do_not_fail_and_errors_do() {
    let workspace = Workspace::new();
    for (name, text) in files() {
        workspace.file(name, text);
    }
    let run = workspace.run("copilot plugin --check api.yaml kql.yaml agent.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (0, "3 manifests, 1 OpenAPI document: no findings\n"));
    workspace.file("kql.yaml", include_str!("plugin_check/kql.yaml").replace("gpt-4o", "gpt-2"));
    assert_eq!(workspace.run("copilot plugin --check kql.yaml").code, 0);
    workspace.file("kql.yaml", include_str!("plugin_check/kql.yaml").replace("LogAnalytics", "Nothing"));
    assert_eq!(workspace.run("copilot plugin --check kql.yaml").code, 1);
    assert_eq!(workspace.run("copilot plugin --check missing.yaml").code, 1);
    assert_eq!(workspace.run("copilot plugin").code, 2);
    assert_eq!(workspace.run("copilot plugin --check").code, 2);
}

#[test]
fn github_shows_annotations_beside_the_findings() {
    let workspace = Workspace::new();
    workspace.file("manifest.yaml", BAD);
    let mut command = workspace.command("copilot plugin --check manifest.yaml");
    command.env("GITHUB_ACTIONS", "true");
    let run = crate::support::workspace::outcome(command);
    assert!(run.stdout.contains("::error file=manifest.yaml,line=13,col=9,title=missing-key::"), "{}", run.stdout);
    assert!(run.stdout.contains("help: write `DefaultValue`"), "{}", run.stdout);
}
