//! A waiver in the JSON report.

use schemars::JsonSchema;
use serde::Serialize;

use super::JsonLocation;

/// A waiver and what became of it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Waiver")]
pub(in crate::render::json) struct JsonWaiver<'a> {
    /// The id of the policy.
    pub(in crate::render::json) policy: &'a str,
    /// The id of the rule.
    pub(in crate::render::json) rule: &'a str,
    /// The ids of the controls; empty for a rule over the tenant.
    pub(in crate::render::json) controls: &'a [String],
    /// Why the exception is acceptable.
    pub(in crate::render::json) reason: &'a str,
    /// Who accepted the risk.
    pub(in crate::render::json) approved_by: &'a str,
    /// Where the decision is recorded.
    pub(in crate::render::json) ticket: Option<&'a str>,
    /// The day on which it was granted.
    #[schemars(extend("format" = "date"))]
    pub(in crate::render::json) granted: Option<String>,
    /// The last day on which it is active, in UTC.
    #[schemars(extend("format" = "date"))]
    pub(in crate::render::json) expires: String,
    /// What became of it.
    pub(in crate::render::json) status: JsonWaiverStatus,
    /// Whether it is active and expires within the warning window.
    pub(in crate::render::json) expires_soon: bool,
    /// Whole days from the day of the run to its last day; negative when it is over.
    pub(in crate::render::json) days_left: i64,
    /// How many findings it covers.
    pub(in crate::render::json) covers: usize,
    /// A sentence about it that people should read.
    pub(in crate::render::json) warning: Option<&'a str>,
    /// Where it stands.
    pub(in crate::render::json) location: JsonLocation<'a>,
}

/// What became of a waiver.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "WaiverStatus")]
pub(in crate::render::json) enum JsonWaiverStatus {
    /// It is active and covers findings.
    Active,
    /// It is active, but nothing that it names fails or is unknown.
    Unused,
    /// Its last day is over.
    Expired,
    /// Its condition is no longer met.
    ConditionUnmet,
    /// Its life is longer than the policy allows.
    TooLong,
    /// It is granted on a later day than that of the run.
    NotYet,
}
