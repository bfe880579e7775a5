//! From paths to a [`PolicySet`], or to every problem of every file at once.

use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::check::{self, Loaded};
use super::discover::{Discovery, hidden, pathless, shown};
use super::schema::SchemaKind;
use super::{Policy, PolicySet, WaiverFile};
use crate::baseline::file as baseline;
use crate::error::{Error, Problem};
use crate::text::count;
use crate::yaml::budget::Budget;
use crate::yaml::document::{Document, Found, Saying};
use crate::yaml::open::{open, typed};
use crate::yaml::tree::{Node, Seen};

/// The most problems of one file that are reported: a file of megabytes can have a problem in every line.
pub(crate) const MOST_PROBLEMS: usize = 500;

/// What a file is, told by its first keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Policy,
    Waivers,
}

/// What became of a file.
pub(crate) enum Outcome {
    Policy(Box<Loaded<Policy>>),
    Waivers(Box<Loaded<WaiverFile>>),
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

/// Like [`load`]; the files are told relative to the root where they lie below it.
///
/// # Errors
///
/// [`Error::Policy`] with every problem of every file.
pub fn load_from(paths: &[PathBuf], root: Option<&Path>) -> Result<PolicySet, Error> {
    let (set, problems) = load_valid(paths, root);
    if problems.is_empty() { Ok(set) } else { Err(Error::Policy { problems }) }
}

/// Reads the policies and waivers that the paths name. Returns those that could be read, and every problem of every file.
#[must_use]
pub fn load_valid(paths: &[PathBuf], root: Option<&Path>) -> (PolicySet, Vec<Problem>) {
    let discovery = Discovery::of(paths, root);
    let mut problems: Vec<Found> = Vec::new();
    let mut budget = Budget::default();
    let mut outcomes: Vec<Outcome> = Vec::new();
    for (order, file) in discovery.files.iter().enumerate() {
        let outcome = match file {
            Ok(path) => read(order, path, root, &mut budget, &mut problems),
            Err(problem) => {
                problems.push(Found { order, offset: 0, problem: problem.clone() });
                Outcome::Invalid
            }
        };
        outcomes.push(outcome);
        if let Some(problem) = budget.problem() {
            problems.push(Found { order, offset: usize::MAX, problem });
            return (PolicySet::default(), sorted(problems));
        }
    }
    without_policy(paths, root, &discovery, &outcomes, &mut problems);
    let set = assemble(outcomes, &mut problems);
    hide_foreign(&discovery, root, &mut problems);
    (set, sorted(problems))
}

/// Leaves one problem of each file that is a link out of its folder: its content is not for this log.
fn hide_foreign(discovery: &Discovery<'_>, root: Option<&Path>, problems: &mut Vec<Found>) {
    let mut invalid: Vec<usize> = problems.iter().map(|found| found.order).collect();
    invalid.sort_unstable();
    invalid.dedup();
    for order in invalid {
        let path = discovery.files.get(order).and_then(|file| file.as_ref().ok());
        if let Some(problem) = path.and_then(|path| hidden(path, root)) {
            problems.retain(|found| found.order != order);
            problems.push(Found { order, offset: 0, problem });
        }
    }
}

/// Reads one file as far as it can be understood on its own.
fn read(order: usize, path: &Path, root: Option<&Path>, budget: &mut Budget, problems: &mut Vec<Found>) -> Outcome {
    let (bytes, outcome) = match open(order, path, root, "divide it into several policies") {
        Ok((document, root)) => (document.source.text.len(), understand(document, root, problems)),
        Err(found) => {
            let text = found.problem.source_code.as_ref().map_or(0, |source| source.inner().len());
            problems.push(*found);
            (text, Outcome::Invalid)
        }
    };
    budget.count(bytes, &outcome);
    outcome
}

impl Outcome {
    /// The number of values that are kept of the file.
    pub(crate) fn nodes(&self) -> usize {
        match self {
            Self::Policy(loaded) => loaded.root.value.nodes(),
            Self::Waivers(loaded) => loaded.root.value.nodes(),
            Self::Invalid => 0,
        }
    }
}

fn understand(document: Document, root: Spanned<Node>, problems: &mut Vec<Found>) -> Outcome {
    match role(&document, &root) {
        Ok(Role::Policy) => {
            typed(document, root, SchemaKind::Policy, check::policy, problems).map_or(Outcome::Invalid, Outcome::Policy)
        }
        Ok(Role::Waivers) => typed(document, root, SchemaKind::Waivers, check::waiver_file, problems)
            .map_or(Outcome::Invalid, Outcome::Waivers),
        Err(found) => {
            problems.push(*found);
            Outcome::Invalid
        }
    }
}

fn role(document: &Document, root: &Spanned<Node>) -> Result<Role, Box<Found>> {
    let has = |key: &str| root.value.get(key).is_some();
    let help =
        "a policy has the keys `scoregate`, `policy` and `rules`; a file of waivers has `scoregate` and `waivers`";
    if let Some(key) = root.value.get(baseline::KEY) {
        let help = "keep it out of the policies, and name it with `--baseline`";
        let saying = Saying::new("the file is a baseline, not a policy", "the key of a baseline", help);
        return Err(Box::new(document.problem_at_key(key, saying)));
    }
    if let Some(key) = root.value.get("tests") {
        let help = "remove the key, or keep the file out of the policies that are read";
        let saying = Saying::new("no command of this version runs policy tests", "never run", help);
        return Err(Box::new(document.problem_at_key(key, saying)));
    }
    if has("policy") || has("rules") {
        return Ok(Role::Policy);
    }
    if has("waivers") {
        return Ok(Role::Waivers);
    }
    let message = match &root.value {
        Node::Null => "the file is empty",
        Node::Map(_) => "the file is neither a policy nor a file of waivers",
        Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => {
            "the file is not a mapping of keys to values"
        }
    };
    Err(Box::new(document.problem_at(Seen::root(root), Saying::new(message, "the file begins here", help))))
}

/// A folder, or a run, without a policy proves nothing; most likely the path is wrong.
fn without_policy(
    paths: &[PathBuf],
    root: Option<&Path>,
    discovery: &Discovery<'_>,
    outcomes: &[Outcome],
    problems: &mut Vec<Found>,
) {
    let holds_none = |outcome: &Outcome| match outcome {
        Outcome::Policy(_) | Outcome::Invalid => false,
        Outcome::Waivers(_) => true,
    };
    let order = usize::MAX;
    let mut folder_named = false;
    for (folder, indices) in &discovery.folders {
        if indices.iter().filter_map(|index| outcomes.get(*index)).all(holds_none) {
            folder_named = true;
            let message = format!("the folder {} holds no policy", shown(folder, root));
            let help = "name a folder with policies (`.yaml` or `.yml` files with the key `policy`); \
                        files of waivers can be named one by one";
            problems.push(Found { order, offset: 0, problem: pathless(message, help) });
        }
    }
    if !folder_named && outcomes.iter().all(holds_none) {
        let message = match paths {
            [path] => format!("{} is not a policy", shown(path, root)),
            _ => format!("none of the {} is a policy", count(discovery.files.len(), "file")),
        };
        let help = "name at least one file with the key `policy`, or a folder that holds one";
        problems.push(Found { order, offset: 0, problem: pathless(message, help) });
    }
}

/// Joins the files, and checks what only shows when all are known.
fn assemble(outcomes: Vec<Outcome>, problems: &mut Vec<Found>) -> PolicySet {
    let mut set = PolicySet::default();
    let (mut policies, mut waiver_files) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        let source = set.sources.len();
        match outcome {
            Outcome::Policy(mut loaded) => {
                set.sources.push(loaded.document.source.clone());
                loaded.fill_policy(source);
                set.waivers.extend(loaded.content.waivers.iter().cloned());
                policies.push(*loaded);
            }
            Outcome::Waivers(mut loaded) => {
                set.sources.push(loaded.document.source.clone());
                loaded.fill_waivers(source);
                set.waivers.extend(loaded.content.waivers.iter().cloned());
                waiver_files.push(*loaded);
            }
            Outcome::Invalid => {}
        }
    }
    problems.extend(check::together(&policies, &waiver_files));
    set.policies = policies.into_iter().map(|loaded| loaded.content).collect();
    set.policies.sort_by(|a, b| a.policy.cmp(&b.policy));
    set
}

/// By file and place; the same problem at the same place once.
pub(crate) fn sorted(mut problems: Vec<Found>) -> Vec<Problem> {
    problems.sort_by(|a, b| (a.order, a.offset, &a.problem.message).cmp(&(b.order, b.offset, &b.problem.message)));
    problems.dedup_by(|a, b| {
        (a.order, a.offset, &a.problem.message) == (b.order, b.offset, &b.problem.message) && a.problem.span.is_some()
    });
    let mut shown = Vec::new();
    for of_file in problems.chunk_by(|a, b| a.order == b.order && a.order != usize::MAX) {
        shown.extend(of_file.iter().take(MOST_PROBLEMS).map(|found| found.problem.clone()));
        if of_file.len() > MOST_PROBLEMS {
            let file = of_file.first().and_then(|found| found.problem.source_code.as_ref());
            let file = file.map(|source| source.name().to_owned()).unwrap_or_default();
            let message = format!("more problems of {file} are not shown");
            shown.push(pathless(message, "correct the first ones and run the program again"));
        }
    }
    shown
}

#[cfg(test)]
mod tests;
