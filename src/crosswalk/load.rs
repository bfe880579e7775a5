//! The shipped crosswalk, and the files of users that change it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::format::{CrosswalkContent, KEY, RowEntry, VOCABULARY};
use super::{Crosswalk, CrosswalkFile, Row, check};
use crate::error::Error;
use crate::evidence::Technique;
use crate::text::line;
use crate::text::suggest::closest;
use crate::yaml::document::Document;
use crate::yaml::file::{self, Budget, Opened, hidden};
use crate::yaml::problem::{DiagnosticText, LocatedProblem, sorted};
use crate::yaml::tree::{Cursor, Node};
use crate::yaml::typed::TypedDocument;

/// The shipped files, each with its path in the repository.
const SHIPPED: [(&str, &str); 5] = [
    ("crosswalk/collaboration.yaml", include_str!("../../crosswalk/collaboration.yaml")),
    ("crosswalk/defender-for-identity.yaml", include_str!("../../crosswalk/defender-for-identity.yaml")),
    ("crosswalk/email.yaml", include_str!("../../crosswalk/email.yaml")),
    ("crosswalk/endpoint.yaml", include_str!("../../crosswalk/endpoint.yaml")),
    ("crosswalk/identity.yaml", include_str!("../../crosswalk/identity.yaml")),
];

/// A file that agrees with its schema.
type Loaded = Box<TypedDocument<CrosswalkContent>>;

/// The shipped rows.
///
/// # Errors
///
/// [`Error::Crosswalk`] never happens: a test reads the shipped files.
pub fn shipped() -> Result<Crosswalk, Error> {
    load_from(&[], None)
}

/// The shipped rows with those of the files of users; their paths are shown relative to the root where they lie below it.
///
/// # Errors
///
/// [`Error::Crosswalk`] with every problem of every file.
pub fn load_from(paths: &[PathBuf], root: Option<&Path>) -> Result<Crosswalk, Error> {
    let (shipped, mut problems) = read_shipped();
    let mut budget = Budget::default();
    let mut files: Vec<Loaded> = Vec::new();
    for (order, path) in paths.iter().enumerate() {
        let mut own = Vec::new();
        let loaded = typed(file::open(order, path, root, &VOCABULARY), &mut own);
        if let Some(loaded) = &loaded {
            budget.count(loaded.document.source.text.len(), loaded.root.value.nodes());
        }
        match hidden(path, root).filter(|_| !own.is_empty()) {
            Some(problem) => problems.push(LocatedProblem::of_file(order, problem)),
            None => problems.append(&mut own),
        }
        files.extend(loaded);
        if let Some(limit) = budget.exceeded() {
            let message = format!("the crosswalks have more than {limit}");
            let problem = crate::error::Problem::without_place(message, "name fewer files");
            return Err(Error::Crosswalk { problems: vec![problem] });
        }
    }
    let ids: Vec<&str> = shipped.iter().map(|row| row.id.as_str()).collect();
    problems.extend(check::together(&files, &ids));
    if problems.is_empty() { Ok(merged(shipped, files)) } else { Err(Error::Crosswalk { problems: sorted(problems) }) }
}

fn read_shipped() -> (Vec<Row>, Vec<LocatedProblem>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (path, text) in SHIPPED {
        let opened = file::parse(usize::MAX, path.to_owned(), text.as_bytes(), &VOCABULARY);
        rows.extend(typed(opened, &mut problems).into_iter().flat_map(|loaded| loaded.content.rows).map(Row::from));
    }
    (rows, problems)
}

fn typed(opened: Opened, problems: &mut Vec<LocatedProblem>) -> Option<Loaded> {
    match opened.and_then(|(document, root)| require_crosswalk(document, root)) {
        Ok((document, root)) => TypedDocument::of(document, root, check::check, problems),
        Err(found) => {
            problems.push(*found);
            None
        }
    }
}

/// Refuses a file that means to be something else.
fn require_crosswalk(document: Document, root: Spanned<Node>) -> Opened {
    let is_misspelt = |(key, _): &(Spanned<String>, _)| closest(&key.value, [KEY]).is_some();
    if root.value.get(KEY).is_some() || root.value.entries().iter().take(100).any(is_misspelt) {
        return Ok((document, root));
    }
    let words = DiagnosticText::new(
        "the file is not a crosswalk",
        "the file begins here",
        "a crosswalk begins with the key `scoregate-crosswalk`, and its schema is in `schemas/crosswalk.schema.json`",
    );
    Err(Box::new(document.problem_at(Cursor::root(&root), words)))
}

/// The shipped rows without those that are removed, and the rows of users in the place of those that they replace.
fn merged(shipped: Vec<Row>, files: Vec<Loaded>) -> Crosswalk {
    let mut rows: BTreeMap<String, Row> = shipped.into_iter().map(|row| (row.id.clone(), row)).collect();
    let of_shipped: BTreeSet<String> = rows.keys().cloned().collect();
    for row in files.iter().flat_map(|file| file.content.remove.iter().flatten()) {
        rows.remove(&row.0);
    }
    let mut crosswalk = Crosswalk::default();
    for file in files {
        let place = |index: usize| {
            let line = file.place(0, file.entry("rows", index), "row").line;
            format!("{}:{line}", file.document.source.path)
        };
        let places: Vec<String> = (0..file.content.rows.len()).map(place).collect();
        let TypedDocument { document, content, root: _ } = *file;
        let removed = content.remove.iter().flatten().map(|row| &row.0).collect::<BTreeSet<_>>().len();
        let replaced = content.rows.iter().filter(|row| of_shipped.contains(&row.row.0)).count();
        let added = content.rows.len() - replaced;
        let (path, sha256) = (document.source.path, document.source.sha256);
        crosswalk.files.push(CrosswalkFile { path, sha256, added, replaced, removed });
        for (entry, place) in content.rows.into_iter().zip(places) {
            let row = Row { place: Some(place), ..Row::from(entry) };
            rows.insert(row.id.clone(), row);
        }
    }
    crosswalk.rows = rows.into_values().collect();
    crosswalk
}

impl From<RowEntry> for Row {
    fn from(entry: RowEntry) -> Self {
        let RowEntry { row, controls, techniques, source, version, confidence, why } = entry;
        Self {
            id: row.0,
            controls,
            techniques: techniques.iter().filter_map(|technique| Technique::of(&technique.0)).collect(),
            source: source.clean(),
            version: line(&version),
            confidence,
            why: line(&why),
            place: None,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rows_are_valid_and_each_has_an_id_of_its_own() {
        let (rows, problems) = read_shipped();
        assert!(problems.is_empty(), "{problems:?}");
        let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids.len(), rows.len());
        assert_eq!(shipped().unwrap().rows.len(), rows.len());
    }

    #[test]
    fn no_shipped_row_names_a_technique_beside_its_own_sub_technique() {
        for row in shipped().unwrap().rows {
            for technique in &row.techniques {
                let is_above = |other: &Technique| other.parent().as_ref() == Some(technique);
                assert!(!row.techniques.iter().any(is_above), "{}: {technique}", row.id);
            }
        }
    }
}
