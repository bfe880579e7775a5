//! Which files of a folder are read, and that all of them are read.

use std::fmt::Write;
use std::path::Path;

use insta::assert_snapshot;

use super::{VALID, WAIVER, seen};
use crate::support::workspace::Workspace;

#[test]
fn valid_files_are_counted_and_hidden_files_are_left_out() {
    let workspace = Workspace::new();
    workspace
        .file("policies/base.yaml", VALID)
        .file(
            "policies/deep/other.YML",
            VALID.replace("base", "a-longer-name").replace("high", "high\n    enforcement: disabled"),
        )
        .file("policies/.hidden.yaml", "nonsense")
        .file("policies/.git/x.yaml", "nonsense")
        .file("policies/README.md", "nonsense")
        .file(
            "waivers.txt",
            format!("scoregate: 1\nwaivers: [{{ rule: base/overall, {WAIVER} }}, {{ rule: bsae/x, {WAIVER} }}]\n"),
        );
    assert_snapshot!(workspace.run("policy validate policies waivers.txt").seen());
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    let run = workspace.run("policy validate policies/base.yaml policies ./policies/../policies/base.yaml policies");
    assert_snapshot!(run.seen());
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_end() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    std::os::unix::fs::symlink("../policies", workspace.path("policies/up")).unwrap();
    std::os::unix::fs::symlink("base.yaml", workspace.path("policies/same.yaml")).unwrap();
    assert_snapshot!(workspace.run("policy validate policies").seen());
}

#[test]
fn the_problems_of_all_files_are_shown_together() {
    let workspace = Workspace::new();
    workspace
        .file("p/a.yaml", VALID.replace("high", "hihg"))
        .file("p/b.yaml", "policy: [\n")
        .file("p/c.yaml", VALID.replace("policy: base", "policy: scoregate"))
        .file("p/d.yaml", VALID)
        .file("p/e.yaml", VALID);
    assert_snapshot!(workspace.run("policy validate missing.yaml p").seen());
}

#[test]
fn a_path_without_a_policy_is_a_problem() {
    let workspace = Workspace::new();
    let waivers = format!("scoregate: 1\nwaivers: [{{ rule: base/overall, {WAIVER} }}]\n");
    workspace.file("empty/note.txt", "").file("w.yaml", waivers);
    assert_snapshot!("a_folder_without_a_policy", workspace.run("policy validate empty").seen());
    assert_snapshot!("a_run_without_a_policy", workspace.run("policy validate w.yaml").seen());
}

#[test]
fn a_file_of_no_known_kind_is_a_problem() {
    let shown: Vec<String> = ["", "# nothing\n", "- a\n", "colour: red\n"].into_iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn five_thousand_rules_are_valid() {
    let mut text = "scoregate: 1\npolicy: base\nrules:\n".to_owned();
    for number in 0..5_000 {
        write!(
            text,
            "  - id: rule-{number}\n    title: Rule {number}\n    severity: low\n    expect:\n      controls: {{ match: [Control{number}], \
             at-least: 50% }}\n    why: Because.\n    fix: Mend it.\n    references: {{ cis: [\"1.{number}\"] }}\n"
        )
        .unwrap();
    }
    assert_snapshot!(seen(&text));
    let shown = seen(text.replace("50%", "50"));
    assert!(shown.contains("more problems of a.yaml are not shown"), "only so many problems of one file are shown");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_refused_and_does_not_hang() {
    let workspace = Workspace::new();
    workspace.file("policies/base.yaml", VALID);
    let made = std::process::Command::new("mkfifo").arg(workspace.path("policies/pipe.yaml")).status().unwrap();
    assert!(made.success());
    assert_eq!(workspace.run("policy validate policies").code, 4);
}

#[test]
fn a_problem_of_one_file_does_not_hide_those_of_another() {
    let workspace = Workspace::new();
    workspace
        .file("form.yaml", VALID.replace("70%", "70"))
        .file("reference.yaml", VALID.replace("base", "other") + "    references: { attack: [T12] }\n")
        .file("control.yaml", VALID.replace("base", "third").replace("AdminMFAV2", "AdminMFAV9"));
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json");
    let validate = "policy validate form.yaml reference.yaml control.yaml";
    let run = workspace.run(&format!("{validate} --from {}", example.display()));
    assert_eq!(run.code, 4, "{}", run.seen());
    for file in ["form.yaml:", "reference.yaml:", "control.yaml:"] {
        assert!(run.stderr.contains(file), "{file} {}", run.seen());
    }
    let run = workspace.run(&format!("{validate} --from missing.json"));
    assert!(
        run.code == 4 && run.stderr.contains("form.yaml:") && run.stderr.contains("reference.yaml:"),
        "{}",
        run.seen()
    );
}
