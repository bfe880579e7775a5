//! The check of Security Copilot manifests and their OpenAPI documents: what Microsoft documents, what its upload refuses, and
//! what makes a skill useless.
//!
//! No rule looks at the name of a file, and none reads an address: a document is a file that is given, or the only one in the
//! folder of its manifest.

pub(super) mod address;
mod document_search;
mod files;
mod finding;
mod manifest;
mod openapi;
mod placeholder;
mod rule;
mod severity;
mod unreadable;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use files::{Files, Input};
use finding::Findings;

pub use finding::Finding;
pub use rule::Rule;
pub use severity::Severity;

/// The result of a check.
#[derive(Debug)]
pub struct Checked {
    /// The findings by file and place.
    pub findings: Vec<Finding>,
    /// The number of manifests that were read.
    pub manifests: usize,
    /// The number of OpenAPI documents that were read.
    pub documents: usize,
}

impl Checked {
    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.rule.severity() == severity).count()
    }
}

/// Checks manifests and OpenAPI documents. Paths in findings are relative to `root` where they lie below it.
#[must_use]
pub fn check(paths: &[PathBuf], root: Option<&Path>) -> Checked {
    let mut findings = Findings::default();
    let mut files = Files::read(paths, root, &mut findings);
    files.find_documents(&mut findings);
    let mut names = BTreeMap::new();
    for input in &files.inputs {
        repeated_keys(input, &mut findings);
        match input.kind {
            files::Kind::Manifest => manifest::check(input, &mut names, &mut findings),
            files::Kind::Document => openapi::check(input, files.uses(input), &mut findings),
        }
    }
    let of_kind = |kind| files.inputs.iter().filter(|input| input.kind == kind).count();
    let (manifests, documents) = (of_kind(files::Kind::Manifest), of_kind(files::Kind::Document));
    Checked { findings: findings.sorted(), manifests, documents }
}

/// Checks one file from memory, without its folder. `path` is for messages.
#[must_use]
pub fn check_bytes(path: &str, bytes: &[u8]) -> Vec<Finding> {
    let mut findings = Findings::default();
    let (name, path) = (path.to_owned(), PathBuf::from(path));
    if let Ok(input) = files::input(0, name, path, bytes, files::Origin::Given, &mut findings) {
        repeated_keys(&input, &mut findings);
        match input.kind {
            files::Kind::Manifest => manifest::check(&input, &mut BTreeMap::new(), &mut findings),
            files::Kind::Document => openapi::check(&input, files::Uses::default(), &mut findings),
        }
    }
    findings.sorted()
}

fn repeated_keys(input: &Input, findings: &mut Findings) {
    let mut left = 100_usize;
    input.root.value.repeated_keys(&mut |first, again| {
        if left == 0 {
            return;
        }
        left -= 1;
        let place = first.referenced;
        let words = crate::yaml::problem::DiagnosticText::new(
            format!("the key {} is given twice", crate::text::suggest::code(&again.value)),
            "given again",
            format!("it is first set in line {}, column {}; keep one of them", place.line(), place.column()),
        );
        findings.add(Rule::RepeatedKey, input.document.problem(input.document.range(again.referenced), words));
    });
}
