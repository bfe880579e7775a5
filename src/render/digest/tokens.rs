//! The room of a digest and of its parts, in tokens and bytes.

/// The most bytes of a digest: Security Copilot takes files of 3 MB.
pub(super) const MOST_BYTES: usize = 3_000_000;

/// The size of a text or of the room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) tokens: usize,
    pub(super) bytes: usize,
}

impl Size {
    /// The size of a text.
    pub(super) fn of(text: &str) -> Self {
        Self { tokens: crate::tokens::count(text), bytes: text.len() }
    }

    /// The room of a digest.
    pub(super) const fn room(budget: usize) -> Self {
        Self { tokens: budget, bytes: MOST_BYTES }
    }

    /// The room that is left after a text; none where the text does not fit.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        let tokens = self.tokens.checked_sub(other.tokens)?;
        Some(Self { tokens, bytes: self.bytes.checked_sub(other.bytes)? })
    }

    /// The sum of two sizes. Lines end with a line feed and begin with a mark or a letter, so that no token reaches over
    /// their ends.
    pub(super) const fn plus(self, other: Self) -> Self {
        Self { tokens: self.tokens + other.tokens, bytes: self.bytes + other.bytes }
    }

    /// A part of the room.
    pub(super) const fn percent(self, share: usize) -> Self {
        Self { tokens: percent(self.tokens, share), bytes: percent(self.bytes, share) }
    }

    /// The smaller of two rooms in each respect.
    pub(super) fn min(self, other: Self) -> Self {
        Self { tokens: self.tokens.min(other.tokens), bytes: self.bytes.min(other.bytes) }
    }
}

const fn percent(number: usize, share: usize) -> usize {
    number / 100 * share + number % 100 * share / 100
}

/// Whether a text fits into the room. Bytes are looked at first, because they cost nothing to count.
pub(super) fn fits(text: &str, room: Size) -> bool {
    text.len() <= room.bytes && Size::of(text).tokens <= room.tokens
}
