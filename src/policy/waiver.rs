//! Waivers, in a policy or in a file of their own, and the limits that a policy sets for them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::quantity::{Age, Threshold};
use crate::yaml::Place;
use crate::yaml::schema::DateText;

/// An approved exception to a rule, with an expiry date.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Waiver {
    /// The id of the rule; in a waiver file `policy/rule`.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$"))]
    pub rule: String,
    /// The controls that are waived, by id; required for a rule over controls. Patterns are not allowed.
    #[serde(default)]
    pub controls: Vec<WaivedControl>,
    /// The reason why the exception is acceptable.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The person who accepted the risk.
    #[schemars(length(min = 1))]
    pub approved_by: String,
    /// The ticket in which the decision is recorded.
    #[schemars(length(min = 1))]
    pub ticket: Option<String>,
    /// The day on which the waiver was granted.
    #[schemars(with = "Option<DateText>")]
    pub granted: Option<Date>,
    /// The last day on which the waiver is active, in UTC.
    #[schemars(with = "DateText")]
    pub expires: Date,
    /// The waiver expires early when the waived score is below this.
    pub while_at_least: Option<Threshold>,
    /// The policy whose rule is waived; the loader fills it in.
    #[serde(skip)]
    pub policy: String,
    /// The place of the waiver's `rule`.
    #[serde(skip)]
    pub place: Place,
}

/// The id of one waived control: no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WaivedControl(#[schemars(regex(pattern = r"^[^*?\[\]\s\x00-\x1f\x7f]+$"))] pub String);

/// A waiver file: waivers apart from the policies that they belong to.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate waivers")]
pub struct WaiverFile {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub scoregate: u32,
    /// Waivers; `rule` is `policy/rule` here.
    #[schemars(length(min = 1))]
    pub waivers: Vec<Waiver>,
}

/// Limits for every waiver of a rule of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WaiverLimits {
    /// The longest life of a waiver, counted from its `granted` day, which is then required. A waiver with a longer life is
    /// not active.
    pub longest_life: Option<Age>,
    /// The time before the expiry of a waiver from which reports warn of it. Default: 14 days.
    pub warn_before: Option<Age>,
}
