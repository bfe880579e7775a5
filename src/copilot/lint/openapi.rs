//! The rules of OpenAPI documents.

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
use operations::operations;
use references::References;

/// The largest document that passes without a remark, in bytes: its descriptions are tokens of every request.
const LARGE: usize = 100_000;

/// A document that is checked, and what was found in it.
struct Check<'a> {
    document: &'a Document,
    root: Cursor<'a>,
    references: References<'a>,
    findings: &'a mut Findings,
}

impl Check<'_> {
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
    let references = References::of(root);
    let mut check = Check { document: &input.document, root, references, findings };
    if !version(&mut check) {
        return;
    }
    structure::check(&mut check);
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
fn version(check: &mut Check<'_>) -> bool {
    let help = "write the document in OpenAPI 3.0.1";
    let Some(cursor) = check.root.get("openapi") else {
        let at = check.root.get("swagger").unwrap_or(check.root);
        let message =
            "the document is not read: it is Swagger 2.0, and Security Copilot documents OpenAPI 3.0 and 3.0.1";
        check.report(Rule::OpenapiNotRead, at, message, help);
        return false;
    };
    let version = match &cursor.value.value {
        Node::Text(text) => text.trim().to_owned(),
        Node::Number(_) => check.document.written(cursor.value).to_owned(),
        Node::Null | Node::Bool(_) | Node::List(_) | Node::Map(_) => String::new(),
    };
    let is_read = version == "3.0" || version.starts_with("3.0.");
    if !is_read {
        let message = format!(
            "the document is not read: its version is {}, and Security Copilot documents OpenAPI 3.0 and 3.0.1",
            code(&version)
        );
        check.report(Rule::OpenapiNotRead, cursor, message, help);
    } else if !matches!(version.as_str(), "3.0.0" | "3.0.1") {
        let message = format!("the version is {}, and Security Copilot documents 3.0.0 and 3.0.1", code(&version));
        check.report(Rule::OpenapiVersion, cursor, message, "write 3.0.1");
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
