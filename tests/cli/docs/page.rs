//! A page of README or docs, with its code blocks, links and headings.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A page by its path in the repository.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A fenced block of code.
pub(crate) struct Block {
    pub(crate) text: String,
}

/// A path of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// README and every page in docs.
pub(crate) fn pages() -> Vec<Page> {
    let docs = fs::read_dir(repository("docs")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    names.sort();
    names.insert(0, "README.md".to_owned());
    names.iter().map(|name| Page::read(name)).collect()
}

impl Page {
    pub(crate) fn read(name: &str) -> Self {
        let text = fs::read_to_string(repository(name)).unwrap().replace("\r\n", "\n");
        Self { name: name.to_owned(), text }
    }

    /// The fenced blocks of a language.
    pub(crate) fn blocks(&self, language: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut lines = self.text.lines();
        while let Some(line) = lines.next() {
            let Some(found) = line.strip_prefix("```") else { continue };
            let text: String =
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            if found == language {
                blocks.push(Block { text });
            }
        }
        blocks
    }

    /// The page with the output of each command in a `console` block as it is now.
    pub(crate) fn with_console_blocks(&self, mut output: impl FnMut(&str) -> String) -> String {
        let mut page = String::new();
        let mut is_console = false;
        for line in self.text.lines() {
            let is_fence = line.starts_with("```");
            if is_fence {
                is_console = line == "```console";
            }
            let command = line.strip_prefix("$ ").filter(|_| is_console);
            if is_fence || !is_console || command.is_some() {
                page.push_str(&format!("{line}\n"));
            }
            if let Some(command) = command {
                page.push_str(&format!("{}\n", output(command).trim_end()));
            }
        }
        page
    }

    /// The text without fenced blocks.
    fn prose(&self) -> String {
        let outside = self.text.split("\n```").step_by(2);
        outside.collect::<Vec<_>>().join("\n")
    }

    /// The spans of code in the text.
    pub(crate) fn inline_code(&self) -> Vec<String> {
        self.prose().split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// The targets of the links.
    pub(crate) fn links(&self) -> Vec<String> {
        let prose = self.prose();
        prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link.to_owned()).collect()
    }

    /// The anchors of the headings, as GitHub makes them.
    pub(crate) fn anchors(&self) -> BTreeSet<String> {
        let prose = self.prose();
        let headings = prose.lines().filter(|line| line.starts_with('#'));
        let anchor = |heading: &str| {
            let text = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            text.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
        };
        headings.map(anchor).collect()
    }
}
