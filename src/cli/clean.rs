//! Errors without control characters: a message can quote a file name, an argument, or the response of a server.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, SourceCode};

use crate::error::{Error, EvidenceErrorKind};
use crate::text::block;

/// A diagnostic with clean texts. Apart from styles of the printer, only cleaned text is shown.
#[derive(Debug)]
pub(super) struct Clean<'d> {
    inner: &'d dyn Diagnostic,
    /// The kind of a fault of evidence, which follows the code.
    kind: Option<EvidenceErrorKind>,
    related: Vec<Self>,
}

impl<'d> Clean<'d> {
    /// Wraps a diagnostic and those that belong to it.
    pub(super) fn of(inner: &'d dyn Diagnostic) -> Self {
        Self { inner, kind: None, related: inner.related().into_iter().flatten().map(Self::of).collect() }
    }

    /// The diagnostics that belong to this one.
    pub(super) fn problems(&self) -> &[Self] {
        &self.related
    }

    /// This diagnostic alone.
    pub(super) fn alone(&self) -> Self {
        Self { inner: self.inner, kind: self.kind, related: Vec::new() }
    }

    /// Wraps an error. The code of a fault of evidence ends with its kind, so that the code leads to the explanation.
    pub(super) fn of_error(error: &'d Error) -> Self {
        Self { kind: error.evidence_kind(), ..Self::of(error) }
    }
}

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&block(&self.inner.to_string()))
    }
}

impl std::error::Error for Clean<'_> {}

impl Diagnostic for Clean<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.inner.code()?;
        match self.kind {
            Some(kind) => Some(Box::new(format!("{code}::{}", kind.code()))),
            None => Some(code),
        }
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.inner.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.inner.help()?.to_string();
        Some(Box::new(block(&help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.inner.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let clean = |label: LabeledSpan| LabeledSpan::new_with_span(label.label().map(block), *label.inner());
        Some(Box::new(self.inner.labels()?.map(clean)))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.related.iter().map(|related| related as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>)
    }
}
