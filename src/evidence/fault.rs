//! A fault of the data, before it is known which file it is in.

use std::fmt;

use crate::error::{Error, EvidenceErrorKind, Help};

/// The reason why data cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(super) kind: EvidenceErrorKind,
    /// The fault, as a sentence fragment, with line and column where it has a place.
    pub(super) message: String,
    /// The remedy; none where the usual advice fits.
    pub(super) help: Option<Help>,
}

impl Fault {
    /// A fault with the usual advice.
    pub(super) fn new(kind: EvidenceErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: None }
    }

    /// A value that contradicts its definition or another value.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::Invalid, message)
    }

    /// Data that is not JSON, or breaks off.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::Malformed, message)
    }

    /// Data that is neither a response nor a recording.
    pub(super) fn foreign(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::Foreign, message)
    }

    /// A recording that was changed.
    pub(super) fn altered(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::Altered, message)
    }

    /// Data beyond a limit.
    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::TooLarge, message)
    }

    /// A file that cannot be read.
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(EvidenceErrorKind::Unreadable, message)
    }

    /// The fault with a remedy.
    pub(super) fn advising(self, help: impl Into<Help>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The error, with `place` before the message; `usual` is the remedy where the fault has none of its own.
    pub(super) fn at(self, place: &str, usual: impl Into<Help>) -> Error {
        let Self { kind, message, help } = self;
        Error::evidence(kind, format!("{place}: {message}"), help.unwrap_or_else(|| usual.into()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
