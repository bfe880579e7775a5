//! CONTRIBUTING, ARCHITECTURE and SECURITY are true: the paths and commands that they name exist, and links lead somewhere.

use std::fs;
use std::path::Path;

use super::page::{Page, repository};

fn pages() -> [Page; 3] {
    ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"].map(Page::read)
}

/// Whether a span of code has the form of a path of the repository.
fn is_path(code: &str) -> bool {
    let endings = [".rs", ".md", ".toml", ".yaml", "/"];
    let is_ending = endings.iter().any(|ending| code.ends_with(ending)) || code.contains('/') || code == "justfile";
    is_ending && !code.contains(' ') && !code.contains("://") && code != "target/"
}

#[test]
fn every_path_that_a_contributor_is_sent_to_exists() {
    let mut named = 0;
    for page in pages() {
        for path in page.inline_code().iter().filter(|code| is_path(code)) {
            assert!(repository(path).exists(), "{}: there is no {path}", page.name);
            named += 1;
        }
    }
    assert!(named >= 40, "the pages name paths: {named}");
}

#[test]
fn every_command_for_a_contributor_exists() {
    let gate = fs::read_to_string(repository(".ci/run")).unwrap();
    let mut commands = 0;
    for block in Page::read("CONTRIBUTING.md").blocks("sh") {
        for line in block.text.lines() {
            // A variable before the command.
            let words: Vec<&str> = line.split(' ').skip_while(|word| word.contains('=')).collect();
            match words[..] {
                ["bash", script] => assert!(repository(script).exists(), "{line}"),
                ["git", "diff"] | ["cargo", "fmt"] | ["cargo", "build", "--locked"] => {}
                ["cargo", "test", "--locked", "--test", binary] => {
                    let places = [format!("tests/{binary}.rs"), format!("tests/{binary}/main.rs")];
                    assert!(places.iter().any(|place| repository(place).exists()), "{line}");
                }
                _ => assert!(gate.contains(&words.join(" ")), "the gate does not run it: {line}"),
            }
            commands += 1;
        }
    }
    assert!(commands >= 9, "CONTRIBUTING.md shows commands: {commands}");
}

#[test]
fn every_link_for_a_contributor_leads_to_a_file_and_a_heading() {
    for page in pages() {
        for link in page.links().iter().filter(|link| !link.starts_with("https://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            assert!(Path::new(&repository(file)).exists(), "{}: {link} leads nowhere", page.name);
            assert!(anchor.is_empty() || Page::read(file).anchors().contains(anchor), "{}: {link}", page.name);
        }
    }
}
