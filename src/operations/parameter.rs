//! The inputs of operations: one primitive value each, never null.

/// An input of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// The meaning, as a sentence for people and assistants.
    pub description: &'static str,
    /// The type, the limits and the default.
    pub kind: Kind,
}

/// The type of an input, its limits, and its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text that the caller must give.
    RequiredText {
        /// The most characters.
        longest: usize,
        /// A value for documentation and tests.
        example: &'static str,
    },
    /// A text; empty where it is not given.
    Text {
        /// The most characters.
        longest: usize,
    },
    /// A day such as `2026-11-01`; empty where it is not given.
    Day,
    /// A whole number.
    Integer {
        /// The value where none is given.
        default: u32,
        /// The least value.
        least: u32,
        /// The greatest value.
        most: u32,
    },
    /// One of some words.
    Word {
        /// The value where none is given.
        default: &'static str,
        /// Every value.
        words: &'static [&'static str],
    },
    /// A truth value, false where it is not given.
    Switch,
}

/// The limit on the size of an answer, which every operation has.
pub(super) const MAX_TOKENS: Parameter = Parameter {
    name: "max_tokens",
    description: "The most tokens (o200k_base) that the answer may take. An answer with more entries than it shows states `truncated: true`, and one whose texts or lists are cut short `shortened: true`.",
    kind: Kind::Integer { default: 2_000, least: 1_000, most: 8_000 },
};

/// The number of entries to skip, which the operations with a list have.
pub(super) const OFFSET: Parameter = Parameter {
    name: "offset",
    description: "The number of entries to skip: the `next_offset` of a truncated answer continues it.",
    kind: Kind::Integer { default: 0, least: 0, most: 100_000 },
};

impl Parameter {
    /// Whether the caller must give it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        match self.kind {
            Kind::RequiredText { .. } => true,
            Kind::Text { .. } | Kind::Day | Kind::Integer { .. } | Kind::Word { .. } | Kind::Switch => false,
        }
    }
}
