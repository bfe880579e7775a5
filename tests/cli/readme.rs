//! README, help and shipped files say what is true.

use std::path::Path;

use crate::common::{Workspace, outcome};

fn repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn readme() -> String {
    std::fs::read_to_string(repository("README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned());
    blocks.collect()
}

/// The program in the repository itself.
fn in_repository(args: &str) -> String {
    let mut command = Workspace::new().command(args);
    command.current_dir(repository(""));
    let run = outcome(command);
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn every_command_of_the_readme_says_what_the_readme_shows() {
    let blocks = blocks("console");
    assert!(blocks.len() >= 3, "the README shows commands");
    for block in blocks {
        let (command, expected) = block.split_once('\n').unwrap();
        let args = command.strip_prefix("$ scoregate ").or_else(|| command.strip_prefix("$ cargo run --quiet -- "));
        let said = in_repository(args.unwrap_or_else(|| panic!("{command} is no command of this program")));
        assert_eq!(said.trim_end(), expected.trim_end(), "{command}");
    }
}

#[test]
fn the_policy_of_the_readme_is_the_one_that_ships() {
    let shipped = std::fs::read_to_string(repository("examples/first-policy.yaml")).unwrap();
    assert_eq!(blocks("yaml")[0].trim_end(), shipped.trim_end());
}

#[test]
fn the_failing_tenant_of_the_readme_fails() {
    let command = readme();
    let command = command
        .lines()
        .find(|line| line.contains("fabrikam-waivers.yaml") && line.starts_with("cargo run"))
        .unwrap()
        .to_owned();
    let said = in_repository(command.strip_prefix("cargo run --quiet -- ").unwrap());
    insta::assert_snapshot!(said);
}

#[test]
fn the_exit_codes_of_the_readme_and_of_the_help_are_those_of_the_program() {
    let (readme, help) = (readme(), Workspace::new().run("--help").stdout);
    for exit in scoregate::exit::Exit::ALL {
        let (code, meaning) = (exit.code(), exit.meaning());
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "README: {code} {meaning}");
        assert!(help.contains(&format!("  {code}  {meaning}")), "--help: {code} {meaning}");
    }
}

#[test]
fn the_ways_to_sign_in_of_the_readme_are_those_of_the_help_in_its_order() {
    let (readme, help) = (readme(), Workspace::new().run("auth status --help").stdout);
    // In the help a way stands alone in its line, and what it takes below it.
    let (_, told) = help.split_once("signs in as somebody else.\n").unwrap();
    let told = told.split("\nExit codes").next().unwrap();
    let of_help: Vec<&str> =
        told.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' ')).collect();
    let (_, table) = readme.split_once("| way to sign in, in this order | what it takes |\n|---|---|\n").unwrap();
    let table = table.split("\n\n").next().unwrap();
    let of_readme: Vec<&str> = table.lines().map(|row| row.split('`').nth(1).unwrap()).collect();
    assert_eq!(of_readme, of_help);
    assert_eq!(of_readme.len(), 8);
    let is_variable = |word: &&str| word.len() > 4 && word.contains('_') && !word.starts_with('_');
    let words = told.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
    for variable in words.filter(is_variable) {
        assert!(table.contains(&format!("`{variable}`")), "README: {variable}");
    }
}

#[test]
fn the_help_shows_every_command_and_option() {
    let workspace = Workspace::new();
    let help = [
        "--help",
        "check --help",
        "diff --help",
        "record --help",
        "policy --help",
        "policy validate --help",
        "policy schema --help",
        "baseline --help",
        "baseline write --help",
        "auth --help",
        "auth status --help",
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
