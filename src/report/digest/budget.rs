//! Texts that know what they cost at most.
//!
//! Counting with the real vocabulary would put 4 MB into the program. Instead our own words were counted once (see
//! [`super::pieces`]), everything else counts one token a byte, which no tokenizer that works on bytes exceeds (but for a few
//! words and figures, see [`super::words`]), and every join counts one more, because words that meet may be split differently
//! from words that stand alone.

use super::{fence, words};

/// The most bytes for which one token is counted: it bounds the size of a digest by its budget.
pub(super) const LONGEST_TOKEN: usize = 15;

/// A piece of our own text and its number of tokens (`o200k_base`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The text.
    pub(super) text: &'static str,
    /// How many tokens it is when it stands alone.
    pub(super) tokens: usize,
}

/// A text and an upper bound of its tokens, wherever it is put.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    text: String,
    cost: usize,
}

impl Text {
    /// A text that begins with a piece of ours.
    pub(super) fn of(piece: Piece) -> Self {
        Self::default().fixed(piece)
    }

    /// Appends a piece of our own text.
    pub(super) fn fixed(self, piece: Piece) -> Self {
        self.append(piece.text, piece.tokens)
    }

    /// Appends a figure, a date or a word of the program that was not counted ahead.
    pub(super) fn figure(self, figure: &str) -> Self {
        self.append(figure, figure.len())
    }

    /// Appends text that somebody else wrote: neutralised, and cut to at most `most` bytes.
    pub(super) fn foreign(self, text: &str, most: usize) -> Self {
        let text = fence::cut(&fence::neutral(text), most);
        self.append(&text, words::bound(&text))
    }

    /// Appends a text with its cost.
    pub(super) fn join(self, other: &Self) -> Self {
        self.append(&other.text, other.cost)
    }

    fn append(mut self, text: &str, cost: usize) -> Self {
        self.text.push_str(text);
        self.cost += cost + 1;
        self
    }

    /// The most tokens that it takes.
    pub(super) const fn cost(&self) -> usize {
        self.cost
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}
