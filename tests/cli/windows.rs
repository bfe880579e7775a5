//! Files and paths as Windows writes them, as far as every system can show it.

use serde_json::Value;

use crate::support::workspace::{Run, Workspace};

const NOW: &str = "2026-11-24T06:00:00Z";

fn repository(path: &str) -> String {
    let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    text.replace("\r\n", "\n")
}

/// The responses of Graph in a recording, as a file of responses that somebody saved.
fn responses() -> String {
    let recording: Value = serde_json::from_str(&repository("examples/fabrikam.json")).unwrap();
    let bodies = recording["responses"].as_array().unwrap().iter().map(|response| format!("{:#}\n", response["body"]));
    bodies.collect()
}

/// The report of `fabrikam`, whose policy, waivers and evidence have these line ends.
fn report(line_end: &str, output: &str) -> Run {
    let workspace = Workspace::new();
    for (name, text) in [
        ("p.yaml", repository("policies/identity-baseline.yaml")),
        ("w.yaml", repository("examples/fabrikam-waivers.yaml")),
        ("t.json", responses()),
    ] {
        workspace.file(name, text.replace('\n', line_end));
    }
    workspace.run(&format!("check --policy p.yaml w.yaml --from t.json --now {NOW} --output {output}"))
}

#[test]
fn a_recording_whose_line_ends_git_changed_is_refused() {
    let workspace = Workspace::new();
    workspace.file("p.yaml", repository("examples/mfa.yaml"));
    workspace.file("t.json", repository("examples/fabrikam.json").replace('\n', "\r\n"));
    let run = workspace.run(&format!("check --policy p.yaml --from t.json --now {NOW}"));
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(run.stderr.contains("is not the one that was recorded: its SHA-256 differs"), "{}", run.seen());
}

#[test]
fn line_ends_of_windows_change_no_report() {
    for output in ["human", "junit", "sarif", "github", "azure", "gitlab", "csv", "markdown", "jsonl-logs"] {
        // SARIF contains the policies, as they are; hashes are those of the files.
        let [unix, windows] = ["\n", "\r\n"].map(|line_end| {
            let seen = report(line_end, output).seen().replace("\\r\\n", "\\n");
            let is_hash = |line: &&str| line.to_lowercase().replace('-', "").contains("sha256");
            seen.lines().filter(|line| !is_hash(line)).collect::<Vec<_>>().join("\n")
        });
        assert_eq!(windows, unix, "{output}");
        assert!(unix.starts_with("exit 1") && !windows.contains('\r'), "{output}");
    }
}

#[test]
fn the_json_report_differs_in_the_hashes_and_sizes_of_the_files_alone() {
    fn without_hashes(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|key, _| !key.contains("sha256") && !key.contains("bytes"));
                map.values_mut().for_each(without_hashes);
            }
            Value::Array(list) => list.iter_mut().for_each(without_hashes),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let [unix, windows] = ["\n", "\r\n"].map(|line_end| {
        let mut value: Value = serde_json::from_str(&report(line_end, "json").stdout).unwrap();
        without_hashes(&mut value);
        value
    });
    assert_eq!(windows, unix);
}

#[test]
fn an_error_of_a_policy_has_the_same_place_with_line_ends_of_windows() {
    let shown = |line_end: &str| {
        let workspace = Workspace::new();
        let text = repository("policies/identity-baseline.yaml").replacen("severity: ", "severity: very-", 1);
        workspace.file("p.yaml", text.replace('\n', line_end));
        workspace.run("policy validate p.yaml").seen()
    };
    let unix = shown("\n");
    assert!(unix.starts_with("exit 4\n") && unix.contains("p.yaml:"), "{unix}");
    assert_eq!(shown("\r\n"), unix);
}

#[test]
fn no_color_reaches_a_file_or_a_pipe() {
    let workspace = Workspace::new();
    workspace.file("p.yaml", repository("examples/mfa.yaml")).file("t.json", repository("examples/fabrikam.json"));
    let mut command = workspace.command(&format!("check --policy p.yaml --from t.json --now {NOW}"));
    command.env_remove("NO_COLOR");
    let output = command.output().unwrap();
    assert!(!output.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&output.stdout));
}
