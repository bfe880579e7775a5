//! Which files the paths of a command line name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::Problem;
use crate::text;

/// A file to read, or why something that was named cannot be read.
pub(super) type Discovered = Result<PathBuf, Problem>;

/// The files behind the paths: what was found, and for each folder that was named its path and the indices of its files.
#[derive(Default)]
pub(super) struct Discovery<'r> {
    /// The folder that paths are told relative to.
    root: Option<&'r Path>,
    pub(super) files: Vec<Discovered>,
    pub(super) folders: Vec<(PathBuf, Vec<usize>)>,
    /// The files by their real path and the index of each, so that none is read twice.
    known: BTreeMap<PathBuf, usize>,
}

impl<'r> Discovery<'r> {
    /// Looks at every path; folders are read with everything below them, in sorted order.
    pub(super) fn of(paths: &[PathBuf], root: Option<&'r Path>) -> Self {
        let mut discovery = Self { root, ..Self::default() };
        for path in paths {
            if path.is_dir() {
                let mut indices = Vec::new();
                discovery.folder(path, &mut BTreeSet::new(), &mut indices);
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

    /// Adds the YAML files in a folder. A folder that leads back to itself through a link is entered once.
    fn folder(&mut self, path: &Path, entered: &mut BTreeSet<PathBuf>, indices: &mut Vec<usize>) {
        if let Ok(real) = fs::canonicalize(path)
            && !entered.insert(real)
        {
            return;
        }
        let names = match sorted_names(path) {
            Ok(names) => names,
            Err(error) => {
                indices.push(self.files.len());
                return self.files.push(Err(unreadable(path, self.root, &error)));
            }
        };
        for entry in names {
            if entry.is_dir() {
                self.folder(&entry, entered, indices);
            } else if is_yaml(&entry) && may_be_opened(&entry) {
                indices.push(self.file(&entry));
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

/// A pipe or device in a folder can hold the program forever. What cannot be looked at is told when it is opened.
fn may_be_opened(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |found| found.is_file())
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}

/// A problem of something that cannot be read at all.
pub(super) fn unreadable(path: &Path, root: Option<&Path>, error: &io::Error) -> Problem {
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
pub(super) fn pathless(message: String, help: &str) -> Problem {
    Problem { message, source_code: None, span: None, label: String::new(), help: Some(help.to_owned()) }
}

/// How a path is written in reports: relative to the root, else to the working folder, where it lies below it, and with `/`
/// everywhere.
pub(super) fn shown(path: &Path, root: Option<&Path>) -> String {
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
