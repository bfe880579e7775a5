//! A waiver in the JSON report.

use schemars::JsonSchema;
use serde::Serialize;

use super::JsonLocation;
use crate::report::{WaiverInfo, WaiverStatus};

/// A waiver and its status.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Waiver")]
pub(in crate::render::json) struct JsonWaiver<'a> {
    /// The id of the policy.
    policy: &'a str,
    /// The id of the rule.
    rule: &'a str,
    /// The ids of the controls; empty for a rule over the tenant.
    controls: &'a [String],
    /// The reason why the exception is acceptable.
    reason: &'a str,
    /// The person who accepted the risk.
    approved_by: &'a str,
    /// The ticket in which the decision is recorded.
    ticket: Option<&'a str>,
    /// The day on which it was granted.
    #[schemars(extend("format" = "date"))]
    granted: Option<String>,
    /// The last day on which it is active, in UTC.
    #[schemars(extend("format" = "date"))]
    expires: String,
    /// Its status.
    status: JsonWaiverStatus,
    /// Whether it is active and expires within the warning window.
    expires_soon: bool,
    /// The whole days from the day of the run to its last day; negative after it.
    days_left: i64,
    /// The number of findings that it covers.
    covers: usize,
    /// A warning about it, as a sentence.
    warning: Option<&'a str>,
    /// Its location.
    location: JsonLocation<'a>,
}

impl<'a> JsonWaiver<'a> {
    /// A waiver of the report.
    pub(in crate::render::json) fn of(info: &'a WaiverInfo, location: JsonLocation<'a>) -> Self {
        let WaiverInfo {
            policy,
            rule,
            controls,
            reason,
            approved_by,
            ticket,
            granted,
            expires,
            place: _,
            status,
            expires_soon,
            days_left,
            covers,
            warning,
        } = info;
        Self {
            policy,
            rule,
            controls,
            reason,
            approved_by,
            ticket: ticket.as_deref(),
            granted: granted.map(|day| day.to_string()),
            expires: expires.to_string(),
            status: JsonWaiverStatus::of(*status),
            expires_soon: *expires_soon,
            days_left: *days_left,
            covers: *covers,
            warning: warning.as_deref(),
            location,
        }
    }
}

/// The status of a waiver.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "WaiverStatus")]
enum JsonWaiverStatus {
    /// It is active and covers findings.
    Active,
    /// It is active, but no finding that it names is failed or unknown.
    Unused,
    /// Its last day has passed.
    Expired,
    /// Its condition is no longer met.
    ConditionUnmet,
    /// Its life is longer than the policy permits.
    TooLong,
    /// It is granted on a later day than that of the run.
    NotYet,
}

impl JsonWaiverStatus {
    const fn of(status: WaiverStatus) -> Self {
        match status {
            WaiverStatus::Active => Self::Active,
            WaiverStatus::Unused => Self::Unused,
            WaiverStatus::Expired => Self::Expired,
            WaiverStatus::ConditionUnmet => Self::ConditionUnmet,
            WaiverStatus::TooLong => Self::TooLong,
            WaiverStatus::NotYet => Self::NotYet,
        }
    }
}
