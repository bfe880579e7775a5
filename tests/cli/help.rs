//! README, docs and help agree with the program on exit codes, sign-in methods and commands.

use std::path::Path;

use insta::assert_snapshot;

use crate::policy::{VALID, seen};
use crate::support::workspace::Workspace;

fn repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn page(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap()
}

#[test]
fn the_exit_codes_of_the_readme_and_of_the_help_are_those_of_the_program() {
    let (readme, help) = (page("README.md"), Workspace::new().run("--help").stdout);
    for exit in scoregate::exit::Exit::ALL {
        let (code, meaning) = (exit.code(), exit.meaning());
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "README: {code} {meaning}");
        assert!(help.contains(&format!("  {code}  {meaning}")), "--help: {code} {meaning}");
    }
}

#[test]
fn the_sign_in_methods_of_the_docs_are_those_of_the_help_in_its_order() {
    let (docs, help) = (page("docs/live.md"), Workspace::new().run("auth status --help").stdout);
    // In the help a method stands alone in its line, and its variables below it.
    let (_, told) = help.split_once("no other identity signs in.\n").unwrap();
    let told = told.split("\nExit codes").next().unwrap();
    let of_help: Vec<&str> =
        told.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' ')).collect();
    let (_, table) = docs.split_once("| sign-in method, in order of precedence | requirements |\n|---|---|\n").unwrap();
    let table = table.split("\n\n").next().unwrap();
    let of_docs: Vec<&str> = table.lines().map(|row| row.split('`').nth(1).unwrap()).collect();
    assert_eq!(of_docs, of_help);
    assert_eq!(of_docs.len(), 8);
    let is_variable = |word: &&str| word.len() > 4 && word.contains('_') && !word.starts_with('_');
    let words = told.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
    for variable in words.filter(is_variable) {
        assert!(table.contains(&format!("`{variable}`")), "docs/live.md: {variable}");
    }
}

#[test]
fn the_help_shows_every_command_and_option() {
    let workspace = Workspace::new();
    let help = [
        "--help",
        "check --help",
        "fleet --help",
        "diff --help",
        "record --help",
        "policy --help",
        "policy validate --help",
        "policy schema --help",
        "baseline --help",
        "baseline write --help",
        "serve --help",
        "auth --help",
        "auth status --help",
        "copilot --help",
        "copilot plugin --help",
        "copilot usage --help",
        "explain --help",
        "completions --help",
    ];
    insta::assert_snapshot!(help.map(|args| format!("$ scoregate {args}\n{}", workspace.run(args).stdout)).join("\n"));
}

#[test]
fn completions_exist_for_every_common_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Workspace::new().run(&format!("completions {shell}"));
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("exit-zero"), "{shell}");
    }
}

#[test]
fn the_version_is_that_of_the_package_and_of_the_changelog_to_come() {
    assert_eq!(Workspace::new().run("--version").stdout.trim(), format!("scoregate {}", env!("CARGO_PKG_VERSION")));
    assert!(std::fs::read_to_string(repository("CHANGELOG.md")).unwrap().contains("## Unreleased"));
}

#[test]
fn help_shows_examples() {
    let workspace = Workspace::new();
    assert_snapshot!("help_of_validate", workspace.run("policy validate --help").seen());
    assert_snapshot!("help_of_schema", workspace.run("policy schema --help").seen());
}

#[test]
fn the_version_is_a_plain_one() {
    for version in ["0x1", "1.0", "1e0", "+1"] {
        assert!(
            seen(VALID.replace("scoregate: 1", &format!("scoregate: {version}"))).starts_with("exit 4"),
            "{version}"
        );
    }
}
