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
    /// The approver.
    pub approved_by: String,
    /// The ticket in which the decision is recorded.
    pub ticket: Option<String>,
    /// The day on which it was granted.
    pub granted: Option<Date>,
    /// The last day on which it is valid, in UTC.
    pub expires: Date,
    /// Its location.
    pub place: Place,
    /// Its status.
    pub status: WaiverStatus,
    /// Whether it expires within the warning window (or today); only for an active waiver.
    pub expires_soon: bool,
    /// The whole days from the day of the run to the last valid day; negative after it.
    pub days_left: i64,
    /// The number of findings it covers.
    pub covers: usize,
    /// A warning about it, as a sentence; none where there is none.
    pub warning: Option<String>,
}

/// The status of a waiver in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaiverStatus {
    /// It is active and covers findings.
    Active,
    /// It is active, but no finding that it names is failed or unknown.
    Unused,
    /// Its last valid day has passed: the rule is evaluated without it.
    Expired,
    /// `while-at-least` is not met, or it is unknown whether it is: the waiver is not active.
    ConditionUnmet,
    /// Its life is longer than `longest-life` of the policy: it is not active.
    TooLong,
    /// It is granted on a later day than that of the run: it is not active yet.
    NotYet,
}
