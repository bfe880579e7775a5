//! The operation `list_findings`: the findings, filtered and in the order of urgency.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head};
use super::arguments::Arguments;
use super::basis::Basis;
use super::bounded::{Bounded, ContentLimits, Extent, finite, fit};
use super::operation::Operation;
use super::parameter::{Kind, MAX_TOKENS, OFFSET, Parameter};
use super::refusal::Refusal;
use crate::policy::Severity;
use crate::report::{Finding, Outcome, Report, Subject};

pub(super) const OPERATION: Operation = Operation {
    name: "list_findings",
    path: "/v1/findings",
    summary: "List the findings",
    description: "Returns the findings of the policies on the Microsoft Secure Score of the tenant: what failed, what is unknown because \
                  data is missing, what a waiver covers and what passed, the most urgent first. By default it lists what needs work: \
                  failed and unknown findings. Filter by outcome, severity, policy, or a word such as the name of a service.",
    example_prompts: &[
        "Which compliance rules fail?",
        "List the critical findings about Exchange.",
        "Which findings are waived?",
    ],
    parameters: &[
        Parameter {
            name: "outcome",
            description: "One of the outcomes that `counts` counts (`failed` and `unknown`: of rules that block; `advised` and `unknown_advice`: of \
                          rules that only advise), or `open` for these four, or `all`, which adds the built-in rules that passed.",
            kind: Kind::Word { default: "open", words: OUTCOMES },
        },
        Parameter {
            name: "severity",
            description: "The least severity; `low` for all.",
            kind: Kind::Word { default: "low", words: &["low", "medium", "high", "critical"] },
        },
        Parameter {
            name: "policy",
            description: "The id of a policy; empty for all.",
            kind: Kind::Text { longest: 200 },
        },
        Parameter {
            name: "search",
            description: "A word in the rule, the control (id, title, service, category) or the message, in any letter case; empty for all.",
            kind: Kind::Text { longest: 200 },
        },
        Parameter {
            name: "limit",
            description: "The most findings to return.",
            kind: Kind::Integer { default: 20, least: 1, most: 100 },
        },
        OFFSET,
        MAX_TOKENS,
    ],
    response: |generator| generator.subschema_for::<FindingsAnswer>(),
    answer,
};

const OUTCOMES: &[&str] =
    &["open", "failed", "advised", "unknown", "unknown_advice", "waived", "passed", "not_applicable", "all"];

/// The findings that match.
#[derive(Serialize, JsonSchema)]
struct FindingsAnswer {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize, JsonSchema)]
struct Content {
    #[serde(flatten)]
    extent: Extent,
    /// The findings, the most urgent first.
    findings: Vec<FindingEntry>,
}

/// The outcome of one rule on one subject.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FindingEntry")]
pub(super) struct FindingEntry {
    /// The identity, the same in every run: `policy/rule` or `policy/rule/control`.
    id: String,
    /// The outcome.
    outcome: OutcomeWord,
    /// The severity of the rule.
    severity: Severity,
    /// Whether the finding counts for the verdict.
    blocking: bool,
    /// The title of the rule.
    rule: String,
    /// The id of the control, for `explain_control`; missing for a finding about the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    control: Option<String>,
    /// The title of the control.
    #[serde(skip_serializing_if = "Option::is_none")]
    control_title: Option<String>,
    /// The observed and the required amount.
    message: String,
    /// The points that can be recovered by fixing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    recoverable_points: Option<f64>,
}

/// The outcome of a rule.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Outcome")]
pub(super) enum OutcomeWord {
    /// What is required was observed.
    Passed,
    /// What is required was observed not to hold.
    Failed,
    /// It failed or is unknown, and a waiver covers it.
    Waived,
    /// Data is missing or inconsistent.
    Unknown,
    /// The rule does not apply.
    NotApplicable,
}

fn answer(basis: &Basis, arguments: &Arguments) -> Result<Answer, Refusal> {
    let report = &basis.report;
    let policy = arguments.text("policy");
    if !policy.is_empty() && !report.policies.iter().any(|info| info.id == policy) {
        let ids: Vec<&str> = report.policies.iter().map(|info| &*info.id).collect();
        let list = crate::text::sample(&ids, 20);
        return Err(Refusal::NotFound(format!("no policy has that id; the policies are {list}")));
    }
    let search = arguments.text("search").to_lowercase();
    let matching: Vec<&Finding> = report
        .by_urgency()
        .into_iter()
        .filter(|finding| is_of(report, finding, arguments.text("outcome")))
        .filter(|finding| report.rule(finding).severity >= least_severity(arguments.text("severity")))
        .filter(|finding| policy.is_empty() || report.policy(finding).id == policy)
        .filter(|finding| search.is_empty() || mentions(report, finding, &search))
        .collect();
    let offset = arguments.number(OFFSET.name);
    let page: Vec<&Finding> = matching.iter().skip(offset).take(arguments.number("limit")).copied().collect();
    let content = |count: usize, limits: &ContentLimits| Content {
        extent: Extent::page(offset, count, matching.len()),
        findings: page.iter().take(count).map(|finding| FindingEntry::of(report, finding, limits)).collect(),
    };
    fit(basis, arguments.number(MAX_TOKENS.name), page.len(), content)
}

impl Bounded for Content {
    const IS_PAGE: bool = true;

    fn extent(&mut self) -> &mut Extent {
        &mut self.extent
    }
}

impl FindingEntry {
    pub(super) fn of(report: &Report, finding: &Finding, limits: &ContentLimits) -> Self {
        let rule = report.rule(finding);
        Self {
            id: limits.id(&report.identity(finding)),
            outcome: match finding.outcome {
                Outcome::Pass => OutcomeWord::Passed,
                Outcome::Fail => OutcomeWord::Failed,
                Outcome::Waived { .. } => OutcomeWord::Waived,
                Outcome::Unknown(_) => OutcomeWord::Unknown,
                Outcome::NotApplicable(_) => OutcomeWord::NotApplicable,
            },
            severity: rule.severity,
            blocking: report.blocks(finding),
            rule: limits.text(&rule.title),
            control: match &finding.subject {
                Subject::Tenant => None,
                Subject::Control(control) => Some(limits.id(control)),
            },
            control_title: limits.optional(finding.control.as_ref().and_then(|control| control.title.as_deref())),
            message: limits.text(&finding.message),
            recoverable_points: finding.recoverable.and_then(finite),
        }
    }
}

/// Whether a finding has an outcome, by the word of `counts` for it.
fn is_of(report: &Report, finding: &Finding, word: &str) -> bool {
    match (&finding.outcome, report.blocks(finding), word) {
        (_, _, "all") => true,
        _ if !report.is_counted(finding) => false,
        (Outcome::Fail, true, word) => ["open", "failed"].contains(&word),
        (Outcome::Fail, false, word) => ["open", "advised"].contains(&word),
        (Outcome::Unknown(_), true, word) => ["open", "unknown"].contains(&word),
        (Outcome::Unknown(_), false, word) => ["open", "unknown_advice"].contains(&word),
        (Outcome::Waived { .. }, _, word) => word == "waived",
        (Outcome::Pass, _, word) => word == "passed",
        (Outcome::NotApplicable(_), _, word) => word == "not_applicable",
    }
}

fn least_severity(word: &str) -> Severity {
    match word {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "medium" => Severity::Medium,
        _ => Severity::Low,
    }
}

/// Whether a finding mentions a lower-case word.
fn mentions(report: &Report, finding: &Finding, word: &str) -> bool {
    let control = finding.control.as_ref();
    let texts = [
        Some(report.identity(finding)),
        Some(report.rule(finding).title.clone()),
        Some(finding.message.clone()),
        control.and_then(|control| control.title.clone()),
        control.and_then(|control| control.service.clone()),
        control.and_then(|control| control.category.clone()),
    ];
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(word))
}
