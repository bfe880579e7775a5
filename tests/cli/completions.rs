//! Completions of shells, and manual pages.

use std::process::Command;

use scoregate::render::{Format, FormatSet};

use crate::support::workspace::Workspace;

/// What bash offers for the last word of a command line.
#[cfg(unix)]
fn offered(workspace: &Workspace, words: &[&str]) -> Vec<String> {
    let last = words.len() - 1;
    let script = format!(
        "source ./scoregate.bash; COMP_WORDS=({}); COMP_CWORD={last}; _scoregate scoregate '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words[last],
        words[last - 1],
    );
    let output = Command::new("bash")
        .args(["--norc", "-c", &script])
        .current_dir(workspace.path("."))
        .env_clear()
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_formats_and_kinds() {
    let workspace = Workspace::new();
    workspace.file("scoregate.bash", workspace.run("completions bash").stdout);
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.facts().name).collect();
    assert_eq!(offered(&workspace, &["scoregate", "check", "--output", ""]), formats);
    assert_eq!(offered(&workspace, &["scoregate", "check", "-o", "js"]), ["json", "jsonl-logs"]);
    assert_eq!(offered(&workspace, &["scoregate", "fleet", "-o", ""]), formats);
    assert_eq!(offered(&workspace, &["scoregate", "fleet", "--output", "js"]), ["json", "jsonl-logs"]);
    assert_eq!(offered(&workspace, &["scoregate", "diff", "a", "b", "--output", "m"]), ["markdown"]);
    let kinds = offered(&workspace, &["scoregate", "policy", "schema", "--kind", ""]);
    assert!(kinds.starts_with(&["policy".to_owned(), "waivers".to_owned(), "baseline".to_owned()]), "{kinds:?}");
    for kind in kinds {
        assert_eq!(workspace.run(&format!("policy schema --kind {kind}")).code, 0, "{kind}");
    }
    assert_eq!(offered(&workspace, &["scoregate", "che"]), ["check"]);
}

#[test]
fn every_shell_gets_the_formats_and_kinds() {
    let workspace = Workspace::new();
    // zsh lists them in one group, fish with a description each; PowerShell and elvish complete commands and options alone.
    for (shell, listed) in
        [("zsh", "gitlab\\:"), ("fish", "gitlab\\t'"), ("zsh", "waivers\\:"), ("fish", "waivers\\t'")]
    {
        assert!(workspace.run(&format!("completions {shell}")).stdout.contains(listed), "{shell}: {listed}");
    }
    // The option of `fleet` has formats too.
    let zsh = workspace.run("completions zsh").stdout;
    let fleet = zsh.split_once("(fleet)\n").unwrap().1.split_once("&& ret=0").unwrap().0;
    let option = fleet.lines().find(|line| line.contains("--output=")).unwrap();
    assert!(option.contains("FORMAT:((human"), "{option}");
    let fish = workspace.run("completions fish").stdout;
    let option = fish.lines().find(|line| line.contains("using_subcommand fleet\"") && line.contains("-l output"));
    assert!(option.is_some_and(|option| option.contains("-a \"human\\t'")), "{option:?}");
    for shell in ["powershell", "elvish"] {
        let script = workspace.run(&format!("completions {shell}")).stdout;
        assert!(script.contains("--output") && script.contains("--kind"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("man")).unwrap();
    let run = workspace.run("man man");
    assert_eq!(run.seen(), "exit 0\n");
    for name in ["scoregate", "scoregate-check", "scoregate-policy-schema", "scoregate-baseline-write"] {
        let page = workspace.read(&format!("man/{name}.1"));
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
        assert!(page.contains(concat!("scoregate ", env!("CARGO_PKG_VERSION"))), "{page}");
    }
    assert!(workspace.read("man/scoregate-check.1").contains("sarif"), "the formats are described");
    assert!(!workspace.path("man/scoregate-man.1").exists(), "the command is for those who package the program");
    assert_eq!(workspace.run("man nowhere").code, 6);
}
