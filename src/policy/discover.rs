//! Which files the paths of a command line name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::Problem;
use crate::paths::{self, Kind, Root};
use crate::text;

/// A file to read, or why something that was named cannot be read.
pub(crate) type Discovered = Result<PathBuf, Problem>;

/// The files behind the paths: what was found, and for each folder that was named its path and the indices of its files.
#[derive(Default)]
pub(crate) struct Discovery<'r> {
    /// The folder that paths are told relative to.
    root: Option<&'r Path>,
    pub(crate) files: Vec<Discovered>,
    pub(crate) folders: Vec<(PathBuf, Vec<usize>)>,
    /// The files by their real path and the index of each, so that none is read twice.
    known: BTreeMap<PathBuf, usize>,
}

impl<'r> Discovery<'r> {
    /// Looks at every path; folders are read with everything below them, in sorted order.
    pub(crate) fn of(paths: &[PathBuf], root: Option<&'r Path>) -> Self {
        let mut discovery = Self { root, ..Self::default() };
        for path in paths {
            if path.is_dir() {
                let mut indices = Vec::new();
                discovery.named_folder(path, &mut indices);
                discovery.folders.push((path.clone(), indices));
            } else {
                discovery.file(path);
            }
        }
        discovery
    }

    /// Adds a file once, whatever the names it is given, and returns its index.
    fn file(&mut self, path: &Path) -> usize {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let next = self.files.len();
        let index = *self.known.entry(real).or_insert(next);
        if index == next {
            self.files.push(Ok(path.to_owned()));
        }
        index
    }

    /// Adds the YAML files in a folder that was named.
    fn named_folder(&mut self, path: &Path, indices: &mut Vec<usize>) {
        match Root::of(path) {
            Ok(within) => self.folder(path, &within, &mut BTreeSet::new(), indices),
            Err(error) => self.problem(unreadable(path, self.root, &error), indices),
        }
    }

    fn problem(&mut self, problem: Problem, indices: &mut Vec<usize>) {
        indices.push(self.files.len());
        self.files.push(Err(problem));
    }

    /// Adds the YAML files in a folder. A folder that leads back to itself through a link is entered once.
    fn folder(&mut self, path: &Path, within: &Root, entered: &mut BTreeSet<PathBuf>, indices: &mut Vec<usize>) {
        if let Ok(real) = fs::canonicalize(path)
            && !entered.insert(real)
        {
            return;
        }
        let names = match sorted_names(path) {
            Ok(names) => names,
            Err(error) => return self.problem(unreadable(path, self.root, &error), indices),
        };
        for entry in names {
            match within.look(&entry) {
                Ok(Kind::Folder) => self.folder(&entry, within, entered, indices),
                Ok(Kind::File) if is_yaml(&entry) => indices.push(self.file(&entry)),
                Err(stray) if is_yaml(&entry) || entry.is_dir() => {
                    let message =
                        format!("{} is not read: {}", shown(&entry, self.root), stray.reason(&shown(path, self.root)));
                    self.problem(pathless(message, STRAY), indices);
                }
                // What is no policy is not read, wherever it leads.
                Ok(Kind::File) | Err(_) => {}
            }
        }
    }
}

/// The entries of a folder by name, without hidden ones.
fn sorted_names(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}

/// The remedy for something in a folder that is not read.
const STRAY: &str =
    "put the file itself into the folder, or name it with its own path; remove files that are not policies";

/// The reason why a file that was named is not opened.
pub(crate) fn refused(path: &Path, root: Option<&Path>) -> Option<Problem> {
    paths::leads_into_the_system(path).then(|| {
        let message = format!("{} is not read: {}", shown(path, root), paths::INTO_THE_SYSTEM);
        pathless(message, "name a file")
    })
}

/// The problem that stands for all problems of a file that is a link out of its folder: they would show what it leads to.
pub(crate) fn hidden(path: &Path, root: Option<&Path>) -> Option<Problem> {
    let is_hidden = paths::leaves_its_folder(path) && !paths::leads_into_the_system(path);
    is_hidden.then(|| {
        let message = format!(
            "{} is not valid. It is a link to a file outside its folder, so that nothing of its content is shown",
            shown(path, root)
        );
        pathless(message, "name the file that the link leads to, to see what is wrong with it")
    })
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}

/// A problem of something that cannot be read at all.
pub(crate) fn unreadable(path: &Path, root: Option<&Path>, error: &io::Error) -> Problem {
    let help = if error.kind() == io::ErrorKind::NotFound {
        "check the spelling, and the folder in which the program runs"
    } else {
        "name a file or folder that the user of this process can read"
    };
    pathless(format!("cannot read {}: {}", shown(path, root), reason(error)), help)
}

/// What the system said, without the number of the error.
fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    text::line(words).to_lowercase()
}

/// A problem that has no place in a text.
pub(crate) fn pathless(message: String, help: &str) -> Problem {
    Problem { message, source_code: None, span: None, label: String::new(), help: Some(help.to_owned()) }
}

/// How a path is written in reports: relative to the root, else to the working folder, where it lies below it, and with `/`
/// everywhere.
pub(crate) fn shown(path: &Path, root: Option<&Path>) -> String {
    let here = || relative(path, &std::env::current_dir().ok()?);
    let relative = root.and_then(|root| relative(path, root)).or_else(here).unwrap_or_else(|| path.to_owned());
    let mut shown = String::new();
    for component in relative.components() {
        match component {
            Component::RootDir => shown.push('/'),
            Component::CurDir => {}
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&component.as_os_str().to_string_lossy());
            }
        }
    }
    if shown.is_empty() { ".".to_owned() } else { text::line(&shown) }
}

fn relative(path: &Path, root: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let winding = absolute.components().any(|component| component == Component::ParentDir);
    if !winding && let Ok(below) = absolute.strip_prefix(root) {
        return Some(below.to_owned());
    }
    let (real, root) = (fs::canonicalize(path).ok()?, fs::canonicalize(root).ok()?);
    real.strip_prefix(root).ok().map(Path::to_owned)
}
