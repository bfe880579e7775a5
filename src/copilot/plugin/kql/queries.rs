//! The queries of the log table. Table, columns and types of records are those of the format `jsonl-logs`.
//!
//! Security Copilot replaces `{{input}}` by text before the query is parsed. An input is therefore a literal of several lines,
//! which has no escapes and ends only at three backticks (a space keeps those of the input apart), and is then trimmed, cast and
//! limited. A query only reads.

use super::super::manifest::Input;
use super::incident;
use super::records::{latest, records};
use crate::render::jsonl_logs::columns::{
    ADVISORY_FINDINGS, BLOCKING, CATEGORY, CAUSE, CHANGE_SENTENCE, CONTRIBUTION, CONTROL_COUNT, CONTROL_ID,
    CONTROL_MAX_POINTS, CONTROL_POINTS, CONTROL_STATE, CONTROL_TITLE, COVERED_FINDINGS, EARLIER_CONTROL_POINTS,
    EARLIER_DAY, ENTRA_TENANT_ID, FAILED_FINDINGS, FINDING_ID, FRAMEWORK_REFERENCES, LATER_DAY, MAX_SCORE, MESSAGE,
    OBSERVED, OUTCOME, OUTCOME_REASON, PASSED_FINDINGS, POLICY_ID, POLICY_OWNER, POLICY_SET, RECORD_TYPE,
    RECOVERABLE_POINTS, REQUIRED, RULE_FIX, RULE_ID, RULE_TITLE, RUN_ID, RUN_TIME, RecordType, SCORE, SCORE_PERCENT,
    SEVERITY, SNAPSHOT_TIME, TIME_GENERATED, TOTAL_CHANGE, UNKNOWN_FINDINGS, VERDICT, VERDICT_REASON, WAIVED_FINDINGS,
    WAIVER_APPROVER, WAIVER_EXPIRES, WAIVER_REASON, WAIVER_STATUS, WAIVER_TICKET,
};

/// A query as a skill.
pub(super) struct Query {
    pub(super) name: &'static str,
    pub(super) display_name: &'static str,
    pub(super) description: &'static str,
    pub(super) example_prompts: &'static [&'static str],
    pub(super) inputs: &'static [Input],
    pub(super) text: fn() -> String,
}

const DAYS: Input = Input {
    name: "days",
    description: "The number of days to look back, from 1 to 365",
    required: true,
    default_value: Some("30"),
};
const TENANT: Input = Input {
    name: "tenant",
    description: "The id of the Entra tenant, or `all` for every tenant in the table",
    required: true,
    default_value: Some("all"),
};
const CONTROL: Input = Input {
    name: "control",
    description: "The id of the Secure Score control, or a part of its id or title",
    required: true,
    default_value: None,
};
const INCIDENT: Input = Input {
    name: "incident",
    description: "The id of the incident in Microsoft Defender XDR, or `latest` for the latest incidents that controls bear on",
    required: true,
    default_value: Some("latest"),
};
const WARNING_DAYS: Input = Input {
    name: "warningDays",
    description: "The number of days within which a waiver expires, from 1 to 365",
    required: true,
    default_value: Some("30"),
};

/// Every query, in the order of the manifest.
pub(super) const QUERIES: &[Query] = &[
    Query {
        name: "GetSecureScoreGateVerdict",
        display_name: "Get the latest gate verdict",
        description: "Returns the verdict, the Secure Score and the number of findings of the latest run of the gate, for each tenant \
                      and set of policies. Use it first.",
        example_prompts: &["Does our Secure Score meet our policies?", "What is the latest verdict of the gate?"],
        inputs: &[DAYS, TENANT],
        text: verdict,
    },
    Query {
        name: "GetFailedSecureScoreRules",
        display_name: "Get failed Secure Score rules",
        description: "Returns the failed and unknown findings of the latest run, the most severe first, with the required and the \
                      observed value, the control and the fix that the policy states. At most 50.",
        example_prompts: &["Which Secure Score rules failed in the last run?", "What should we fix first?"],
        inputs: &[DAYS, TENANT],
        text: failed_rules,
    },
    Query {
        name: "GetFindingsOfSecureScoreControl",
        display_name: "Get findings of one control",
        description: "Returns what the rules of the policies found about one Secure Score control in the latest run, and its points and \
                      state. At most 50.",
        example_prompts: &["What did the gate find about the control AdminMFAV2?"],
        inputs: &[CONTROL, DAYS, TENANT],
        text: findings_of_control,
    },
    Query {
        name: "GetSecureScoreTrend",
        display_name: "Get the Secure Score trend",
        description: "Returns the Secure Score of each day on which the gate ran, with its change since the day before it.",
        example_prompts: &["How did our Secure Score develop in the last 90 days?"],
        inputs: &[DAYS, TENANT],
        text: trend,
    },
    Query {
        name: "ExplainSecureScoreChange",
        display_name: "Explain the Secure Score change",
        description: "Returns the parts of the change of the score that the latest run found, by cause (measured posture, claims, \
                      licences, changes of Microsoft's catalogue), with the controls behind each. At most 50.",
        example_prompts: &["Why did our Secure Score drop?", "Which part of the score change is our posture?"],
        inputs: &[DAYS, TENANT],
        text: change,
    },
    Query {
        name: "GetExpiringSecureScoreWaivers",
        display_name: "Get expiring waivers",
        description: "Returns the waivers of the latest run that expire soon or have expired, with approver, ticket and the number of \
                      findings that they cover. At most 50.",
        example_prompts: &["Which waivers expire in the next 30 days, and who approved them?"],
        inputs: &[WARNING_DAYS, DAYS, TENANT],
        text: expiring_waivers,
    },
    Query {
        name: "GetSecureScoreVerdictHistory",
        display_name: "Get the verdict history",
        description: "Returns the runs of the gate, the latest first, with verdict, score and number of findings. At most 100.",
        example_prompts: &["When did the gate fail in the last 30 days?"],
        inputs: &[DAYS, TENANT],
        text: verdict_history,
    },
    Query {
        name: "GetSecureScoreCategories",
        display_name: "Get the score by category",
        description: "Returns the points, the maximum and the recoverable points of each category of the Secure Score in the latest run.",
        example_prompts: &["Which category of our Secure Score can improve most?"],
        inputs: &[DAYS, TENANT],
        text: categories,
    },
    Query {
        name: "GetControlsThatBearOnIncident",
        display_name: "Get the controls of an incident",
        description: "Returns the Secure Score controls that bear on an incident: controls that protect against its techniques and whose \
                      points are missing or unknown, the strongest link first, with the evidence for the link. NoCause states why no \
                      control bears on it, or that no run read it. Without an id it returns the latest incidents that controls bear \
                      on. At most 50 rows.",
        example_prompts: &[
            "Which missing Secure Score controls bear on incident 4711?",
            "Which missing Secure Score controls bear on our latest incidents?",
        ],
        inputs: &[INCIDENT, DAYS, TENANT],
        text: incident::causes,
    },
];

fn verdict() -> String {
    format!(
        "\
{}runs
| where {RUN_ID} in (newest)
| project {RUN_TIME}, {ENTRA_TENANT_ID}, {POLICY_SET}, {VERDICT}, {VERDICT_REASON}, {SCORE_PERCENT} = round({SCORE_PERCENT}, 2), \
{SCORE}, {MAX_SCORE}, {FAILED_FINDINGS}, {UNKNOWN_FINDINGS}, {WAIVED_FINDINGS}, {PASSED_FINDINGS}, {ADVISORY_FINDINGS}, \
{SNAPSHOT_TIME}, {RUN_ID}
| order by {RUN_TIME} desc
| take 50",
        latest()
    )
}

fn failed_rules() -> String {
    format!(
        "\
{}records
| where {RECORD_TYPE} == '{}' and {RUN_ID} in (newest)
| where {OUTCOME} in ('failed', 'unknown')
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {FINDING_ID}
| extend Rank = case({SEVERITY} == 'critical', 0, {SEVERITY} == 'high', 1, {SEVERITY} == 'medium', 2, 3)
| order by {BLOCKING} desc, {OUTCOME} asc, Rank asc, {RECOVERABLE_POINTS} desc, {FINDING_ID} asc
| project {FINDING_ID}, {RULE_TITLE}, {SEVERITY}, {BLOCKING}, {OUTCOME}, {OUTCOME_REASON}, {REQUIRED}, {OBSERVED}, \
{CONTROL_ID}, {CONTROL_TITLE}, {RECOVERABLE_POINTS}, {RULE_FIX}, {FRAMEWORK_REFERENCES}, {POLICY_OWNER}, {RUN_TIME}, {ENTRA_TENANT_ID}
| take 50",
        latest(),
        RecordType::Finding
    )
}

fn findings_of_control() -> String {
    format!(
        "\
{}let control = trim(@'\\s+', ``` {{{{control}}}} ```);
records
| where {RECORD_TYPE} == '{}' and {RUN_ID} in (newest)
| where isnotempty(control) and ({CONTROL_ID} contains control or {CONTROL_TITLE} contains control)
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {FINDING_ID}
| project {FINDING_ID}, {CONTROL_ID}, {CONTROL_TITLE}, {OUTCOME}, {OUTCOME_REASON}, {MESSAGE}, {REQUIRED}, {OBSERVED}, {CONTROL_POINTS}, \
{CONTROL_MAX_POINTS}, {CONTROL_STATE}, {RECOVERABLE_POINTS}, {SEVERITY}, {RULE_FIX}, {RUN_TIME}, {ENTRA_TENANT_ID}
| order by {CONTROL_ID} asc, {FINDING_ID} asc
| take 50",
        latest(),
        RecordType::Finding
    )
}

fn trend() -> String {
    format!(
        "\
{}runs
| summarize arg_max({RUN_TIME}, {SCORE_PERCENT}, {SCORE}, {MAX_SCORE}, {VERDICT}) by {ENTRA_TENANT_ID}, Day = startofday({SNAPSHOT_TIME})
| order by {ENTRA_TENANT_ID} asc, Day asc
| extend Change = iff({ENTRA_TENANT_ID} == prev({ENTRA_TENANT_ID}), round({SCORE_PERCENT} - prev({SCORE_PERCENT}), 2), real(null))
| project Day, {ENTRA_TENANT_ID}, {SCORE_PERCENT} = round({SCORE_PERCENT}, 2), Change, {SCORE}, {MAX_SCORE}, {VERDICT}
| take 366",
        records()
    )
}

fn change() -> String {
    format!(
        "\
{}let sentences = records
| where {RECORD_TYPE} == '{}' and {RUN_ID} in (newest) and isnotempty({CHANGE_SENTENCE})
| summarize Sentence = take_any({CHANGE_SENTENCE}) by {RUN_ID}, {FINDING_ID};
records
| where {RECORD_TYPE} in ('{}', '{}') and {RUN_ID} in (newest) and {CONTRIBUTION} != 0
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {FINDING_ID}, {CAUSE}, {CONTROL_ID}
| lookup kind=leftouter sentences on {RUN_ID}, {FINDING_ID}
| extend Size = abs({CONTRIBUTION})
| order by {FINDING_ID} asc, {RECORD_TYPE} asc, Size desc
| project {EARLIER_DAY}, {LATER_DAY}, {TOTAL_CHANGE}, {CAUSE}, {CONTRIBUTION}, {CONTROL_ID}, {CONTROL_TITLE}, {EARLIER_CONTROL_POINTS}, \
{CONTROL_POINTS}, Sentence, {FINDING_ID}, {ENTRA_TENANT_ID}
| take 50",
        latest(),
        RecordType::Finding,
        RecordType::Attribution,
        RecordType::ControlAttribution
    )
}

fn expiring_waivers() -> String {
    format!(
        "\
{}let warningDays = toint(trim(@'\\s+', ``` {{{{warningDays}}}} ```));
let warning = 1d * iff(warningDays between (1 .. 365), warningDays, 30);
records
| where {RECORD_TYPE} == '{}' and {RUN_ID} in (newest)
| where {WAIVER_EXPIRES} < now() + warning
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {POLICY_ID}, {RULE_ID}, {CONTROL_ID}, {WAIVER_EXPIRES}
| order by {WAIVER_EXPIRES} asc
| project {WAIVER_EXPIRES}, {WAIVER_STATUS}, {POLICY_ID}, {RULE_ID}, {CONTROL_ID}, {WAIVER_APPROVER}, {WAIVER_TICKET}, {WAIVER_REASON}, \
{COVERED_FINDINGS}, {MESSAGE}, {ENTRA_TENANT_ID}
| take 50",
        latest(),
        RecordType::Waiver
    )
}

fn verdict_history() -> String {
    format!(
        "\
{}runs
| order by {RUN_TIME} desc
| project {RUN_TIME}, {ENTRA_TENANT_ID}, {POLICY_SET}, {VERDICT}, {SCORE_PERCENT} = round({SCORE_PERCENT}, 2), {FAILED_FINDINGS}, \
{UNKNOWN_FINDINGS}, {WAIVED_FINDINGS}, {SNAPSHOT_TIME}
| take 100",
        records()
    )
}

fn categories() -> String {
    format!(
        "\
{}records
| where {RECORD_TYPE} == '{}' and {RUN_ID} in (newest)
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {CATEGORY}
| order by {RECOVERABLE_POINTS} desc
| project {CATEGORY}, {SCORE}, {MAX_SCORE}, {RECOVERABLE_POINTS}, {CONTROL_COUNT}, {RUN_TIME}, {ENTRA_TENANT_ID}
| take 50",
        latest(),
        RecordType::Category
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_of_a_query_is_a_quoted_literal_and_every_literal_is_an_input() {
        for query in QUERIES {
            let text = (query.text)();
            for input in query.inputs {
                let (quoted, bare) = (format!("``` {{{{{}}}}} ```", input.name), format!("{{{{{}}}}}", input.name));
                assert_eq!(text.matches(&quoted).count(), 1, "{}: {text}", query.name);
                assert_eq!(text.matches(&bare).count(), 1, "{}: {text}", query.name);
            }
            assert_eq!(text.matches("{{").count(), query.inputs.len(), "{}: {text}", query.name);
        }
    }

    #[test]
    fn every_query_is_within_the_limits_of_security_copilot() {
        for query in QUERIES {
            assert!((query.text)().len() < 80_000);
            assert!(query.display_name.len() <= 40, "{}", query.display_name);
            assert!(!query.example_prompts.is_empty());
        }
    }
}
