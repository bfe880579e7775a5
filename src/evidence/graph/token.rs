//! The bearer token, which no log and no message shows.

use std::fmt;

use jiff::Timestamp;

/// An access token for Graph.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// A token, and the time until which it holds.
    pub(crate) fn new(text: String, _expires: Option<Timestamp>) -> Self {
        Self(text)
    }

    /// The token itself: for the `Authorization` header, and to find it where it must not be.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
