//! Styles, hyperlinks and progress: on a terminal, in a pipe, and in files. A terminal is what `script` of util-linux provides.

use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Run, Workspace, outcome};

const STYLE: &str = "\u{1b}[1m\u{1b}[31m";
const LINK: &str = "\u{1b}]8;;";

fn workspace(action_url: &str) -> Workspace {
    let workspace = Workspace::new();
    let built = tenant().control("A", 4.0, 10.0).with("actionUrl", json!(action_url));
    let policy = policy("controls: { match: [A], state: implemented }");
    workspace
        .file("p.yaml", policy.replace("    expect:", "    references: { attack: [T1078.004] }\n    expect:"))
        .file("t.json", built.json());
    workspace
}

/// Runs the program with other variables than the usual ones.
fn with(workspace: &Workspace, args: &str, variables: &[(&str, &str)]) -> Run {
    let mut command = workspace.command(args);
    command.env_remove("NO_COLOR").envs(variables.iter().copied());
    outcome(command)
}

/// What a terminal receives from a command line of the shell, in which `$scoregate` is the program; none where `script` is missing.
#[expect(clippy::print_stdout, reason = "whoever runs the tests should see what was not tested")]
fn on_terminal(workspace: &Workspace, line: &str, variables: &[(&str, &str)]) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new("script");
    command.args(["-q", "-e", "-c", line, "/dev/null"]).current_dir(workspace.path("")).env_clear();
    command.env("PATH", path).env("SHELL", "/bin/sh").env("TERM", "xterm-256color");
    command.env("scoregate", env!("CARGO_BIN_EXE_scoregate")).envs(variables.iter().copied()).stdin(Stdio::null());
    let received = command.output().ok().filter(|output| !output.stdout.is_empty());
    let text = received.map(|output| String::from_utf8(output.stdout).unwrap());
    if !cfg!(target_os = "linux") || text.is_none() {
        println!("skipped: no `script` of util-linux here");
        return None;
    }
    text
}

fn check() -> String {
    format!("check -p p.yaml -f t.json --now {NOW}")
}

#[test]
fn a_pipe_has_styles_only_where_they_are_forced() {
    let workspace = workspace("https://security.microsoft.com/a");
    let forced = with(&workspace, &check(), &[("CLICOLOR_FORCE", "1")]);
    assert!(forced.stdout.contains('\u{1b}'), "{}", forced.seen());
    for variables in [
        [("CLICOLOR", "1"), ("TERM", "xterm-256color")],
        [("CLICOLOR_FORCE", ""), ("TERM", "xterm-256color")],
        [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
    ] {
        let plain = with(&workspace, &check(), &variables);
        assert!(!plain.stdout.contains('\u{1b}'), "{variables:?}: {}", plain.seen());
    }
    assert_eq!(anstream::adapter::strip_str(&forced.stdout).to_string(), workspace.run(&check()).stdout);
}

#[test]
fn a_terminal_has_styles_unless_they_are_refused() {
    let workspace = workspace("https://security.microsoft.com/a");
    let line = format!("$scoregate {}", check());
    let Some(styled) = on_terminal(&workspace, &line, &[]) else { return };
    assert!(styled.contains(STYLE), "{styled:?}");
    for variable in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")] {
        let plain = on_terminal(&workspace, &line, &[variable, ("FORCE_HYPERLINK", "1")]).unwrap();
        assert!(plain.contains("FAILED") && !plain.contains('\u{1b}'), "{variable:?}: {plain:?}");
    }
}

#[test]
fn a_file_has_no_styles_and_no_hyperlinks_whatever_is_forced() {
    let workspace = workspace("https://security.microsoft.com/a");
    let forced = [("CLICOLOR_FORCE", "1"), ("FORCE_HYPERLINK", "1")];
    for format in ["human", "markdown", "json"] {
        with(&workspace, &format!("{} -o {format}=out", check()), &forced);
        assert!(!workspace.read("out").contains('\u{1b}'), "{format}");
    }
    let pipe = with(&workspace, &check(), &forced);
    assert!(!pipe.stdout.contains(LINK), "a pipe is no terminal: {}", pipe.seen());
}

#[test]
fn a_terminal_that_shows_hyperlinks_gets_those_of_the_control_and_of_the_references() {
    let workspace = workspace("https://security.microsoft.com/a?b=1");
    let line = format!("$scoregate {}", check());
    let Some(linked) = on_terminal(&workspace, &line, &[("FORCE_HYPERLINK", "1")]) else { return };
    for (address, text) in [
        ("https://security.microsoft.com/a?b=1", "https://security.microsoft.com/a?b=1"),
        ("https://attack.mitre.org/techniques/T1078/004/", "T1078.004"),
    ] {
        let link = format!("{LINK}{address}\u{1b}\\{text}{LINK}\u{1b}\\");
        assert!(linked.contains(&link), "{link:?}: {linked:?}");
    }
    let plain = on_terminal(&workspace, &line, &[]).unwrap();
    assert!(!plain.contains(LINK), "{plain:?}");
}

#[test]
fn a_hostile_address_is_no_hyperlink() {
    for hostile in [
        "https://security.microsoft.com@evil.example/",
        "javascript:alert(1)",
        "https://evil.example/\u{1b}\\\u{1b}]0;title\u{7}",
        "https://evil.example/##vso[task.complete]",
        "http://evil.example/",
    ] {
        let workspace = workspace(hostile);
        let line = format!("$scoregate {}", check());
        let Some(shown) = on_terminal(&workspace, &line, &[("FORCE_HYPERLINK", "1")]) else { return };
        let targets: Vec<&str> = shown.split(LINK).skip(1).filter_map(|rest| rest.split('\u{1b}').next()).collect();
        assert!(targets.iter().all(|target| target.is_empty() || target.contains("mitre.org")), "{targets:?}");
        assert!(!shown.contains("\u{1b}]0;") && !shown.contains("##vso["), "{shown:?}");
    }
}

#[test]
fn work_of_more_than_a_second_is_shown_on_a_terminal_and_removed() {
    let workspace = workspace("https://security.microsoft.com/a");
    let line = format!("(sleep 2; cat t.json) | $scoregate check -p p.yaml -f - --now {NOW} -o json=r.json");
    let Some(shown) = on_terminal(&workspace, &line, &[]) else { return };
    let (progress, rest) = shown.rsplit_once("\r\u{1b}[K").unwrap_or_default();
    assert!(progress.contains("\r\u{1b}[Kreading the data: 1 s"), "{shown:?}");
    assert!(rest.contains("FAILED") && !rest.contains("reading"), "{shown:?}");
    for variables in [[("CI", "true")], [("TERM", "dumb")]] {
        let shown = on_terminal(&workspace, &line, &variables).unwrap();
        assert!(!shown.contains("reading"), "{shown:?}");
    }
    let quiet = on_terminal(&workspace, &format!("{line} --quiet"), &[]).unwrap_or_default();
    assert!(quiet.is_empty(), "{quiet:?}");
}
