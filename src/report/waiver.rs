//! A waiver in a report, and its status.

use jiff::civil::Date;

use crate::policy::Place;

/// A waiver and its status in this run.
#[derive(Debug, Clone, PartialEq)]
pub struct WaiverInfo {
    /// The policy.
    pub policy: String,
    /// The rule.
    pub rule: String,
    /// The controls; empty for a rule over the tenant.
    pub controls: Vec<String>,
    /// The reason.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// Where the decision is recorded.
    pub ticket: Option<String>,
    /// The day on which it was granted.
    pub granted: Option<Date>,
    /// The last day on which it is valid, in UTC.
    pub expires: Date,
    /// Where it stands.
    pub place: Place,
    /// Its status.
    pub status: WaiverStatus,
    /// Whether it expires within the warning window (or today); only for an active waiver.
    pub expires_soon: bool,
    /// Whole days from the day of the run to the last valid day; negative when it is over.
    pub days_left: i64,
    /// The number of findings it covers.
    pub covers: usize,
    /// One sentence about it that reports show as a warning, if there is one to show.
    pub warning: Option<String>,
}

/// The status of a waiver in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaiverStatus {
    /// It is active and covers findings.
    Active,
    /// It is active, but nothing that it names fails or is unknown.
    Unused,
    /// Its last valid day is over: the rule is evaluated without it.
    Expired,
    /// `while-at-least` is no longer met, or cannot be shown to be: it is not active.
    ConditionUnmet,
    /// Its lifetime is longer than the policy allows: it is not active.
    TooLong,
    /// It is granted on a later day than that of the run: it is not active yet.
    NotYet,
}
