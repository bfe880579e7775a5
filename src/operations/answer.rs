//! The answer of an operation: the verdict and the counts, how old the evidence is, and what the operation adds.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::basis::Basis;
use super::refusal::Refusal;
use crate::report::{Counts, Verdict};
use crate::text::json_safe;

/// The content of an answer without the age of the evidence, so that it can be kept until the evidence changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The content as a JSON object.
    content: String,
}

/// The age of the evidence, at the time of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Age {
    /// The time of the evaluation, which the age of the snapshot is counted to.
    pub now: Timestamp,
    /// The time of the answer by the clock.
    pub clock: Timestamp,
    /// The time at which the evidence was read, by the clock.
    pub read: Timestamp,
    /// The state of the last refresh.
    pub refresh: RefreshState,
}

/// The state of the last refresh of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshState {
    /// It succeeded.
    Ok,
    /// It failed: the word for the fault.
    Failed(&'static str),
    /// It has been running for longer than it may.
    Overdue,
}

/// The first part of every answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Head")]
pub(super) struct Head {
    /// The verdict: `passed` where every blocking rule passed or is waived, `failed` where a blocking rule failed, and
    /// `inconclusive` where something is unknown.
    verdict: VerdictWord,
    /// The reason for the verdict.
    verdict_reason: String,
    /// The number of findings by outcome.
    counts: FindingCounts,
    /// The age of the evidence.
    evidence: EvidenceAge,
}

/// The verdict of the gate.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Verdict")]
enum VerdictWord {
    Passed,
    Failed,
    Inconclusive,
}

/// The number of findings of the policies by outcome.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FindingCounts")]
struct FindingCounts {
    /// Failed findings of blocking rules.
    failed: usize,
    /// Failed findings of rules that only advise.
    advised: usize,
    /// Findings of blocking rules that are unknown, because data is missing or inconsistent.
    unknown: usize,
    /// Findings of rules that only advise and that are unknown.
    unknown_advice: usize,
    /// Findings that a waiver covers.
    waived: usize,
    /// Passed findings.
    passed: usize,
    /// Findings of rules that do not apply.
    not_applicable: usize,
}

/// The age of the evidence, and the state of its refresh.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EvidenceAge")]
struct EvidenceAge {
    /// The day of the snapshot of Secure Score, in UTC.
    snapshot: String,
    /// The age of the data in seconds: the time since Microsoft made the snapshot.
    snapshot_age_seconds: i64,
    /// The time at which the server read the evidence, in UTC.
    read: String,
    /// The time in seconds since the server read the evidence, which says nothing of the age of the data.
    read_age_seconds: i64,
    /// `ok`; `failed` where the last refresh failed, and `overdue` where it has been running for too long: the answer rests on older
    /// evidence then, evaluated as of the time of the answer.
    refresh: Refresh,
    /// The kind of the fault of the failed refresh, such as `unreachable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
}

/// The state of the last refresh.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Refresh")]
enum Refresh {
    Ok,
    Failed,
    Overdue,
}

impl Head {
    pub(super) fn of(basis: &Basis, age: &Age) -> Self {
        let report = &basis.report;
        let Counts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable, disabled: _ } =
            report.counts();
        Self {
            verdict: match report.verdict() {
                Verdict::Passed => VerdictWord::Passed,
                Verdict::Failed => VerdictWord::Failed,
                Verdict::Inconclusive => VerdictWord::Inconclusive,
            },
            verdict_reason: report.verdict_reason().to_owned(),
            counts: FindingCounts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable },
            evidence: EvidenceAge {
                snapshot: report.snapshot.date.to_string(),
                // A clock that was set back makes no evidence younger than new.
                snapshot_age_seconds: age.now.duration_since(report.snapshot.created).as_secs().max(0),
                read: age.read.to_string(),
                read_age_seconds: age.clock.duration_since(age.read).as_secs().max(0),
                refresh: match age.refresh {
                    RefreshState::Ok => Refresh::Ok,
                    RefreshState::Failed(_) => Refresh::Failed,
                    RefreshState::Overdue => Refresh::Overdue,
                },
                fault: match age.refresh {
                    RefreshState::Failed(fault) => Some(fault),
                    RefreshState::Ok | RefreshState::Overdue => None,
                },
            },
        }
    }

    /// The head that takes the most tokens, to count with.
    pub(super) fn widest(basis: &Basis) -> Self {
        let (now, clock, read) = (Timestamp::MAX, Timestamp::MAX, Timestamp::MIN);
        Self::of(basis, &Age { now, clock, read, refresh: RefreshState::Failed("other-tenant") })
    }
}

impl Answer {
    /// The answer with a content, which is an object with at least one key.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] where the content cannot be written.
    pub(super) fn of(content: &impl Serialize) -> Result<Self, Refusal> {
        Ok(Self { content: to_json(content)? })
    }

    /// The answer with a content that is written already.
    pub(super) const fn of_json(content: String) -> Self {
        Self { content }
    }

    /// The whole answer as a JSON object: the verdict and the counts first.
    ///
    /// # Errors
    ///
    /// [`Refusal::Internal`] where it cannot be written.
    pub fn json(&self, basis: &Basis, age: &Age) -> Result<String, Refusal> {
        Ok(joined(&to_json(&Head::of(basis, age))?, &self.content))
    }
}

/// Two objects as one: the keys of the first, then those of the second.
pub(super) fn joined(head: &str, content: &str) -> String {
    match (head.strip_suffix('}'), content.strip_prefix('{')) {
        (Some(head), Some(rest)) => format!("{head},{rest}"),
        (Some(_) | None, Some(_) | None) => content.to_owned(),
    }
}

/// A value as JSON, in which no text is a command to the log of a pipeline.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, Refusal> {
    let json = serde_json::to_string(value);
    json.map(|json| json_safe(&json))
        .map_err(|error| Refusal::Internal(format!("the answer cannot be written: {error}")))
}
