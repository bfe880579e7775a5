//! The types of the JSON report. Their doc comments are the descriptions in the schema, for the reader of a report.
//!
//! Every key is always present; an unknown value is `null`. Keys may be added within a version; none is removed or changes its
//! meaning.

mod finding;
mod incident;
mod provenance;
mod waiver;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::policy::{Enforcement, Severity};

pub(in crate::render) use finding::JsonControl;
pub(super) use finding::{
    JsonBound, JsonFinding, JsonOutcome, JsonQuantity, JsonReason, JsonRequirement, JsonUnit, JsonValue,
};
pub(super) use incident::{
    JsonAlert, JsonBasis, JsonBearingControl, JsonCause, JsonCrosswalk, JsonExcludedIncident, JsonExclusion,
    JsonIncident, JsonIncidents, JsonLink, JsonMissing, JsonRow,
};
pub(in crate::render) use provenance::JsonInput;
pub(super) use provenance::{JsonBaseline, JsonInputKind, JsonProvenance, JsonRepository, JsonSource};
pub(super) use waiver::JsonWaiver;

/// The result of one run of scoregate. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate report")]
pub(super) struct JsonReport<'a> {
    /// The version of this format: 2.
    #[schemars(extend("const" = 2))]
    pub(super) scoregate_report: u32,
    /// The verdict.
    pub(super) verdict: JsonVerdict,
    /// The reason for the verdict, as a sentence fragment.
    pub(super) verdict_reason: &'static str,
    /// The exit code of a run with this verdict.
    pub(super) exit_code: u8,
    /// The number of rules by outcome, each by its worst finding.
    pub(super) rule_counts: JsonCounts,
    /// The number of findings by outcome.
    pub(super) counts: JsonCounts,
    /// The id of the tenant, where the evidence states it.
    pub(super) tenant: Option<&'a str>,
    /// The snapshot that was evaluated.
    pub(super) snapshot: JsonSnapshot<'a>,
    /// The Secure Score of the snapshot.
    pub(super) score: JsonScore<'a>,
    /// The policies with all their rules; the built-in policy `scoregate` last.
    pub(super) policies: Vec<JsonPolicy<'a>>,
    /// The findings, in the order of policies, rules and controls.
    pub(super) findings: Vec<JsonFinding<'a>>,
    /// The waivers, in the order of files and lines.
    pub(super) waivers: Vec<JsonWaiver<'a>>,
    /// The incidents with the controls that bear on them; `null` where none were supplied.
    pub(super) incidents: Option<JsonIncidents<'a>>,
    /// The rules that are disabled, as `policy/rule`.
    pub(super) disabled_rules: Vec<String>,
    /// Everything that depends on the run and not on policies and data.
    pub(super) provenance: JsonProvenance<'a>,
}

/// The verdict of a run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Verdict")]
pub(super) enum JsonVerdict {
    /// Every blocking rule passed or is waived.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// No blocking rule failed, but at least one is unknown, or none passed or is waived.
    Inconclusive,
}

/// The number of findings of the policies, or of their rules, by outcome.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Counts")]
pub(super) struct JsonCounts {
    /// Failed findings of blocking rules, built-in rules included.
    pub(super) failed: usize,
    /// Failed findings of rules that only advise.
    pub(super) advised: usize,
    /// Unknown findings of blocking rules, built-in rules included.
    pub(super) unknown: usize,
    /// Unknown findings of rules that only advise.
    pub(super) unknown_advice: usize,
    /// Waived findings.
    pub(super) waived: usize,
    /// Passed findings.
    pub(super) passed: usize,
    /// Findings of rules that do not apply.
    pub(super) not_applicable: usize,
    /// Rules that are disabled.
    pub(super) disabled: usize,
}

/// The snapshot that was evaluated.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Snapshot")]
pub(super) struct JsonSnapshot<'a> {
    /// The time that Microsoft states for it (`createdDateTime`).
    #[schemars(extend("format" = "date-time"))]
    pub(super) created: String,
    /// Its day in UTC.
    #[schemars(extend("format" = "date"))]
    pub(super) date: String,
    /// The number of scored controls.
    pub(super) controls: usize,
    /// Whether the catalogue of controls is complete.
    pub(super) catalogue_complete: bool,
    /// The gaps of the evidence, as sentences.
    pub(super) gaps: Vec<&'a str>,
}

/// The Secure Score of a snapshot, in points.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Score")]
pub(super) struct JsonScore<'a> {
    /// The reported points (`currentScore`).
    pub(super) current: Option<f64>,
    /// The reported maximum (`maxScore`).
    pub(super) max: Option<f64>,
    /// The points in percent of the maximum.
    pub(super) percentage: Option<f64>,
    /// Points that an administrator claimed and Microsoft did not measure.
    pub(super) claimed: Option<f64>,
    /// Points that may be claimed: the state of their controls is unknown.
    pub(super) maybe_claimed: Option<f64>,
    /// The points of each category, by name.
    pub(super) categories: Vec<JsonCategory<'a>>,
}

/// The controls of a category together.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Category")]
pub(super) struct JsonCategory<'a> {
    /// The category of the snapshot; empty for controls without one.
    pub(super) name: &'a str,
    /// The number of scored controls.
    pub(super) controls: usize,
    /// Their points; `null` where those of a control are unknown.
    pub(super) score: Option<f64>,
    /// Their maximum; `null` where that of a control is unknown.
    pub(super) max: Option<f64>,
    /// The points that can still be recovered on controls whose figures are known.
    pub(super) recoverable: Option<f64>,
}

/// A policy.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Policy")]
pub(super) struct JsonPolicy<'a> {
    /// The id.
    pub(super) id: &'a str,
    /// The title.
    pub(super) title: Option<&'a str>,
    /// The owner.
    pub(super) owner: Option<&'a str>,
    /// The location of its id; `null` for the built-in policy.
    pub(super) location: Option<JsonLocation<'a>>,
    /// The rules, in the order of the file.
    pub(super) rules: Vec<JsonRule<'a>>,
}

/// A rule.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Rule")]
pub(super) struct JsonRule<'a> {
    /// The id.
    pub(super) id: &'a str,
    /// The title, or the expectation in words.
    pub(super) title: &'a str,
    /// The kind of expectation; for a built-in rule its id.
    pub(super) kind: &'a str,
    /// The severity of a failure.
    pub(super) severity: Severity,
    /// The effect of a failure on the verdict.
    pub(super) enforcement: Enforcement,
    /// The reason for the rule.
    pub(super) why: Option<&'a str>,
    /// The remediation.
    pub(super) fix: Option<&'a str>,
    /// Entries of frameworks, by framework.
    pub(super) references: &'a BTreeMap<String, Vec<String>>,
    /// A warning about the rule itself.
    pub(super) warning: Option<&'a str>,
    /// The location of the rule's id; `null` for a built-in rule.
    pub(super) location: Option<JsonLocation<'a>>,
}

/// A place in a policy or waiver file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Location")]
pub(super) struct JsonLocation<'a> {
    /// The path of the file.
    pub(super) path: &'a str,
    /// The line, from 1.
    pub(super) line: u32,
    /// The first column, from 1, counted in characters.
    pub(super) column: u32,
}
