//! The reason why an operation has no answer.

use crate::error::{Help, Reference};

/// The reason why an operation has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An argument is wrong: a sentence with the remedy.
    Argument(String),
    /// The tenant has nothing of that name: a sentence with the remedy.
    NotFound(String),
    /// The evidence cannot answer the question: a sentence with the remedy.
    Evidence(Help),
    /// A fault of the program.
    Internal(String),
}

impl Refusal {
    /// The message, with references to the interface in plain words.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Argument(text) | Self::NotFound(text) | Self::Internal(text) => text.clone(),
            Self::Evidence(help) => help.to_string(),
        }
    }

    /// The refusal in the words of an interface.
    #[must_use]
    pub fn worded(self, words: fn(Reference) -> &'static str) -> Self {
        match self {
            Self::Evidence(help) => Self::Evidence(help.worded(words).into()),
            Self::Argument(_) | Self::NotFound(_) | Self::Internal(_) => self,
        }
    }
}
