//! How a rule came out on a subject.

/// What a rule was judged on. The order is that of reports: the tenant first, then controls by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The tenant as a whole.
    Tenant,
    /// One control, by the id that Graph gave it (or the policy, where the evidence does not hold it).
    Control(String),
}

/// How a rule came out on a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What is demanded was observed.
    Pass,
    /// What is demanded was observed not to hold.
    Fail,
    /// It failed or is undecided, and a waiver covers it.
    Waived {
        /// What it would be without the waiver.
        instead_of: Waivable,
        /// The waiver: an index into [`super::Report::waivers`].
        waiver: usize,
    },
    /// It could not be decided; why, as a sentence fragment that begins in lower case and has no full stop.
    Unknown(String),
    /// The rule does not apply; why, as a sentence fragment that begins in lower case and has no full stop.
    NotApplicable(String),
}

/// What a waiver can cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waivable {
    /// A failure.
    Fail,
    /// What could not be decided, and why.
    Unknown(String),
}

impl Outcome {
    /// The word that reports use.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pass => "passed",
            Self::Fail => "failed",
            Self::Waived { .. } => "waived",
            Self::Unknown(_) => "undecided",
            Self::NotApplicable(_) => "not applicable",
        }
    }

    /// The place in reports: what needs a person first comes first.
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
