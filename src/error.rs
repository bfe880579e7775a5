//! The errors besides a verdict, and the exit code of each.

mod evidence;
mod help;
mod source_text;

use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use crate::exit::Exit;
use crate::text::count;

pub use evidence::EvidenceErrorKind;
pub use help::{Help, Reference};
pub use source_text::SourceText;

/// The reason why a run ended without a report.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// The options of the command line conflict.
    #[error("{message}")]
    #[diagnostic(code(scoregate::usage))]
    Usage {
        /// The conflict.
        message: String,
        /// The remediation.
        #[help]
        help: Help,
    },
    /// Policies or waivers are invalid; every problem of every file.
    #[error("{}", policy_summary(.problems))]
    #[diagnostic(code(scoregate::policy))]
    Policy {
        /// The problems, by file and line.
        #[related]
        problems: Vec<Problem>,
    },
    /// A baseline is invalid, or of another tenant; every problem of it.
    #[error("{} in the baseline", count(.problems.len(), "problem"))]
    #[diagnostic(code(scoregate::baseline))]
    Baseline {
        /// The problems, by line.
        #[related]
        problems: Vec<Problem>,
    },
    /// Rows of a table cannot be counted; every problem of every file.
    #[error("{} in the rows", count(.problems.len(), "problem"))]
    #[diagnostic(code(scoregate::rows))]
    Rows {
        /// The problems, by file and row.
        #[related]
        problems: Vec<Problem>,
    },
    /// A crosswalk is invalid; every problem of every file.
    #[error("{} in the crosswalk", count(.problems.len(), "problem"))]
    #[diagnostic(code(scoregate::crosswalk))]
    Crosswalk {
        /// The problems, by file and line.
        #[related]
        problems: Vec<Problem>,
    },
    /// A list of tenants is invalid; every problem of it.
    #[error("{} in the list of tenants", count(.problems.len(), "problem"))]
    #[diagnostic(code(scoregate::tenants))]
    Tenants {
        /// The problems, by line.
        #[related]
        problems: Vec<Problem>,
    },
    /// The data of the tenant could not be obtained, or cannot be used.
    #[error("the evidence cannot be used: {message}")]
    #[diagnostic(code(scoregate::evidence))]
    Evidence {
        /// The kind of the fault.
        kind: EvidenceErrorKind,
        /// The fault, beginning with the file (and line and column) it is in.
        message: String,
        /// The remediation.
        #[help]
        help: Help,
    },
    /// The sign-in to Microsoft Graph failed.
    #[error("sign-in failed: {message}")]
    #[diagnostic(code = "scoregate::sign-in")]
    SignIn {
        /// The failure.
        message: String,
        /// The remediation.
        #[help]
        help: Help,
    },
    /// A report could not be written.
    #[error("cannot write {target}: {message}")]
    #[diagnostic(code(scoregate::output))]
    Output {
        /// The path, or `standard output`.
        target: String,
        /// The message of the system.
        message: String,
        /// The remediation.
        #[help]
        help: String,
    },
}

/// A problem of a policy, a waiver, or a path that should contain some.
#[derive(Debug, Clone, Error, Diagnostic)]
#[error("{message}")]
pub struct Problem {
    /// The fault.
    pub message: String,
    /// The file, for a problem in one.
    #[source_code]
    pub source_code: Option<Arc<NamedSource<SourceText>>>,
    /// The place in it.
    #[label("{label}")]
    pub span: Option<SourceSpan>,
    /// The label of the place.
    pub label: String,
    /// The remediation.
    #[help]
    pub help: Option<String>,
}

impl Problem {
    /// A problem without a place in a text.
    pub(crate) fn without_place(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), source_code: None, span: None, label: String::new(), help: Some(help.into()) }
    }
}

impl Error {
    /// An error of the sign-in.
    pub(crate) fn sign_in(message: &str, help: impl Into<Help>) -> Self {
        Self::SignIn { message: message.to_owned(), help: help.into() }
    }

    /// An error of the evidence.
    pub(crate) fn evidence(kind: EvidenceErrorKind, message: impl Into<String>, help: impl Into<Help>) -> Self {
        Self::Evidence { kind, message: message.into(), help: help.into() }
    }

    /// The error with its remedy in the words of an interface.
    #[must_use]
    pub fn worded(self, words: fn(Reference) -> &'static str) -> Self {
        let worded = |help: Help| help.worded(words).into();
        match self {
            Self::Usage { message, help } => Self::Usage { message, help: worded(help) },
            Self::Evidence { kind, message, help } => Self::Evidence { kind, message, help: worded(help) },
            Self::SignIn { message, help } => Self::SignIn { message, help: worded(help) },
            error @ (Self::Policy { .. }
            | Self::Baseline { .. }
            | Self::Rows { .. }
            | Self::Crosswalk { .. }
            | Self::Tenants { .. }
            | Self::Output { .. }) => error,
        }
    }

    /// The problems that an error about a file lists; none of other errors.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Policy { problems }
            | Self::Baseline { problems }
            | Self::Rows { problems }
            | Self::Crosswalk { problems }
            | Self::Tenants { problems } => problems,
            Self::Usage { .. } | Self::Evidence { .. } | Self::SignIn { .. } | Self::Output { .. } => &[],
        }
    }

    /// The kind of a fault of evidence; none of other errors.
    #[must_use]
    pub const fn evidence_kind(&self) -> Option<EvidenceErrorKind> {
        match self {
            Self::Evidence { kind, .. } => Some(*kind),
            Self::Usage { .. }
            | Self::Policy { .. }
            | Self::Baseline { .. }
            | Self::Rows { .. }
            | Self::Crosswalk { .. }
            | Self::Tenants { .. }
            | Self::SignIn { .. }
            | Self::Output { .. } => None,
        }
    }

    /// The exit code.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } => Exit::Usage,
            Self::Policy { .. } | Self::Baseline { .. } | Self::Crosswalk { .. } | Self::Tenants { .. } => Exit::Policy,
            Self::Rows { .. } | Self::Evidence { .. } | Self::SignIn { .. } => Exit::Evidence,
            Self::Output { .. } => Exit::Output,
        }
    }
}

fn policy_summary(problems: &[Problem]) -> String {
    format!("{} in the policies", count(problems.len(), "problem"))
}
