//! The files behind the paths of a command line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::paths::{Kind, Root, shown};
use crate::yaml::file::unreadable;

/// A file to read, or why something that was named cannot be read.
pub(crate) type Discovered = Result<PathBuf, Problem>;

/// The files behind the paths: what was found, and for each folder that was named its path and the indices of its files.
#[derive(Default)]
pub(crate) struct Discovery<'r> {
    /// The folder that paths are shown relative to.
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
                Ok(Kind::File) if has_yaml_ending(&entry) => indices.push(self.file(&entry)),
                Err(stray) if has_yaml_ending(&entry) || entry.is_dir() => {
                    let message =
                        format!("{} is not read: {}", shown(&entry, self.root), stray.reason(&shown(path, self.root)));
                    self.problem(Problem::without_place(message, STRAY), indices);
                }
                // Other files are not read, wherever they lead.
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

/// Whether a file is read where its folder is named: by its ending, in any letter case.
#[must_use]
pub fn has_yaml_ending(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}
