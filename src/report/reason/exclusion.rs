//! The reasons why a rule does not apply to a subject.

use std::fmt;

use jiff::civil::Date;

use super::ReasonCode;

/// The reason why a rule does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exclusion {
    /// The control is new, and the rule grants new controls some time.
    NewControl {
        /// The day on which it was first scored.
        first: Date,
        /// The last day on which the rule excludes it.
        until: Date,
    },
    /// The snapshot does not score the control, a complete catalogue contains it, and the rule permits that.
    ControlMissing,
    /// No policy and no option requires a tenant.
    NoTenantPinned,
}

impl Exclusion {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> ReasonCode {
        match self {
            Self::NewControl { .. } => ReasonCode::NewControl,
            Self::ControlMissing => ReasonCode::ControlMissing,
            Self::NoTenantPinned => ReasonCode::NoTenantPinned,
        }
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewControl { first, until } => write!(f, "first scored on {first}, excluded until {until}"),
            Self::ControlMissing => f.write_str("not scored, although the catalogue contains it"),
            Self::NoTenantPinned => f.write_str("no tenant is required"),
        }
    }
}
