//! Where reports go, and that no output changes the verdict.

mod azure;
mod exit_code;
mod files;
mod github;
mod values;

use crate::support::format_names::format_names;
use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Workspace, outcome};

fn workspace(score: f64) -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("controls: { match: [A], state: implemented }"))
        .file("t.json", tenant().control("A", score, 10.0).json());
    workspace
}

fn check(rest: &str) -> String {
    format!("check --policy p.yaml --from t.json --now {NOW} {rest}")
}

#[test]
fn one_run_writes_many_reports() {
    let workspace = workspace(9.0);
    let run = workspace.run(&check(
        "-o human -o junit=r.xml -o sarif=r.sarif -o json=r.json -o digest=r.md -o github=g.txt -o human=h.txt",
    ));
    assert_eq!(run.code, 1, "{}", run.seen());
    assert_eq!(workspace.names(), ["g.txt", "h.txt", "p.yaml", "r.json", "r.md", "r.sarif", "r.xml", "t.json"]);
    assert_eq!(workspace.read("h.txt"), run.stdout);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let workspace = workspace(9.0);
    for format in format_names() {
        let [first, second] = [1, 2].map(|_| workspace.run(&check(&format!("-o {format}"))).stdout);
        assert_eq!(first, second, "{format}");
    }
}

#[test]
fn an_unknown_format_is_a_usage_error_that_lists_the_formats() {
    insta::assert_snapshot!(workspace(10.0).run(&check("--output yaml")).seen());
}

#[test]
fn two_machine_readable_reports_on_standard_output_are_a_usage_error() {
    insta::assert_snapshot!(workspace(10.0).run(&check("-o json -o sarif")).seen());
    assert_eq!(workspace(10.0).run(&check("-o json=a -o sarif=a")).code, 2);
}

#[test]
fn the_repository_is_known_from_the_environment_of_ci() {
    let workspace = workspace(10.0);
    let mut command = workspace.command(&check("-o json"));
    command
        .env("BUILD_REPOSITORY_URI", "https://user:secret@dev.azure.example/p/_git/r")
        .env("BUILD_SOURCEVERSION", "abc");
    let run = outcome(command);
    assert!(run.stdout.contains("https://dev.azure.example/p/_git/r"), "{}", run.stdout);
    assert!(!run.stdout.contains("secret"), "{}", run.stdout);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let workspace = workspace(9.0);
    let mut child = workspace.process(&check("-o json")).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn redaction_hides_the_tenant_in_the_digest() {
    let run = workspace(9.0).run(&check("-o digest --redact"));
    assert!(!run.stdout.contains(crate::support::tenant::TENANT), "{}", run.stdout);
    assert!(run.stdout.contains("tenant-"), "{}", run.stdout);
}

#[test]
fn a_run_for_machines_alone_tells_the_verdict_on_standard_error() {
    let run = workspace(9.0).run(&check("-o sarif=x"));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(run.stderr, "FAILED: a blocking rule failed (exit 1)\n");
    assert_eq!(workspace(9.0).run(&check("-o human")).stderr, "");
}

#[test]
fn options_that_would_change_nothing_are_usage_errors() {
    let workspace = workspace(10.0);
    let about_sarif = ["--sarif-waived omit", "--sarif-category a", "-o json --sarif-waived suppress"];
    for rest in ["--redact", "--budget 2000", "-o json --redact", "--tenant=", "-o json --show passed"]
        .iter()
        .chain(&about_sarif)
    {
        assert_eq!(workspace.run(&check(rest)).code, 2, "{rest}");
    }
    assert_eq!(workspace.run(&check("-o digest --budget 2000 --redact")).code, 0);
}

#[test]
fn paths_are_shown_relative_to_the_checkout() {
    let workspace = workspace(9.0);
    workspace.file("sub/p.yaml", workspace.read("p.yaml")).file("sub/t.json", workspace.read("t.json"));
    for variable in ["GITHUB_WORKSPACE", "BUILD_SOURCESDIRECTORY", "CI_PROJECT_DIR"] {
        let mut command = workspace.command(&check("-o github"));
        command.current_dir(workspace.path("sub")).env(variable, workspace.path(""));
        let run = outcome(command);
        assert!(run.stdout.contains("file=sub/p.yaml,"), "{}", run.seen());
    }
}

/// Two sets of policies in one job: what GitHub reads keeps their alerts apart, and findings of one rule too.
#[test]
fn sarif_tells_findings_and_categories_apart_in_what_code_scanning_reads() {
    let workspace = Workspace::new();
    let rule = policy("controls: { match: [A, 'B', X], state: implemented }");
    let tenant = tenant().control("A", 0.0, 10.0).control("11770.b", 0.0, 10.0);
    workspace.file("p.yaml", rule).file("t.json", tenant.json());
    let sarif = |rest: &str| -> serde_json::Value {
        serde_json::from_str(&workspace.run(&check(&format!("-o sarif {rest}"))).stdout).unwrap()
    };
    let log = sarif("--sarif-category secure-score/p");
    assert_eq!(log["runs"][0]["automationDetails"]["id"], "secure-score/p/");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let snippet = |result: &serde_json::Value| {
        result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(results.iter().map(snippet).collect::<Vec<_>>(), ["'B'", "A", "X"]);
    assert_eq!(sarif("")["runs"][0].get("automationDetails"), None);
    for wrong in ["--sarif-category=", "--sarif-category=/", "--sarif-category=a\u{202e}b", "--sarif-waived=drop"] {
        assert_eq!(workspace.run(&check(&format!("-o sarif {wrong}"))).code, 2, "{wrong}");
    }
}
