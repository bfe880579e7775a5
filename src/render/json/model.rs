//! The shape of the JSON report. Its doc comments are the descriptions in the schema: they speak to the reader of a report.
//!
//! Every key is always there; what is not known is `null`. New keys may come without a new version; a key never goes, and never
//! changes its meaning.

mod finding;
mod provenance;
mod waiver;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::policy::{Enforcement, Severity};

pub(super) use finding::{
    JsonBound, JsonControl, JsonFinding, JsonOutcome, JsonQuantity, JsonReason, JsonRequirement, JsonUnit, JsonValue,
};
pub(in crate::render) use provenance::JsonInput;
pub(super) use provenance::{JsonBaseline, JsonInputKind, JsonProvenance, JsonRepository, JsonSource};
pub(super) use waiver::JsonWaiver;

/// What one run of scoregate found. Readers must ignore keys that they do not know.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate report")]
pub(super) struct JsonReport<'a> {
    /// The version of this format: 2.
    #[schemars(extend("const" = 2))]
    pub(super) scoregate_report: u32,
    /// What the gate says.
    pub(super) verdict: JsonVerdict,
    /// Why it says so, as a sentence fragment.
    pub(super) verdict_reason: &'static str,
    /// The exit code of a run with this verdict.
    pub(super) exit_code: u8,
    /// The number of rules by outcome, each by its worst finding.
    pub(super) rule_counts: JsonCounts,
    /// How many findings came out how.
    pub(super) counts: JsonCounts,
    /// The id of the tenant, where the evidence names it.
    pub(super) tenant: Option<&'a str>,
    /// The snapshot that was judged.
    pub(super) snapshot: JsonSnapshot<'a>,
    /// The Secure Score of the snapshot.
    pub(super) score: JsonScore<'a>,
    /// The policies with all their rules; the built-in policy `scoregate` last.
    pub(super) policies: Vec<JsonPolicy<'a>>,
    /// The findings, in the order of policies, rules and controls.
    pub(super) findings: Vec<JsonFinding<'a>>,
    /// The waivers, in the order of files and lines.
    pub(super) waivers: Vec<JsonWaiver<'a>>,
    /// The rules that are disabled, as `policy/rule`.
    pub(super) disabled_rules: Vec<String>,
    /// What depends on the run rather than on the policies and the tenant's data.
    pub(super) provenance: JsonProvenance<'a>,
}

/// What the gate says.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Verdict")]
pub(super) enum JsonVerdict {
    /// Every blocking rule passed or is waived.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// Nothing failed, but something could not be decided, or nothing was proved.
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
    /// Findings of blocking rules that could not be decided, built-in rules included.
    pub(super) unknown: usize,
    /// Findings of rules that only advise and that could not be decided.
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

/// The snapshot that was judged.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Snapshot")]
pub(super) struct JsonSnapshot<'a> {
    /// When Microsoft dated it.
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
    /// The share of the maximum in percent.
    pub(super) percentage: Option<f64>,
    /// Points that rest on someone's claim and not on a measurement of Microsoft.
    pub(super) claimed: Option<f64>,
    /// Points of which it is not known whether they rest on claims.
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
    /// Their points; `null` where those of a control are not known.
    pub(super) score: Option<f64>,
    /// Their maximum; `null` where that of a control is not known.
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
    /// Who answers for it.
    pub(super) owner: Option<&'a str>,
    /// Where its id stands; `null` for the built-in policy.
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
    /// The title, or what the rule expects in words.
    pub(super) title: &'a str,
    /// The kind of expectation; for a built-in rule its id.
    pub(super) kind: &'a str,
    /// How bad a failure is.
    pub(super) severity: Severity,
    /// What a failure does.
    pub(super) enforcement: Enforcement,
    /// Why the rule exists.
    pub(super) why: Option<&'a str>,
    /// What to do when it fails.
    pub(super) fix: Option<&'a str>,
    /// Entries of frameworks, by framework.
    pub(super) references: &'a BTreeMap<String, Vec<String>>,
    /// What is questionable about the rule itself.
    pub(super) warning: Option<&'a str>,
    /// Where the rule's id stands; `null` for a built-in rule.
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
