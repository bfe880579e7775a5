//! The reason why an operation has no answer.

/// The reason why an operation has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An argument is wrong: a sentence with the remedy.
    Argument(String),
    /// The tenant has nothing of that name: a sentence with the remedy.
    NotFound(String),
    /// The evidence cannot answer the question: a sentence with the remedy.
    Evidence(String),
    /// A fault of the program.
    Internal(String),
}

impl Refusal {
    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Argument(text) | Self::NotFound(text) | Self::Evidence(text) | Self::Internal(text) => text,
        }
    }
}
