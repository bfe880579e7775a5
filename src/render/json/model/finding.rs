//! A finding in the JSON report, with its control.

use schemars::JsonSchema;
use serde::Serialize;

use super::JsonLocation;
use crate::policy::Severity;
use crate::render::json::change::JsonChange;

/// The outcome of one rule on one subject.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Finding")]
pub(in crate::render::json) struct JsonFinding<'a> {
    /// The unique id of the finding, the same in every run: `policy/rule` or `policy/rule/control`.
    pub(in crate::render::json) identity: String,
    /// The id of the policy.
    pub(in crate::render::json) policy: &'a str,
    /// The id of the rule.
    pub(in crate::render::json) rule: &'a str,
    /// The id of the control; `null` for a finding about the tenant.
    pub(in crate::render::json) subject: Option<&'a str>,
    /// The severity of a failure.
    pub(in crate::render::json) severity: Severity,
    /// Whether the finding counts for the verdict.
    pub(in crate::render::json) blocking: bool,
    /// The outcome.
    pub(in crate::render::json) outcome: JsonOutcome,
    /// The reason why it is unknown (or would be without the waiver), or does not apply, as one text; else `null`.
    pub(in crate::render::json) reason: Option<String>,
    /// The same as single reasons with stable codes, the most important first; empty for other outcomes.
    pub(in crate::render::json) reasons: Vec<JsonReason<'a>>,
    /// For a waived finding, the outcome without the waiver.
    pub(in crate::render::json) instead_of: Option<JsonOutcome>,
    /// For a waived finding, the waiver: an index into `waivers`.
    pub(in crate::render::json) waiver: Option<usize>,
    /// The requirement of the rule, as a number with its unit; `null` where it is not an amount. Of two limits, the one that decides.
    pub(in crate::render::json) required: Option<JsonRequirement<'a>>,
    /// The observed amount; `null` where it is unknown.
    pub(in crate::render::json) observed: Option<JsonQuantity<'a>>,
    /// The observed and the required value, in words.
    pub(in crate::render::json) message: &'a str,
    /// Further lines.
    pub(in crate::render::json) details: &'a [String],
    /// Whether it passes only because too few snapshots confirm a drop so far.
    pub(in crate::render::json) pending: bool,
    /// The change of the score, for a finding that compares two days; else `null`.
    pub(in crate::render::json) change: Option<JsonChange<'a>>,
    /// The points that a fix can recover.
    pub(in crate::render::json) recoverable: Option<f64>,
    /// The control.
    pub(in crate::render::json) control: Option<JsonControl<'a>>,
    /// The location of the rule; `null` for a built-in rule.
    pub(in crate::render::json) location: Option<JsonLocation<'a>>,
    /// The location at which the rule names the control; `null` where it does not name it.
    pub(in crate::render::json) control_location: Option<JsonLocation<'a>>,
}

/// A reason why the outcome is unknown, or why the rule does not apply.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Reason")]
pub(in crate::render::json) struct JsonReason<'a> {
    /// The stable code, such as `no-maximum`; docs/outputs.md lists all. New codes may be added within a version.
    pub(in crate::render::json) code: &'static str,
    /// The reason as a sentence fragment.
    pub(in crate::render::json) text: String,
    /// The ids of the controls that it names; empty where it is about the subject of the finding, or about no control.
    pub(in crate::render::json) controls: Vec<&'a str>,
}

/// The required amount.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Requirement")]
pub(in crate::render::json) struct JsonRequirement<'a> {
    /// The comparison of the observed amount with it.
    pub(in crate::render::json) comparison: JsonBound,
    /// The amount, or the word where the unit is `state`.
    pub(in crate::render::json) value: JsonValue<'a>,
    /// The unit.
    pub(in crate::render::json) unit: JsonUnit,
}

/// An observed amount: one value, or an interval where the evidence gives no single value.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Quantity")]
pub(in crate::render::json) enum JsonQuantity<'a> {
    /// An amount that is known.
    Exact {
        /// The amount, or the word where the unit is `state`.
        value: JsonValue<'a>,
        /// Its unit.
        unit: JsonUnit,
    },
    /// An amount that is known to lie between two others.
    Between {
        /// The least that it can be.
        least: f64,
        /// The most that it can be.
        most: f64,
        /// The unit of both.
        unit: JsonUnit,
    },
}

/// A number, or a state.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Value")]
pub(in crate::render::json) enum JsonValue<'a> {
    /// A number.
    Number(f64),
    /// A state of a control.
    State(&'a str),
}

/// The comparison of an observed amount with the required one.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Bound")]
pub(in crate::render::json) enum JsonBound {
    /// It must be no less.
    AtLeast,
    /// It must be no more.
    AtMost,
    /// It must be the same.
    Exactly,
}

/// The unit of an amount.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Unit")]
pub(in crate::render::json) enum JsonUnit {
    /// Percent of a maximum.
    Percent,
    /// Secure Score points.
    Points,
    /// Percentage points: a difference of two percentages.
    Pp,
    /// Days of 24 hours.
    Days,
    /// A number of things.
    Count,
    /// The state of a control: the value is a word.
    State,
}

/// The outcome of a finding.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Outcome")]
pub(in crate::render::json) enum JsonOutcome {
    /// The data shows what the rule requires.
    Passed,
    /// The data shows that the requirement is not met.
    Failed,
    /// It failed or is unknown, and a waiver covers it.
    Waived,
    /// The data is not sufficient.
    Unknown,
    /// The rule does not apply.
    NotApplicable,
}

/// A control. Its texts come from Microsoft or the tenant; rules do not evaluate them.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Control")]
pub(in crate::render) struct JsonControl<'a> {
    /// The id, as Graph wrote it.
    pub(in crate::render::json) id: &'a str,
    /// The title of its profile.
    pub(in crate::render::json) title: Option<&'a str>,
    /// The category.
    pub(in crate::render::json) category: Option<&'a str>,
    /// The service.
    pub(in crate::render::json) service: Option<&'a str>,
    /// The tier.
    pub(in crate::render::json) tier: Option<&'a str>,
    /// Its points.
    pub(in crate::render::json) score: Option<f64>,
    /// Its maximum, in points.
    pub(in crate::render::json) max: Option<f64>,
    /// Its state: `Default`, `Ignored`, `ThirdParty`, …
    pub(in crate::render::json) state: Option<&'a str>,
    /// Microsoft's free text about how far it is implemented.
    pub(in crate::render::json) status: Option<&'a str>,
    /// The address at which it is changed.
    pub(in crate::render::json) action_url: Option<&'a str>,
}
