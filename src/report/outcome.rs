//! The outcome of a rule on a subject.

use super::reason::{Exclusion, Reason};

/// The subject that a rule is evaluated on. The order is that of reports: the tenant first, then controls by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The tenant as a whole.
    Tenant,
    /// One control, by the id that Graph gave it (or the policy, where the evidence does not contain it).
    Control(String),
}

/// The outcome of a rule on a subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The data shows what the rule requires.
    Pass,
    /// The data shows that the requirement is not met.
    Fail,
    /// It failed or is unknown, and a waiver covers it.
    Waived {
        /// The outcome without the waiver.
        instead_of: Waivable,
        /// The waiver: an index into [`super::Report::waivers`].
        waiver: usize,
    },
    /// It is unknown, because data is missing or inconsistent.
    Unknown(Reason),
    /// The rule does not apply.
    NotApplicable(Exclusion),
}

/// An outcome that a waiver can cover.
#[derive(Debug, Clone, PartialEq)]
pub enum Waivable {
    /// A failure.
    Fail,
    /// An unknown outcome.
    Unknown(Reason),
}

impl Outcome {
    /// The reason why it is unknown, or would be without its waiver.
    #[must_use]
    pub const fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Unknown(reason) | Self::Waived { instead_of: Waivable::Unknown(reason), waiver: _ } => Some(reason),
            Self::Pass
            | Self::Fail
            | Self::Waived { instead_of: Waivable::Fail, waiver: _ }
            | Self::NotApplicable(_) => None,
        }
    }

    /// The word that reports use.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pass => "passed",
            Self::Fail => "failed",
            Self::Waived { .. } => "waived",
            Self::Unknown(_) => "unknown",
            Self::NotApplicable(_) => "not applicable",
        }
    }

    /// The rank in reports: what needs attention first comes first.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Fail => 0,
            Self::Unknown(_) => 1,
            Self::Waived { .. } => 2,
            Self::Pass => 3,
            Self::NotApplicable(_) => 4,
        }
    }
}
