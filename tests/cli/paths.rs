//! Folders that others laid out: links that lead out of them, pipes, and the memory of the process.

#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::shell::shell;
use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Workspace, outcome};

const SECRET: &str = "hunter2-of-the-job";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p/a.yaml", policy("score: { at-least: 50% }"))
        .file("e/t.json", tenant().control("A", 10.0, 10.0).json())
        .file("outside/secret.yaml", format!("token: {SECRET}\n"))
        .file("outside/good.yaml", policy("score: { at-least: 50% }").replace("policy: p", "policy: q"))
        .file("outside/t.json", tenant().control("A", 10.0, 10.0).json());
    workspace
}

fn pipe(workspace: &Workspace, path: &str) {
    assert!(Command::new("mkfifo").arg(workspace.path(path)).status().unwrap().success());
}

fn check(workspace: &Workspace) -> crate::support::workspace::Run {
    workspace.run(&format!("check -p p -f e --now {NOW}"))
}

#[test]
fn a_policy_that_leads_out_of_its_folder_is_an_error_and_shows_nothing() {
    for (to, why) in [
        ("../outside/secret.yaml", "a link that leads out of the folder p"),
        ("/proc/self/environ", "a link that leads out of the folder p"),
        ("../outside", "a link that leads out of the folder p"),
        ("/dev/zero", "a link that leads out of the folder p"),
        ("nowhere", "no such file"),
    ] {
        let workspace = workspace();
        symlink(to, workspace.path("p/x.yaml")).unwrap();
        let mut command = workspace.command(&format!("check -p p -f e --now {NOW}"));
        command.env("SECRET", SECRET);
        let run = outcome(command);
        assert_eq!(run.code, 4, "{to}: {}", run.seen());
        assert!(run.stderr.contains("p/x.yaml is not read: ") && run.stderr.contains(why), "{}", run.seen());
        assert!(!run.seen().contains(SECRET), "{}", run.seen());
        assert_eq!(workspace.run("policy validate p").code, 4);
    }
}

#[test]
fn links_that_stay_in_their_folder_are_followed() {
    let workspace = workspace();
    workspace.file("p/..data/b.yaml", policy("score: { at-least: 40% }").replace("policy: p", "policy: q"));
    symlink("..data/b.yaml", workspace.path("p/b.yaml")).unwrap();
    symlink("t.json", workspace.path("e/u.json")).unwrap();
    symlink("p", workspace.path("linked")).unwrap();
    let run = check(&workspace);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(workspace.run("policy validate linked").stdout.contains("2 policies"), "a folder that is a link itself");
}

#[test]
fn what_is_no_policy_may_lead_anywhere() {
    let workspace = workspace();
    symlink("../outside/secret.yaml", workspace.path("p/README")).unwrap();
    pipe(&workspace, "p/pipe");
    pipe(&workspace, "e/pipe");
    assert_eq!(check(&workspace).code, 0);
}

#[test]
fn pipes_in_folders_are_refused_rather_than_waited_for() {
    let policies = workspace();
    pipe(&policies, "p/x.yaml");
    let run = check(&policies);
    assert_eq!(run.code, 4, "{}", run.seen());
    assert!(run.stderr.contains("p/x.yaml is not read: it is a pipe, a socket or a device"), "{}", run.seen());
    let evidence = workspace();
    pipe(&evidence, "e/2026-11-24.json");
    let run = check(&evidence);
    assert_eq!(run.code, 5, "{}", run.seen());
    assert!(run.stderr.contains("e/2026-11-24.json: it is a pipe, a socket or a device"), "{}", run.seen());
    assert_eq!(evidence.run("diff e e").code, 5);
    assert_eq!(evidence.run("baseline write --from e --out -").code, 5);
}

#[test]
fn evidence_that_leads_out_of_its_folder_is_an_error() {
    for to in ["../outside/t.json", "/proc/self/environ", "/dev/zero"] {
        let workspace = workspace();
        symlink(to, workspace.path("e/x.json")).unwrap();
        let run = check(&workspace);
        assert_eq!(run.code, 5, "{to}: {}", run.seen());
        assert!(run.stderr.contains("e/x.json: it is a link that leads out of the folder e"), "{}", run.seen());
    }
}

#[test]
fn a_named_file_may_be_a_link_but_shows_nothing_of_what_is_elsewhere() {
    let workspace = workspace();
    symlink("../outside/good.yaml", workspace.path("p/good.yaml")).unwrap();
    symlink("../outside/secret.yaml", workspace.path("p/secret.yaml")).unwrap();
    symlink("/proc/self/environ", workspace.path("p/environ.yaml")).unwrap();
    symlink("../outside/t.json", workspace.path("e/link.json")).unwrap();
    let run = workspace.run(&format!("check -p p/good.yaml -f e/link.json --now {NOW}"));
    assert_eq!(run.code, 0, "{}", run.seen());
    for args in ["policy validate p/secret.yaml", "check -p p/a.yaml -f e/t.json --baseline p/secret.yaml"] {
        let run = workspace.run(args);
        assert_eq!(run.code, 4, "{}", run.seen());
        assert!(
            run.stderr.contains("a link to a file outside its folder") && !run.stderr.contains(SECRET),
            "{}",
            run.seen()
        );
        assert!(!run.stderr.contains("token"), "{}", run.seen());
    }
    let mut command = workspace.command("policy validate p/environ.yaml");
    command.env("SECRET", SECRET);
    let run = outcome(command);
    assert_eq!(run.code, 4, "{}", run.seen());
    assert!(run.stderr.contains("a link into /proc, /sys or /dev") && !run.seen().contains(SECRET), "{}", run.seen());
}

#[test]
fn a_pipe_that_is_named_is_read() {
    let workspace = workspace();
    let run = outcome(shell(&workspace, &format!("cat p/a.yaml | \"$0\" check -p /dev/stdin -f e --now {NOW}")));
    assert_eq!(run.code, 0, "{}", run.seen());
}
