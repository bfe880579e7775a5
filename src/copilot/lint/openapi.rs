//! The rules of OpenAPI documents.

mod conditions;
mod grammar;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
mod servers;
mod structure;
mod texts;

use super::files::{Input, Uses};
use super::finding::Findings;
use super::rule::Rule;
use crate::text::grouped;
use crate::text::suggest::code;
use crate::yaml::document::Document;
use crate::yaml::tree::{Cursor, Node};
use grammar::Object;
use operations::operations;
use references::References;
use structure::Structure;

/// The largest document that passes without a remark, in bytes: its descriptions are tokens of every request.
const LARGE: usize = 100_000;

/// A document that is checked, and what was found in it.
struct Check<'a> {
    document: &'a Document,
    root: Cursor<'a>,
    /// The objects of OpenAPI with their places.
    objects: Vec<(&'static Object, Cursor<'a>)>,
    references: References<'a>,
    findings: &'a mut Findings,
}

impl<'a> Check<'a> {
    /// All objects of a kind.
    fn all(&self, object: &'static Object) -> Vec<Cursor<'a>> {
        let of_kind = self.objects.iter().filter(|(kind, _)| std::ptr::eq(*kind, object));
        of_kind.map(|(_, cursor)| *cursor).collect()
    }

    fn report(&mut self, rule: Rule, cursor: Cursor<'_>, message: impl Into<String>, help: &str) {
        self.findings.at(self.document, rule, cursor, message.into(), help);
    }

    fn report_key(&mut self, rule: Rule, cursor: Cursor<'_>, message: impl Into<String>, help: &str) {
        self.findings.at_key(self.document, rule, cursor, message.into(), help);
    }
}

/// Checks a document.
pub(super) fn check(input: &Input, uses: Uses, findings: &mut Findings) {
    let root = input.cursor();
    if !version(&input.document, root, findings) {
        return;
    }
    let Structure { objects, references, faults } = structure::read(&input.document, root);
    for (rule, located) in faults {
        findings.add(rule, located);
    }
    let mut check = Check { document: &input.document, root, objects, references, findings };
    servers::check(&mut check, uses);
    let operations = operations(root);
    if operations.is_empty() {
        let at = root.get("paths").unwrap_or(root);
        let help = "add a path with a GET or POST operation: each becomes a skill";
        check.report_key(Rule::NoOperations, at, "the document has no operation", help);
    }
    operations::check(&mut check, &operations);
    parameters::check(&mut check, &operations);
    responses::check(&mut check, &operations);
    schemas::check(&mut check);
    references::check(&mut check);
    texts::check(&mut check, &operations);
    size(&mut check, operations.len());
}

/// Reports the version, and returns whether the document is read.
fn version(document: &Document, root: Cursor<'_>, findings: &mut Findings) -> bool {
    let help = "write the document in OpenAPI 3.0.1";
    let Some(cursor) = root.get("openapi") else {
        let at = root.get("swagger").unwrap_or(root);
        let message =
            "the document is not read: it is Swagger 2.0, and Security Copilot documents OpenAPI 3.0 and 3.0.1"
                .to_owned();
        findings.at(document, Rule::OpenapiNotRead, at, message, help);
        return false;
    };
    let version = match &cursor.value.value {
        Node::Text(text) => text.trim().to_owned(),
        Node::Number(_) => document.written(cursor.value).to_owned(),
        Node::Null | Node::Bool(_) | Node::List(_) | Node::Map(_) => String::new(),
    };
    let is_read = version == "3.0" || version.starts_with("3.0.");
    if !is_read {
        let message = format!(
            "the document is not read: its version is {}, and Security Copilot documents OpenAPI 3.0 and 3.0.1",
            code(&version)
        );
        findings.at(document, Rule::OpenapiNotRead, cursor, message, help);
    } else if !matches!(version.as_str(), "3.0.0" | "3.0.1") {
        let message = format!("the version is {}, and Security Copilot documents 3.0.0 and 3.0.1", code(&version));
        findings.at(document, Rule::OpenapiVersion, cursor, message, "write 3.0.1");
    }
    is_read
}

fn size(check: &mut Check<'_>, operations: usize) {
    let bytes = check.document.source.text.len();
    if bytes > LARGE {
        let message = format!(
            "the document has {} kB for {}",
            grouped(bytes as u64 / 1000),
            crate::text::count(operations, "operation")
        );
        let at = check.root.get("openapi").unwrap_or(check.root);
        check.report(Rule::DocumentSize, at, message, "remove the schemas that no operation needs");
    }
}
