//! The loading of policies: from paths to a [`PolicySet`], or to every problem of every file at once.

use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::check;
use super::discover::Discovery;
use super::schema::VOCABULARY;
use super::{Policy, PolicySet, WaiverFile};
use crate::error::{Error, Problem};
use crate::paths::shown;
use crate::text::count;
use crate::yaml::document::Document;
use crate::yaml::file::{self, Budget, Opened, hidden};
use crate::yaml::problem::{DiagnosticText, LocatedProblem, sorted};
use crate::yaml::tree::{Cursor, Node};
use crate::yaml::typed::TypedDocument;

/// The key of a baseline, which is not a policy although it lies beside one.
const BASELINE_KEY: &str = "scoregate-baseline";

/// The kind of a file, by its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileRole {
    Policy,
    Waivers,
}

/// The content of a file that was read.
enum FileContent {
    Policy(Box<TypedDocument<Policy>>),
    Waivers(Box<TypedDocument<WaiverFile>>),
    Invalid,
}

/// Reads the policies and waivers that the paths name, files or folders, and checks that they make sense together.
///
/// # Errors
///
/// [`Error::Policy`] with every problem of every file.
pub fn load(paths: &[PathBuf]) -> Result<PolicySet, Error> {
    load_from(paths, None)
}

/// Like [`load`]; their paths are shown relative to the root where they lie below it.
///
/// # Errors
///
/// [`Error::Policy`] with every problem of every file.
pub fn load_from(paths: &[PathBuf], root: Option<&Path>) -> Result<PolicySet, Error> {
    let (set, problems) = load_valid(paths, root);
    if problems.is_empty() { Ok(set) } else { Err(Error::Policy { problems }) }
}

/// Reads policies and waivers that are in memory, each with a path for messages and reports, and checks that they make sense
/// together.
///
/// # Errors
///
/// [`Error::Policy`] with every problem of every file.
pub fn from_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<PolicySet, Error> {
    let mut reading = Reading::default();
    for (path, bytes) in files {
        if !reading.add(file::parse(reading.next(), path, &bytes, &VOCABULARY)) {
            return Err(Error::Policy { problems: sorted(reading.problems) });
        }
    }
    if reading.contents.iter().all(FileContent::is_of_waivers) {
        reading.problem(no_policy(&format!("none of the {} is", count(reading.contents.len(), "file"))));
    }
    let set = assemble(reading.contents, &mut reading.problems);
    let problems = sorted(reading.problems);
    if problems.is_empty() { Ok(set) } else { Err(Error::Policy { problems }) }
}

/// Reads the policies and waivers that the paths name. Returns those that could be read, and every problem of every file.
#[must_use]
pub fn load_valid(paths: &[PathBuf], root: Option<&Path>) -> (PolicySet, Vec<Problem>) {
    let discovery = Discovery::of(paths, root);
    let mut reading = Reading::default();
    for file in &discovery.files {
        let is_within_limits = match file {
            Ok(path) => reading.add(file::open(reading.next(), path, root, &VOCABULARY)),
            Err(problem) => {
                let order = reading.next();
                reading.add(Err(Box::new(LocatedProblem::of_file(order, problem.clone()))))
            }
        };
        if !is_within_limits {
            return (PolicySet::default(), sorted(reading.problems));
        }
    }
    let Reading { contents, mut problems, .. } = reading;
    without_policy(paths, root, &discovery, &contents, &mut problems);
    let set = assemble(contents, &mut problems);
    hide_foreign(&discovery, root, &mut problems);
    (set, sorted(problems))
}

/// The files of a run as far as they are read.
#[derive(Default)]
struct Reading {
    budget: Budget,
    contents: Vec<FileContent>,
    problems: Vec<LocatedProblem>,
}

impl Reading {
    /// The place of the next file in the order of problems.
    const fn next(&self) -> usize {
        self.contents.len()
    }

    /// Takes one file as far as it can be understood on its own. Returns whether another may be read: all files together have
    /// limits.
    fn add(&mut self, opened: Opened) -> bool {
        let (bytes, content) = match opened {
            Ok((document, root)) => (document.source.text.len(), understand(document, root, &mut self.problems)),
            Err(found) => {
                let text = found.problem.source_code.as_ref().map_or(0, |source| source.inner().len());
                self.problems.push(*found);
                (text, FileContent::Invalid)
            }
        };
        self.budget.count(bytes, content.nodes());
        self.contents.push(content);
        if let Some(limit) = self.budget.exceeded() {
            let message =
                format!("the policies and waivers contain more than {limit} together; no further file is read");
            self.problem(Problem::without_place(message, "name fewer files, or a folder that holds policies alone"));
            return false;
        }
        true
    }

    /// Adds a problem of all files together, which stands behind those of single files.
    fn problem(&mut self, problem: Problem) {
        self.problems.push(LocatedProblem { offset: usize::MAX, ..LocatedProblem::of_file(usize::MAX, problem) });
    }
}

/// Leaves one problem of each file that is a link out of its folder: its content is not for this log.
fn hide_foreign(discovery: &Discovery<'_>, root: Option<&Path>, problems: &mut Vec<LocatedProblem>) {
    let mut invalid: Vec<usize> = problems.iter().map(|found| found.order).collect();
    invalid.sort_unstable();
    invalid.dedup();
    for order in invalid {
        let path = discovery.files.get(order).and_then(|file| file.as_ref().ok());
        if let Some(problem) = path.and_then(|path| hidden(path, root)) {
            problems.retain(|found| found.order != order);
            problems.push(LocatedProblem::of_file(order, problem));
        }
    }
}

impl FileContent {
    /// The number of values that are kept of the file.
    fn nodes(&self) -> usize {
        match self {
            Self::Policy(loaded) => loaded.root.value.nodes(),
            Self::Waivers(loaded) => loaded.root.value.nodes(),
            Self::Invalid => 0,
        }
    }

    /// Whether the file holds waivers alone, so that it proves nothing.
    const fn is_of_waivers(&self) -> bool {
        match self {
            Self::Policy(_) | Self::Invalid => false,
            Self::Waivers(_) => true,
        }
    }
}

fn understand(document: Document, root: Spanned<Node>, problems: &mut Vec<LocatedProblem>) -> FileContent {
    match role(&document, &root) {
        Ok(FileRole::Policy) => {
            TypedDocument::of(document, root, check::policy, problems).map_or(FileContent::Invalid, FileContent::Policy)
        }
        Ok(FileRole::Waivers) => TypedDocument::of(document, root, check::waiver_file, problems)
            .map_or(FileContent::Invalid, FileContent::Waivers),
        Err(found) => {
            problems.push(*found);
            FileContent::Invalid
        }
    }
}

fn role(document: &Document, root: &Spanned<Node>) -> Result<FileRole, Box<LocatedProblem>> {
    let has = |key: &str| root.value.get(key).is_some();
    let help = "a policy has the keys `scoregate`, `policy` and `rules`; a waiver file has `scoregate` and `waivers`";
    if let Some(key) = root.value.get(BASELINE_KEY) {
        let help = "keep it out of the policies, and give it as the baseline";
        let words = DiagnosticText::new("the file is a baseline, not a policy", "the key of a baseline", help);
        return Err(Box::new(document.problem_at_key(key, words)));
    }
    if let Some(key) = root.value.get("tests") {
        let help = "remove the key, or keep the file out of the policies that are read";
        let words = DiagnosticText::new("no command of this version runs policy tests", "never run", help);
        return Err(Box::new(document.problem_at_key(key, words)));
    }
    if has("policy") || has("rules") {
        return Ok(FileRole::Policy);
    }
    if has("waivers") {
        return Ok(FileRole::Waivers);
    }
    let message = match &root.value {
        Node::Null => "the file is empty",
        Node::Map(_) => "the file is neither a policy nor a waiver file",
        Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => {
            "the file is not a mapping of keys to values"
        }
    };
    Err(Box::new(document.problem_at(Cursor::root(root), DiagnosticText::new(message, "the file begins here", help))))
}

/// A folder, or a run, without a policy proves nothing; most likely the path is wrong.
fn without_policy(
    paths: &[PathBuf],
    root: Option<&Path>,
    discovery: &Discovery<'_>,
    contents: &[FileContent],
    problems: &mut Vec<LocatedProblem>,
) {
    let order = usize::MAX;
    let mut folder_named = false;
    for (folder, indices) in &discovery.folders {
        if indices.iter().filter_map(|index| contents.get(*index)).all(FileContent::is_of_waivers) {
            folder_named = true;
            let message = format!("the folder {} contains no policy", shown(folder, root));
            let help = "name a folder with policies (`.yaml` or `.yml` files with the key `policy`); \
                        waiver files can be named one by one";
            problems.push(LocatedProblem::of_file(order, Problem::without_place(message, help)));
        }
    }
    if !folder_named && contents.iter().all(FileContent::is_of_waivers) {
        let problem = no_policy(&match paths {
            [path] => format!("{} is not", shown(path, root)),
            _ => format!("none of the {} is", count(discovery.files.len(), "file")),
        });
        problems.push(LocatedProblem::of_file(order, problem));
    }
}

/// The problem of a run that reads no policy. `files` begins the sentence.
fn no_policy(files: &str) -> Problem {
    let help = "name at least one file with the key `policy`, or a folder that holds one";
    Problem::without_place(format!("{files} a policy"), help)
}

/// Joins the files, and checks what only shows when all are known.
fn assemble(contents: Vec<FileContent>, problems: &mut Vec<LocatedProblem>) -> PolicySet {
    let mut set = PolicySet::default();
    let (mut policies, mut waiver_files) = (Vec::new(), Vec::new());
    for content in contents {
        let source = set.sources.len();
        match content {
            FileContent::Policy(mut loaded) => {
                set.sources.push(loaded.document.source.clone());
                loaded.fill_policy(source);
                set.waivers.extend(loaded.content.waivers.iter().cloned());
                policies.push(*loaded);
            }
            FileContent::Waivers(mut loaded) => {
                set.sources.push(loaded.document.source.clone());
                loaded.fill_waivers(source);
                set.waivers.extend(loaded.content.waivers.iter().cloned());
                waiver_files.push(*loaded);
            }
            FileContent::Invalid => {}
        }
    }
    problems.extend(check::together(&policies, &waiver_files));
    set.policies = policies.into_iter().map(|loaded| loaded.content).collect();
    set.policies.sort_by(|a, b| a.policy.cmp(&b.policy));
    set
}

#[cfg(test)]
mod tests;
