//! The files of a check: those that are given, and those that the search for documents adds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::finding::Findings;
use super::rule::Rule;
use super::unreadable;
use crate::error::Problem;
use crate::paths::shown;
use crate::yaml::document::Document;
use crate::yaml::file::{self, Budget};
use crate::yaml::problem::LocatedProblem;
use crate::yaml::tree::{Cursor, Node};
use crate::yaml::vocabulary::Vocabulary;

/// The keys that a manifest has at its top, and no other file.
const OF_MANIFEST: [&str; 3] = ["Descriptor", "SkillGroups", "AgentDefinitions"];

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A manifest of Security Copilot.
    Manifest,
    /// An OpenAPI document.
    Document,
}

/// The manifests that use a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// Whether any does.
    pub(super) is_used: bool,
    /// Whether each of them names the server.
    pub(super) has_endpoint: bool,
}

/// A file that was read.
pub(super) struct Input {
    pub(super) document: Document,
    pub(super) root: Spanned<Node>,
    pub(super) kind: Kind,
    /// The folder that holds it, without links.
    pub(super) folder: PathBuf,
}

impl Input {
    pub(super) const fn cursor(&self) -> Cursor<'_> {
        Cursor::root(&self.root)
    }

    pub(super) fn path(&self) -> &str {
        &self.document.source.path
    }
}

/// The files of a run.
#[derive(Default)]
pub(super) struct Files {
    pub(super) inputs: Vec<Input>,
    pub(super) uses: BTreeMap<usize, Uses>,
    pub(super) next: usize,
    /// The files that were looked at, without links.
    pub(super) seen: BTreeSet<PathBuf>,
    pub(super) root: Option<PathBuf>,
    budget: Budget,
}

impl Files {
    /// Reads the files that are given.
    pub(super) fn read(paths: &[PathBuf], root: Option<&Path>, findings: &mut Findings) -> Self {
        let mut files = Self { root: root.map(Path::to_owned), ..Self::default() };
        for path in paths {
            if files.seen.insert(real(path)) {
                // The reason why a file is not read is a finding already.
                files.add(path, Origin::Given, findings).ok();
            }
            if files.is_full(findings) {
                break;
            }
        }
        files
    }

    /// The manifests that use a document.
    pub(super) fn uses(&self, input: &Input) -> Uses {
        self.uses.get(&input.document.order).copied().unwrap_or_default()
    }

    /// The places of the inputs that are wanted.
    pub(super) fn indices(&self, is_wanted: impl Fn(&Input) -> bool) -> Vec<usize> {
        self.inputs.iter().enumerate().filter(|(_, input)| is_wanted(input)).map(|(index, _)| index).collect()
    }

    /// Reads a file, and returns its index where it is a manifest or a document.
    pub(super) fn add(&mut self, path: &Path, origin: Origin, findings: &mut Findings) -> Result<usize, NotRead> {
        let (order, root) = (self.next, self.root.as_deref());
        self.next += 1;
        let bytes = bytes(path, root).map_err(|problem| {
            findings.add(Rule::Unreadable, LocatedProblem::of_file(order, problem));
            NotRead::Unreadable
        })?;
        if let Some(problem) = file::hidden(path, root) {
            findings.hide(order, problem);
        }
        let input = input(order, shown(path, root), path.to_owned(), &bytes, origin, findings);
        self.budget.count(bytes.len(), input.as_ref().map_or(0, |input| input.root.value.nodes()));
        self.inputs.push(input?);
        Ok(self.inputs.len() - 1)
    }

    /// Whether the limit of all files is exceeded, which is a finding.
    pub(super) fn is_full(&self, findings: &mut Findings) -> bool {
        let Some(limit) = self.budget.exceeded() else { return false };
        let problem = Problem::without_place(
            format!("the files have more than {limit} together, and are not read any further"),
            "check fewer files at a time",
        );
        findings.add(Rule::Unreadable, LocatedProblem::of_file(usize::MAX, problem));
        true
    }
}

/// The bytes of a file that was named or found.
fn bytes(path: &Path, root: Option<&Path>) -> Result<Vec<u8>, Problem> {
    if is_waited_for(path) {
        let message = format!("{} is not read: it is a pipe, a socket or a device, not a file", shown(path, root));
        return Err(Problem::without_place(message, "name a file"));
    }
    file::read(path, root).map_err(|problem| if path.is_dir() { folder_problem(path, root) } else { problem })
}

/// Whether the opening of a path may never end. What is below `/dev`, such as `/dev/stdin`, is open already or has an end.
fn is_waited_for(path: &Path) -> bool {
    let is_special = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    is_special && !std::path::absolute(path).is_ok_and(|path| path.starts_with("/dev") || path.starts_with("/proc"))
}

/// The problem of a folder that was given.
fn folder_problem(path: &Path, root: Option<&Path>) -> Problem {
    Problem::without_place(
        format!("{} is a folder", shown(path, root)),
        "name the manifests in it; the OpenAPI document beside a manifest is found",
    )
}

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The user named it.
    Given,
    /// It is in the folder of a manifest, and may be anything.
    Found,
}

/// Why a file is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotRead {
    /// It cannot be read.
    Unreadable,
    /// It is neither a manifest nor a document.
    Unknown,
}

/// The path without links, or as it is where it does not exist.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Reads the bytes of one file; what is wrong with them is a finding.
pub(super) fn input(
    order: usize,
    name: String,
    path: PathBuf,
    bytes: &[u8],
    origin: Origin,
    findings: &mut Findings,
) -> Result<Input, NotRead> {
    let (document, root) = file::parse_json_or_yaml(order, name, bytes, &Vocabulary::PLAIN).map_err(|located| {
        findings.add(Rule::Unreadable, unreadable::explained(*located, bytes));
        NotRead::Unreadable
    })?;
    let has = |name: &str| root.value.get(name).is_some();
    let kind = if has("openapi") || has("swagger") {
        Kind::Document
    } else if OF_MANIFEST.into_iter().any(has) {
        Kind::Manifest
    } else {
        if origin == Origin::Given {
            let message = "the file is neither a manifest of Security Copilot nor an OpenAPI document".to_owned();
            let help = "name manifests, which have `Descriptor` and `SkillGroups` at their top, and OpenAPI documents, which have \
                        `openapi`; other files, such as the schema of a table, are not checked";
            findings.at(&document, Rule::UnknownDocument, Cursor::root(&root), message, help);
        }
        return Err(NotRead::Unknown);
    };
    let folder = real(&path).parent().map(Path::to_owned).unwrap_or_default();
    Ok(Input { document, root, kind, folder })
}
