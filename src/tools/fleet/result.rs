//! The result of one tenant: a line of the summary, and of the output of a filter.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::{Input, InputKind};
use crate::report::{Counts, Outcome, Report, Verdict};

/// The most findings that a result names.
const MOST_FINDINGS: usize = 10;

/// The result of one tenant. Every key is always present; an unknown value is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TenantResult {
    /// The name of the tenant's file or folder, or `line` and the number of its line; null in the output of a filter.
    pub name: Option<String>,
    /// The labels of the list of tenants.
    pub labels: BTreeMap<String, String>,
    /// The id of the tenant, where the evidence names it.
    pub tenant: Option<String>,
    /// The verdict, or `unreadable`.
    pub status: TenantStatus,
    /// The exit code that `scoregate check` has for this tenant.
    pub exit_code: u8,
    /// The reason why there is no verdict; null where there is one.
    pub error: Option<TenantError>,
    /// The snapshot that was evaluated; null without a verdict.
    pub snapshot: Option<SnapshotFigures>,
    /// The number of findings by outcome, built-in rules counted only where they decide the verdict; null without a verdict.
    pub counts: Option<OutcomeCounts>,
    /// The number of rules by outcome, each by its worst finding; null without a verdict.
    pub rule_counts: Option<OutcomeCounts>,
    /// The findings that decide the verdict (failed ones, else unknown ones), the most severe first, ten at most.
    pub decisive: Vec<String>,
    /// The number of its recordings without a seal, so that changes to them cannot be detected. Responses that were saved otherwise are
    /// not counted.
    pub unsealed_recordings: usize,
    /// The SHA-256 of the file or line; of several files, of their names and hashes. Null where the data could not be read.
    pub sha256: Option<String>,
}

/// The status of a tenant in a fleet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TenantStatus {
    /// Every blocking rule passed or is waived.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// No blocking rule failed, but at least one is unknown, or none passed.
    Inconclusive,
    /// There is no verdict: the data could not be read, or belongs to another tenant.
    Unreadable,
}

/// The reason why a tenant has no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TenantError {
    /// The stable code, such as `malformed` or `other-tenant`.
    pub code: String,
    /// The fault.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
}

/// The figures of a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SnapshotFigures {
    /// The day of the snapshot, in UTC.
    #[schemars(extend("format" = "date"))]
    pub date: String,
    /// The reported points (`currentScore`).
    pub current: Option<f64>,
    /// The reported maximum (`maxScore`), in points.
    pub max: Option<f64>,
    /// The points in percent of the maximum.
    pub percent: Option<f64>,
}

/// The number of findings or rules by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct OutcomeCounts {
    /// Failed blocking ones.
    pub failed: usize,
    /// Failed ones that only advise.
    pub advised: usize,
    /// Unknown blocking ones.
    pub unknown: usize,
    /// Unknown ones that only advise.
    pub unknown_advice: usize,
    /// Waived ones.
    pub waived: usize,
    /// Passed ones.
    pub passed: usize,
    /// Those that do not apply.
    pub not_applicable: usize,
    /// Disabled rules.
    pub disabled: usize,
}

impl TenantStatus {
    /// Every status, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Failed, Self::Inconclusive, Self::Unreadable];

    /// The word for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
            Self::Unreadable => "unreadable",
        }
    }
}

impl From<Verdict> for TenantStatus {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Passed,
            Verdict::Failed => Self::Failed,
            Verdict::Inconclusive => Self::Inconclusive,
        }
    }
}

impl From<Counts> for OutcomeCounts {
    fn from(counts: Counts) -> Self {
        let Counts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable, disabled } = counts;
        Self { failed, advised, unknown, unknown_advice, waived, passed, not_applicable, disabled }
    }
}

impl TenantResult {
    /// The result of a report.
    pub(super) fn of(report: &Report) -> Self {
        let (verdict, snapshot) = (report.verdict(), &report.snapshot);
        let percent = snapshot.current.zip(snapshot.max).map(|(current, max)| 100.0 * current / max);
        Self {
            name: None,
            labels: BTreeMap::new(),
            tenant: report.tenant.clone(),
            status: verdict.into(),
            exit_code: verdict.exit().code(),
            error: None,
            snapshot: Some(SnapshotFigures {
                date: snapshot.date.to_string(),
                current: snapshot.current,
                max: snapshot.max,
                percent: percent.filter(|percent| percent.is_finite()),
            }),
            counts: Some(report.counts().into()),
            rule_counts: Some(report.rule_counts().into()),
            decisive: decisive(report, verdict),
            unsealed_recordings: report.provenance.inputs.iter().filter(is_unsealed).count(),
            sha256: None,
        }
    }

    /// The result of a tenant without a verdict.
    pub(super) fn unreadable(error: TenantError, exit_code: u8) -> Self {
        Self {
            name: None,
            labels: BTreeMap::new(),
            tenant: None,
            status: TenantStatus::Unreadable,
            exit_code,
            error: Some(error),
            snapshot: None,
            counts: None,
            rule_counts: None,
            decisive: Vec::new(),
            unsealed_recordings: 0,
            sha256: None,
        }
    }
}

fn is_unsealed(input: &&Input) -> bool {
    matches!(input.kind, InputKind::Recording { verified: false, .. })
}

fn decisive(report: &Report, verdict: Verdict) -> Vec<String> {
    let decides = |outcome: &Outcome| match (verdict, outcome) {
        (Verdict::Failed, Outcome::Fail) | (Verdict::Inconclusive, Outcome::Unknown(_)) => true,
        (
            Verdict::Passed | Verdict::Failed | Verdict::Inconclusive,
            Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } | Outcome::NotApplicable(_),
        ) => false,
    };
    let mut findings: Vec<_> =
        report.findings.iter().filter(|finding| report.blocks(finding) && decides(&finding.outcome)).collect();
    findings.sort_by_key(|finding| report.urgency(finding));
    findings.iter().take(MOST_FINDINGS).map(|finding| report.identity(finding)).collect()
}
