//! The explanation of a schema error: the one wrong thing, and what to do about it.

mod structure;
mod value;

use std::collections::BTreeMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use serde_json::Value;
use serde_saphyr::Spanned;

use super::accept::Agreement;
use super::document::Document;
use super::problem::{DiagnosticText, LocatedProblem, MOST_PROBLEMS};
use super::schema::{CompiledSchema, FileSchema};
use super::tree::{Cursor, Node, Step};
use super::vocabulary::Vocabulary;
use crate::text::suggest::code;

/// The most that the validator is asked for: a report never shows so many.
const MOST_ERRORS: usize = 4 * MOST_PROBLEMS;

/// One error of the validator with all that a message needs.
struct Violation<'a> {
    document: &'a Document,
    compiled: &'a CompiledSchema,
    vocabulary: &'a Vocabulary,
    kind: &'a ValidationErrorKind,
    /// The steps from the root of the file.
    steps: Vec<Step>,
    /// The value there.
    cursor: Cursor<'a>,
    /// The schema that the value does not satisfy.
    schema: &'a Value,
    /// The keyword of that schema with its content.
    keyword: &'a Value,
}

/// Every repeated key, and everything that the schema does not allow.
pub(crate) fn problems(
    document: &Document,
    root: &Spanned<Node>,
    schema: &FileSchema,
    json: &Value,
) -> Vec<LocatedProblem> {
    let mut found = repeated_keys(document, root);
    if schema.agreement(json) == Agreement::Certain {
        return found;
    }
    let Some(compiled) = schema.compiled() else {
        let words = DiagnosticText::new("the schema of the program is broken", "not validated", "report this as a bug");
        found.push(document.problem_at(Cursor::root(root), words));
        return found;
    };
    let errors: Vec<ValidationError<'_>> = compiled.validator.iter_errors(json).take(MOST_ERRORS).collect();
    let mut ranks: BTreeMap<&str, u8> = BTreeMap::new();
    for error in &errors {
        if let Some(rank) = value::rank(error.kind()) {
            let best = ranks.entry(error.instance_path().as_str()).or_insert(rank);
            *best = rank.min(*best);
        }
    }
    for error in &errors {
        // A value that breaks several keywords has one thing wrong with it.
        let rank = value::rank(error.kind());
        if rank.is_some() && rank.as_ref() != ranks.get(error.instance_path().as_str()) {
            continue;
        }
        let case = Violation::new(document, root, compiled, schema.vocabulary, error);
        match rank {
            Some(_) => found.push(value::problem(&case)),
            None => found.extend(structure::problems(&case)),
        }
    }
    found
}

fn repeated_keys(document: &Document, root: &Spanned<Node>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    root.value.repeated_keys(&mut |first, again| {
        if found.len() > MOST_PROBLEMS {
            return;
        }
        let place = first.referenced;
        let words = DiagnosticText::new(
            format!("the key {} is given twice", code(&again.value)),
            "given again",
            format!("it is first set in line {}, column {}; keep one of them", place.line(), place.column()),
        );
        found.push(document.problem(document.range(again.referenced), words));
    });
    found
}

impl<'a> Violation<'a> {
    fn new(
        document: &'a Document,
        root: &'a Spanned<Node>,
        compiled: &'a CompiledSchema,
        vocabulary: &'a Vocabulary,
        error: &'a ValidationError<'_>,
    ) -> Self {
        let steps: Vec<Step> = error
            .instance_path()
            .segments()
            .map(|segment| match segment {
                LocationSegment::Property(name) => Step::Key(name.into_owned()),
                LocationSegment::Index(index) => Step::Index(index),
            })
            .collect();
        let pointer = error.schema_path().as_str();
        let at = |pointer: &str| compiled.schema.pointer(pointer).unwrap_or(&Value::Null);
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let cursor = Cursor::root(root).follow(&steps);
        Self {
            document,
            compiled,
            vocabulary,
            kind: error.kind(),
            steps,
            cursor,
            schema: at(parent),
            keyword: at(pointer),
        }
    }

    /// The last key on the way to the value: for an entry of a list that of the list.
    fn last_key(&self) -> &str {
        let key = |step: &'_ Step| matches!(step, Step::Key(_));
        match self.steps.iter().rev().find(|step| key(step)) {
            Some(Step::Key(name)) => name,
            Some(Step::Index(_)) | None => "",
        }
    }

    fn is_entry(&self) -> bool {
        matches!(self.steps.last(), Some(Step::Index(_)))
    }

    /// The name of the value in a message: a key, an entry of a list, or the file.
    fn name(&self) -> String {
        let (key, is_entry) = (self.last_key(), self.is_entry());
        let named = self.vocabulary.entries.iter().find(|entry| is_entry && entry.list == key);
        match (key, named) {
            ("", _) => "the file".to_owned(),
            (_, Some(entry)) => match entry.id.and_then(|id| self.cursor.get(id)?.value.value.text()) {
                Some(id) => format!("{} {}", entry.noun, code(id)),
                None => entry.noun.to_owned(),
            },
            (key, None) if is_entry => format!("an entry of {}", code(key)),
            (key, None) => code(key),
        }
    }

    /// The description that the schema gives a property, as a fragment.
    fn about(&self, property: &str) -> Option<String> {
        let described = self.schema.get("properties")?.get(property)?.get("description")?.as_str()?;
        Some(fragment(described.split(". ").next()?.lines().next()?))
    }

    /// Whether the schema requires the key that leads to the value.
    fn is_required(&self) -> bool {
        let Some((Step::Key(key), above)) = self.steps.split_last() else { return true };
        let mut schema = &self.compiled.schema;
        for step in above {
            let next = match step {
                Step::Key(name) => {
                    let named = schema.get("properties").and_then(|properties| properties.get(name));
                    named.or_else(|| schema.get("additionalProperties"))
                }
                Step::Index(_) => schema.get("items"),
            };
            schema = next.map_or(&Value::Null, |next| self.compiled.resolve(next));
        }
        schema.get("required").and_then(Value::as_array).is_some_and(|required| required.iter().any(|name| name == key))
    }
}

/// A sentence as a fragment: it begins in lower case and has no full stop.
fn fragment(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
