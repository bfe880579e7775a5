//! What a run writes for the agent of Azure Pipelines: issues, the summary, variables.

use super::{check, workspace};
use crate::support::workspace::{Run, Workspace, outcome};

/// A run as a task of a job.
fn task(workspace: &Workspace, args: &str) -> Run {
    let mut command = workspace.command(args);
    command.env("TF_BUILD", "True").env("AGENT_TEMPDIRECTORY", workspace.path("temp"));
    outcome(command)
}

/// The variables that a run sets, by name.
fn variables(run: &Run) -> Vec<(&str, &str)> {
    let lines = run.stdout.lines().filter_map(|line| line.strip_prefix("##vso[task.setvariable variable="));
    lines.map(|line| line.split_once(";isOutput=true]").unwrap()).collect()
}

#[test]
fn in_azure_pipelines_issues_a_summary_and_variables_come_by_themselves() {
    let workspace = workspace(9.0);
    std::fs::create_dir(workspace.path("temp")).unwrap();
    let run = task(&workspace, &check(""));
    assert_eq!(run.code, 1);
    assert_eq!(variables(&run), [("verdict", "failed"), ("score", "90.00"), ("exitCode", "1")]);
    let summary = workspace.path("temp/scoregate.md").display().to_string();
    assert!(run.stdout.contains(&format!("##vso[task.uploadsummary]{summary}\n")), "{}", run.seen());
    assert!(workspace.read("temp/scoregate.md").starts_with("## ❌ Secure Score gate: failed\n"));
    insta::assert_snapshot!(run.stdout.replace(&summary, "TEMP/scoregate.md"));
}

#[test]
fn a_second_run_of_a_job_has_a_page_of_its_own() {
    let workspace = workspace(9.0);
    std::fs::create_dir(workspace.path("temp")).unwrap();
    task(&workspace, &check(""));
    let second = task(&workspace, &check("--exit-zero"));
    assert!(second.stdout.contains("temp/scoregate-2.md\n"), "{}", second.seen());
    assert_eq!(variables(&second), [("verdict", "failed"), ("score", "90.00"), ("exitCode", "0")]);
    assert_ne!(workspace.read("temp/scoregate.md"), workspace.read("temp/scoregate-2.md"));
}

#[test]
fn a_run_without_a_verdict_is_an_issue_and_sets_the_exit_code_alone() {
    let workspace = workspace(9.0);
    std::fs::create_dir(workspace.path("temp")).unwrap();
    workspace
        .file("bad.yaml", workspace.read("p.yaml").replace("severity: high", "severity: hihg # ##vso[task.complete]"));
    workspace.file("bad.json", "{");
    for (args, code) in [("check -p bad.yaml -f t.json", "4"), ("check -p p.yaml -f bad.json", "5")] {
        let run = task(&workspace, args);
        assert_eq!((run.code.to_string().as_str(), variables(&run).as_slice()), (code, &[("exitCode", code)][..]));
        let issues: Vec<&str> =
            run.stdout.lines().filter(|line| line.starts_with("##vso[task.logissue type=error")).collect();
        assert_eq!(issues.len(), 1, "{}", run.seen());
        assert_eq!(issues[0].contains(";sourcepath=bad.yaml;linenumber="), code == "4", "{}", issues[0]);
        assert!(!run.stderr.contains("##vso["), "{}", run.seen());
    }
    assert!(workspace.read("temp/scoregate.md").starts_with("## 🚫 Secure Score gate: no verdict\n"));
}

#[test]
fn a_summary_that_cannot_be_written_ends_the_run_with_its_own_exit_code_after_the_report() {
    let workspace = workspace(9.0);
    let run = task(&workspace, &check(""));
    assert_eq!((run.code, variables(&run)), (6, vec![("verdict", "failed"), ("score", "90.00"), ("exitCode", "6")]));
    assert!(run.stdout.starts_with("FAILED"), "{}", run.seen());
    assert!(run.stderr.contains("AGENT_TEMPDIRECTORY must name a folder"), "{}", run.seen());
}

#[test]
fn elsewhere_the_format_writes_no_page() {
    let workspace = workspace(9.0);
    let run = workspace.run(&check("-o azure"));
    assert_eq!(run.code, 1);
    assert!(!run.stdout.contains("uploadsummary"), "{}", run.seen());
    let file = workspace.run(&check("-o azure=issues.txt"));
    assert_eq!(file.stdout, "", "in a file there are no variables of a task");
    assert!(workspace.read("issues.txt").contains("##vso[task.logissue type=error"));
}
