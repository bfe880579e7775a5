//! Checks of a crosswalk that no schema can express: patterns, texts that cannot be seen, and nothing given twice.

use std::collections::BTreeMap;

use glob::Pattern;

use super::format::{CrosswalkContent, KEY};
use crate::text::suggest::{closest, code};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;
use crate::yaml::typed::TypedDocument;

/// Checks one file on its own.
pub(super) fn check(loaded: &TypedDocument<CrosswalkContent>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    loaded.check_version(KEY, &mut found);
    for (index, row) in loaded.content.rows.iter().enumerate() {
        let entry = loaded.entry("rows", index);
        loaded.check_blank(entry, &["version", "why"], &mut found);
        if let Some(source) = entry.get("source") {
            loaded.check_blank(source, &["ctid", "scuba", "own"], &mut found);
        }
        for (number, control) in row.controls.iter().enumerate().filter(|(_, control)| control.is_pattern()) {
            let Err(error) = Pattern::new(&control.0) else { continue };
            let words = DiagnosticText::new(
                format!("{} is not a valid pattern: {}", code(&control.0), error.msg),
                "not a pattern",
                "`*` stands for any characters, `?` for one, `[ab]` for one of a choice",
            );
            let place = entry.get("controls").and_then(|list| list.item(number)).unwrap_or(entry);
            found.push(loaded.document.problem_at(place, words));
        }
    }
    if loaded.content.rows.is_empty() && loaded.content.remove.is_none() {
        let words = DiagnosticText::new("the crosswalk has no rows", "empty", "add `rows`, or do not name the file");
        found.push(loaded.document.problem_at(loaded.top(), words));
    }
    found
}

/// Checks that no row is given twice by users, and that what is removed exists.
pub(super) fn together(files: &[Box<TypedDocument<CrosswalkContent>>], shipped: &[&str]) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    let mut firsts: BTreeMap<&str, String> = BTreeMap::new();
    for file in files {
        for (index, row) in file.content.rows.iter().enumerate() {
            let place = file.place(0, file.entry("rows", index), "row");
            let here = format!("{}:{}", file.document.source.path, place.line);
            match firsts.get(row.row.0.as_str()) {
                Some(first) => found.push(repeated(file, file.entry("rows", index), &row.row.0, first)),
                None => drop(firsts.insert(&row.row.0, here)),
            }
        }
        for (index, row) in file.content.remove.iter().flatten().enumerate() {
            if shipped.contains(&row.0.as_str()) {
                continue;
            }
            let help = match closest(&row.0, shipped.iter().copied()) {
                Some(meant) => format!("did you mean {}?", code(meant)),
                None => "write the id of a row as the reports show it".to_owned(),
            };
            let words = DiagnosticText::new(format!("there is no shipped row {}", code(&row.0)), "not a row", help);
            found.push(file.document.problem_at(file.entry("remove", index), words));
        }
    }
    found
}

fn repeated(file: &TypedDocument<CrosswalkContent>, entry: Cursor<'_>, row: &str, first: &str) -> LocatedProblem {
    let words = DiagnosticText::new(
        format!("the row {} is given twice: first at {}", code(row), crate::text::line(first)),
        "given twice",
        "give one of the two another id, or remove it",
    );
    file.problem(entry, "row", words)
}
