//! The structure of a document: every value against the grammar of OpenAPI 3.0.

use serde_saphyr::Spanned;

use super::super::rule::Rule;
use super::grammar::{CALLBACK, DOCUMENT, Kind, MEDIA, OPERATION, Object, PARAMETER, PATH, RESPONSE, SCHEMA};
use super::references::{Kinds, Reference, References, Targets};
use crate::text;
use crate::text::suggest::{closest, code, codes};
use crate::yaml::document::Document;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::{Cursor, Node};

/// The most faults of structure that are looked for.
const MOST: usize = 1000;
/// The most unknown keys that a message names.
const MOST_NAMED: usize = 5;

/// What a document is made of.
pub(super) struct Structure<'a> {
    /// The objects of OpenAPI with their places, references to one not included.
    pub(super) objects: Vec<(&'static Object, Cursor<'a>)>,
    pub(super) references: References<'a>,
    /// The faults, with their rules.
    pub(super) faults: Vec<(Rule, LocatedProblem)>,
}

/// Reads the structure. Of an operation only the first fault is kept: one wrong indent makes dozens.
pub(super) fn read<'a>(document: &'a Document, root: Cursor<'a>) -> Structure<'a> {
    let mut walk =
        Walk { document, objects: Vec::new(), kinds: Kinds::default(), references: Vec::new(), faults: Vec::new() };
    walk.object(&DOCUMENT, root, "the document");
    let mut targets = Targets::of(root);
    let mut next = 0;
    while let Some(reference) = walk.references.get(next).copied() {
        next += 1;
        // What only a reference leads to, such as a key of one's own, has the kind that the reference requires.
        if let Some(target) = targets.find(reference.pointer).filter(|target| walk.kinds.of(*target).is_none()) {
            walk.value(Kind::Or(reference.object), target, &format!("the target of {}", code(reference.pointer)));
        }
    }
    let references = References::of(walk.references, targets, &walk.kinds);
    Structure { objects: walk.objects, references, faults: walk.faults }
}

pub(super) struct Walk<'a> {
    document: &'a Document,
    objects: Vec<(&'static Object, Cursor<'a>)>,
    kinds: Kinds,
    references: Vec<Reference<'a>>,
    faults: Vec<(Rule, LocatedProblem)>,
}

impl<'a> Walk<'a> {
    pub(super) fn fault(&mut self, rule: Rule, cursor: Cursor<'_>, message: String, help: &str) {
        if self.faults.len() < MOST {
            let words = DiagnosticText::new(message, "here", help);
            self.faults.push((rule, self.document.problem_at(cursor, words)));
        }
    }

    fn fault_at_key(&mut self, rule: Rule, cursor: Cursor<'_>, message: String, help: &str) {
        if self.faults.len() < MOST {
            let words = DiagnosticText::new(message, "here", help);
            self.faults.push((rule, self.document.problem_at_key(cursor, words)));
        }
    }

    fn wrong(&mut self, cursor: Cursor<'_>, name: &str, kind: &str, help: &str) {
        let found = self.found(cursor.value);
        self.fault(Rule::OpenapiStructure, cursor, format!("{name} must be {kind}, found {found}"), help);
    }

    fn value(&mut self, kind: Kind, cursor: Cursor<'a>, name: &str) {
        let node = &cursor.value.value;
        match kind {
            Kind::Any => {}
            Kind::Text if node.text().is_none() => {
                self.wrong(cursor, name, "a string", "quote it if the value is right");
            }
            Kind::Bool if !matches!(node, Node::Bool(_)) => {
                self.wrong(cursor, name, "true or false", "write `true` or `false` without quotes");
            }
            Kind::Number if !matches!(node, Node::Number(_)) => {
                self.wrong(cursor, name, "a number", "write the number without quotes");
            }
            Kind::Count if !matches!(node, Node::Number(number) if number.as_u64().is_some()) => {
                self.wrong(cursor, name, "a whole number", "write the number without quotes");
            }
            Kind::Text | Kind::Bool | Kind::Number | Kind::Count => {}
            Kind::Word(words) => {
                if !node.text().is_some_and(|text| words.contains(&text)) {
                    let help = format!("use one of {}", codes(words, "and"));
                    self.wrong(cursor, name, "one of the words of OpenAPI", &help);
                }
            }
            Kind::Object(object) => self.object(object, cursor, name),
            Kind::Or(object) => {
                if self.reference(object, cursor) {
                    self.kinds.add(object, cursor);
                } else {
                    self.object(object, cursor, name);
                }
            }
            Kind::List(of) => self.list(*of, cursor, name),
            Kind::Map(of) => self.map(*of, cursor, name),
            Kind::Content => self.content(cursor),
            Kind::Responses => self.responses(cursor),
            Kind::Paths => self.map(Kind::Object(&PATH), cursor, name),
            Kind::BoolOrSchema => {
                if !matches!(node, Node::Bool(_)) {
                    self.value(Kind::Or(&SCHEMA), cursor, name);
                }
            }
        }
    }

    fn list(&mut self, of: Kind, cursor: Cursor<'a>, name: &str) {
        if !matches!(cursor.value.value, Node::List(_)) {
            return self.wrong(cursor, name, "a list", "put a hyphen before each entry");
        }
        for item in cursor.value.value.items() {
            self.value(of, Cursor::root(item), &format!("an entry of {name}"));
        }
    }

    fn map(&mut self, of: Kind, cursor: Cursor<'a>, name: &str) {
        if !matches!(cursor.value.value, Node::Map(_)) {
            return self.wrong(cursor, name, "an object", "indent the keys below it");
        }
        for (key, value) in cursor.value.value.entries() {
            if !key.value.starts_with("x-") {
                self.value(of, Cursor { key: Some(key), value }, &code(&key.value));
            }
        }
    }

    /// Notes a reference to an object, and returns whether the value is one.
    fn reference(&mut self, object: &'static Object, holder: Cursor<'a>) -> bool {
        let cursor = holder.get("$ref");
        let Some((cursor, pointer)) = cursor.and_then(|cursor| Some((cursor, cursor.value.value.text()?))) else {
            return false;
        };
        self.references.push(Reference { cursor, pointer, object });
        true
    }

    fn content(&mut self, cursor: Cursor<'a>) {
        if matches!(cursor.value.value, Node::Map(_)) {
            return self.map(Kind::Object(&MEDIA), cursor, "content");
        }
        let message = format!("content must be an object keyed by media type, found {}", self.found(cursor.value));
        self.fault_at_key(
            Rule::ContentNotObject,
            cursor,
            message,
            "write `application/json:` below it, with `schema` in it",
        );
    }

    fn responses(&mut self, cursor: Cursor<'a>) {
        if !matches!(&cursor.value.value, Node::Map(entries) if !entries.is_empty()) {
            return self.wrong(cursor, "responses", "an object with a response", "indent the responses below it");
        }
        for (key, value) in cursor.value.value.entries() {
            let cursor = Cursor { key: Some(key), value };
            if is_response_code(&key.value) {
                self.value(Kind::Or(&RESPONSE), cursor, &format!("the response {}", code(&key.value)));
            } else if !key.value.starts_with("x-") {
                let message = format!("{} is not a response code", code(&key.value));
                let help = "move it into a response, such as \"200\", or indent it correctly";
                self.fault_at_key(Rule::OpenapiStructure, cursor, message, help);
            }
        }
    }

    fn object(&mut self, object: &'static Object, cursor: Cursor<'a>, name: &str) {
        let Node::Map(entries) = &cursor.value.value else {
            return self.wrong(cursor, name, "an object", "indent the keys below it");
        };
        self.kinds.add(object, cursor);
        self.objects.push((object, cursor));
        if std::ptr::eq(object, &raw const CALLBACK) {
            return self.map(Kind::Object(&PATH), cursor, name);
        }
        // A path may have keys beside its reference.
        if std::ptr::eq(object, &raw const PATH) {
            self.reference(object, cursor);
        }
        let before = self.faults.len();
        let mut unknown = Vec::new();
        for (key, value) in entries {
            let here = Cursor { key: Some(key), value };
            match object.fields().find(|(known, ..)| *known == key.value) {
                Some((known, kind, _)) => self.value(*kind, here, &qualified(object, known)),
                None if key.value.starts_with("x-") => {}
                None => unknown.extend(self.unless_special(object, here)),
            }
        }
        self.unknown(object, &unknown);
        for (required, ..) in object.fields().filter(|(_, _, required)| *required) {
            if !entries.iter().any(|(key, _)| key.value == *required) {
                let message = format!("{} is missing in {}", code(required), object.name);
                self.fault(Rule::OpenapiStructure, cursor, message, &format!("add {}", code(required)));
            }
        }
        self.conditions(object, cursor);
        if std::ptr::eq(object, &raw const OPERATION) {
            self.keep_first(before);
        }
    }

    /// The cursor of an unknown key, unless it has a rule of its own.
    fn unless_special<'c>(&mut self, object: &'static Object, cursor: Cursor<'c>) -> Option<Cursor<'c>> {
        let key = cursor.key.map_or("", |key| key.value.as_str());
        if std::ptr::eq(object, &raw const PARAMETER) && key == "default" {
            let message = "`default` is not allowed in a parameter".to_owned();
            self.fault_at_key(Rule::ParameterDefault, cursor, message, "move it into `schema`");
            return None;
        }
        // Reported with the operations of the path.
        let is_misplaced = std::ptr::eq(object, &raw const PATH) && key == "operationId";
        (!is_misplaced).then_some(cursor)
    }

    /// Reports the unknown keys of an object together, at the first.
    fn unknown(&mut self, object: &'static Object, unknown: &[Cursor<'_>]) {
        if self.faults.len() >= MOST {
            return;
        }
        let names = unknown.iter().filter_map(|cursor| Some(cursor.key?.value.as_str()));
        let names: Vec<&str> = names.take(MOST_NAMED).collect();
        let (Some(first), Some(name)) = (unknown.first(), names.first()) else { return };
        let more = unknown.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = match names.len() {
            1 => format!("{} is not a key of {}", code(name), object.name),
            _ => format!("keys that OpenAPI does not know in {}: {}{more}", object.name, codes(&names, "and")),
        };
        let known: Vec<&str> = object.fields().map(|(known, ..)| *known).collect();
        let prompts = names.iter().any(|name| name.eq_ignore_ascii_case("ExamplePrompts"));
        let help = match closest(name, known.iter().copied()) {
            _ if prompts => {
                "Security Copilot reads `ExamplePrompts`; begin other keys of your own with `x-`".to_owned()
            }
            Some(meant) => format!("did you mean {}?", code(meant)),
            None => "remove it, move it to where it belongs, or begin a key of your own with `x-`".to_owned(),
        };
        self.fault_at_key(Rule::OpenapiStructure, *first, message, &help);
    }

    /// Keeps of the faults since a place only the first of structure, with the number of the others.
    fn keep_first(&mut self, before: usize) {
        let mut of_operation = self.faults.split_off(before);
        of_operation.sort_by_key(|(_, located)| located.offset);
        let is_structure = |(rule, _): &(Rule, LocatedProblem)| *rule == Rule::OpenapiStructure;
        let others = of_operation.iter().filter(|fault| is_structure(fault)).count().saturating_sub(1);
        let mut is_first = true;
        for mut fault in of_operation {
            if is_structure(&fault) {
                if !std::mem::take(&mut is_first) {
                    continue;
                }
                if others > 0 {
                    fault.1.problem.message.push_str(&format!("; {others} more in this operation"));
                }
            }
            self.faults.push(fault);
        }
    }

    /// What stands in the place of a value.
    fn found(&self, value: &Spanned<Node>) -> String {
        match &value.value {
            Node::Null => "nothing".to_owned(),
            Node::Bool(value) => format!("the boolean {value}"),
            Node::Number(_) => format!("the number {}", text::line(self.document.written(value))),
            Node::Text(text) if text.chars().count() <= 40 => format!("the string \"{}\"", text::line(text)),
            Node::Text(_) => "a string".to_owned(),
            Node::List(_) => "a list".to_owned(),
            Node::Map(_) => "an object".to_owned(),
        }
    }
}

fn qualified(object: &Object, key: &str) -> String {
    if object.name == "`info`" { format!("info.{key}") } else { key.to_owned() }
}

fn is_response_code(key: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut letters = key.chars();
    let first = letters.next().is_some_and(|c| ('1'..='5').contains(&c));
    let rest = letters.as_str();
    key == "default" || (first && (rest == "XX" || rest.len() == 2 && rest.chars().all(is_digit)))
}
