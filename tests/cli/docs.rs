//! README and docs are true: every command runs here, or is marked as one that needs a network; links lead somewhere; the project's
//! address is the one in Cargo.toml.

mod commands;
mod contributing;
mod deployment;
mod page;
mod pipelines;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use page::{Block, Page, pages, repository};

use scoregate::exit::Exit;
use scoregate::render::{Format, FormatSet};

use crate::support::generated::file_says;
use crate::support::workspace::{Workspace, outcome};

/// The tenant of `examples/contoso.json`, which passes the starter policies.
const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";
const COMMANDS: [&str; 15] = [
    "check",
    "fleet",
    "copilot usage",
    "diff",
    "record",
    "policy validate",
    "controls list",
    "policy schema",
    "baseline write",
    "auth status",
    "copilot plugin",
    "serve",
    "explain",
    "completions",
    "",
];

/// The arguments of a command of this program, without the comment behind it.
fn arguments(command: &str) -> Option<String> {
    let command = command.split(" #").next().unwrap().trim();
    let prefixes = ["scoregate ", "~/.cargo/bin/scoregate ", "cargo run -- "];
    let arguments = prefixes.iter().find_map(|prefix| command.strip_prefix(prefix))?;
    Some(arguments.replace('"', ""))
}

/// The options that the help of all commands shows.
pub(crate) fn options() -> BTreeSet<String> {
    let workspace = Workspace::new();
    let helps = COMMANDS.iter().map(|command| workspace.run(&format!("{command} --help")).stdout);
    let words = helps.flat_map(|help| help.split([' ', '\n', ',', '`']).map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| word.starts_with("--")).collect()
}

/// A folder with the examples and policies, and the recording `tenant.json`.
fn prepared() -> Workspace {
    let workspace = Workspace::new();
    for folder in ["examples", "policies"] {
        for entry in fs::read_dir(repository(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            workspace.file(&format!("{folder}/{name}"), fs::read(&path).unwrap());
        }
    }
    workspace.file("tenant.json", fs::read(repository("examples/contoso.json")).unwrap());
    workspace
}

#[test]
fn the_commands_of_readme_and_docs_print_what_the_pages_show() {
    let mut shown = 0;
    for page in pages() {
        let generated = page.with_console_blocks(|command| {
            shown += 1;
            let arguments = arguments(command).unwrap_or_else(|| panic!("{}: not a command: {command}", page.name));
            let mut command = Workspace::new().command(&arguments);
            command.current_dir(repository(""));
            let run = outcome(command);
            format!("{}{}", run.stdout, run.stderr)
        });
        file_says(&page.name, &generated);
    }
    assert!(shown >= 6, "README and docs show commands with their outputs");
}

#[test]
fn every_other_command_of_readme_and_docs_runs_or_needs_a_network() {
    for page in pages() {
        let workspace = prepared();
        for block in page.blocks("sh") {
            let lines = || block.text.lines().filter(|line| !line.starts_with('#'));
            // The program knows these commands too: see `pipelines`.
            if block.text.starts_with("# needs a network\n") {
                continue;
            }
            lines().for_each(|line| assert_runs(&workspace, line, &page.name));
        }
    }
}

fn assert_runs(workspace: &Workspace, line: &str, page: &str) {
    if line == "cargo test --locked" {
        // This is that command; the gate runs it too.
        assert!(fs::read_to_string(repository(".ci/run")).unwrap().contains(line));
        return;
    }
    let arguments = arguments(line).unwrap_or_else(|| panic!("{page}: not a command of this program: {line}"));
    let expected = line.split_once("# exit ").map_or(0, |(_, code)| code.trim().parse().unwrap());
    let run = workspace.run(&arguments);
    assert_eq!(run.code, expected, "{page}: {line}\n{}", run.seen());
}

#[test]
fn every_option_that_readme_and_docs_name_exists() {
    let known = options();
    // Options of other programs.
    let foreign = [
        "--bench",
        "--rev",
        "--git",
        "--locked",
        "--profile",
        "--path",
        "--open",
        "--example",
        "--create-cert",
        "--cert",
        "--service-principal",
        "--global",
        "--omit",
    ];
    for page in pages() {
        for code in page.inline_code() {
            for option in code.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2) {
                let option = option.split('=').next().unwrap().trim_end_matches('…');
                let exists = known.contains(option) || foreign.contains(&option);
                assert!(exists, "{}: `{code}` has {option}", page.name);
            }
        }
    }
}

#[test]
fn the_policies_of_readme_and_docs_are_the_ones_that_ship() {
    for (page, shipped) in [("README.md", "examples/mfa.yaml"), ("docs/policies.md", "examples/first-policy.yaml")] {
        let page = Page::read(page);
        let block: &Block = &page.blocks("yaml")[0];
        assert_eq!(block.text.trim_end(), fs::read_to_string(repository(shipped)).unwrap().trim_end(), "{}", page.name);
    }
}

/// The property keys of a schema and of all that is in it.
fn keys(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    let entries = schema.as_object().into_iter().flatten();
    for (name, value) in entries {
        if let Some(properties) = value.as_object().filter(|_| name == "properties") {
            found.extend(properties.keys().cloned());
            properties.values().for_each(|property| keys(property, found));
        } else {
            keys(value, found);
        }
    }
    schema.as_array().into_iter().flatten().for_each(|item| keys(item, found));
}

#[test]
fn every_key_of_a_policy_is_in_the_docs() {
    let documented: BTreeSet<String> = ["docs/policies.md", "docs/regression.md"]
        .into_iter()
        .flat_map(|page| Page::read(page).inline_code())
        .flat_map(|code| code.split([' ', ':', ',', '{', '}']).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for file in ["schemas/policy.schema.json", "schemas/waivers.schema.json"] {
        let schema = serde_json::from_str(&fs::read_to_string(repository(file)).unwrap()).unwrap();
        let mut found = BTreeSet::new();
        keys(&schema, &mut found);
        assert!(found.contains("rule") && found.contains("expires"), "{found:?}");
        assert_eq!(found.difference(&documented).collect::<Vec<_>>(), Vec::<&String>::new(), "{file}");
    }
}

#[test]
fn every_dependency_has_its_line_in_the_readme() {
    let manifest = fs::read_to_string(repository("Cargo.toml")).unwrap();
    let readme = Page::read("README.md").text;
    let (_, table) = readme.split_once("| dependency | choice |\n|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|')).map(|row| row.split('|').nth(1).unwrap());
    let listed: BTreeSet<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let sections = manifest.split("\n[").map(|section| section.split_once("]\n").unwrap_or((section, "")));
    let names = |ending: &str| -> BTreeSet<&str> {
        let own = sections.clone().filter(|(heading, _)| heading.ends_with(ending));
        own.flat_map(|(_, section)| section.lines().filter_map(|line| Some(line.split_once(" = ")?.0))).collect()
    };
    let (dependencies, dev) = (names("dependencies"), names("dev-dependencies"));
    let dependencies = &dependencies - &dev;
    assert_eq!(
        dependencies.difference(&listed).collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "without a line in README.md"
    );
    let all = &dependencies | &dev;
    assert_eq!(listed.difference(&all).collect::<Vec<_>>(), Vec::<&&str>::new(), "not a dependency");
}

#[test]
fn every_link_of_readme_and_docs_leads_to_a_file_and_a_heading() {
    for page in pages() {
        for link in page.links().iter().filter(|link| !link.starts_with("https://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = Path::new(&page.name).parent().unwrap();
            let target =
                if file.is_empty() { page.name.clone() } else { folder.join(file).to_str().unwrap().to_owned() };
            assert!(repository(&target).exists(), "{}: {link} leads nowhere", page.name);
            assert!(
                anchor.is_empty() || Page::read(&target).anchors().contains(anchor),
                "{}: no heading for {link}",
                page.name
            );
        }
    }
}

#[test]
fn every_page_of_docs_is_in_the_contents_of_the_readme() {
    let links = Page::read("README.md").links();
    for page in pages().iter().filter(|page| page.name != "README.md") {
        assert!(links.contains(&page.name), "README.md does not lead to {}", page.name);
    }
}

#[test]
fn the_address_of_the_project_is_the_one_in_the_manifest() {
    let address = env!("CARGO_PKG_REPOSITORY");
    for page in pipelines::everything() {
        for (number, line) in page.text.lines().enumerate() {
            let words = line.split_whitespace().map(|word| word.trim_matches(['\'', '"', '`', ',', '}']));
            for word in words.filter(|word| word.contains("github.com/") && word.contains("/scoregate")) {
                let word = word.trim_end_matches("/releases/download");
                let start = word.find("https://").unwrap_or_default();
                assert_eq!(&word[start..], address, "{}:{}", page.name, number + 1);
            }
        }
    }
    let program = repository("src");
    let mut folders = vec![program, repository("schemas"), repository("policies"), repository(".github")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains(address), "{}: use CARGO_PKG_REPOSITORY", path.display());
            }
        }
    }
    assert!(Workspace::new().run("--help").stdout.contains(&format!("Documentation: {address}")));
    let wheel = fs::read_to_string(repository("pyproject.toml")).unwrap();
    assert!(wheel.contains(&format!("Repository = \"{address}\"")), "pyproject.toml");
}

#[test]
fn the_table_of_exit_codes_is_that_of_the_program() {
    let rows: String = Exit::ALL.iter().map(|exit| format!("| {} | {} |\n", exit.code(), exit.meaning())).collect();
    let table = format!("\n| code | meaning |\n|---|---|\n{rows}\n");
    assert!(Page::read("README.md").text.contains(&table), "README.md must contain:\n{table}");
}

#[test]
fn the_table_of_formats_names_every_format() {
    let text = Page::read("README.md").text;
    let (_, rest) = text.split_once("\n| format | reader |\n|---|---|\n").unwrap();
    let rows = rest.lines().take_while(|line| line.starts_with('|'));
    let mut named: Vec<&str> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
    let mut known: Vec<&str> = Format::ALL.iter().map(|format| format.facts().name).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}
