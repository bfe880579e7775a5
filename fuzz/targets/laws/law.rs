//! What the laws say of a report on some evidence and of one on less.

use scoregate::report::{Outcome, Report, Verdict};

use crate::change::Change;
use crate::tenant::Responses;

/// The rules over a set of controls. For these alone a gap in maxScore that a scored control of unknown maximum may explain counts as
/// explained; [`Change::exempts`] has the exemptions by change.
const RULES_OVER_A_SET: [&str; 13] = [
    "one-inapplicable",
    "reported",
    "least",
    "implemented",
    "where-service",
    "where-category",
    "where-threat",
    "graced-controls",
    "previous-controls",
    "best",
    "best-fail",
    "claimed",
    "fresh",
];

/// The rules that break a law after a change of the control `id`, and how; `verdict` stands for that of the report.
pub(crate) fn violations<'r>(
    (change, id): (Change, &str),
    (more, before): (&'r Report, &Responses),
    (less, after): (&'r Report, &Responses),
) -> Vec<(&'r str, &'static str)> {
    let explained = after.has_explained_gap();
    let exempt = |rule: &str| change.exempts(rule, before, id) || (explained && RULES_OVER_A_SET.contains(&rule));
    let mut broken = broken_rules(more, less);
    let is_exempt = broken.iter().any(|(rule, _)| exempt(rule));
    broken.retain(|(rule, _)| !exempt(rule));
    if less.verdict() == Verdict::Passed && more.verdict() != Verdict::Passed && !is_exempt {
        broken.push(("verdict", "passes"));
    }
    broken
}

/// The rules that pass with less information although they did not before, and those whose findings disappeared.
fn broken_rules<'r>(more: &'r Report, less: &'r Report) -> Vec<(&'r str, &'static str)> {
    let (blocked_before, passed_before) = (blocked(more), passed(more));
    let (blocked_after, passed_after) = (blocked(less), passed(less));
    let disappeared =
        blocked_before.iter().filter(|rule| !passed_after.contains(rule) && !blocked_after.contains(rule));
    let now_passes = passed_after.iter().filter(|rule| !passed_before.contains(rule));
    disappeared.map(|rule| (*rule, "disappears")).chain(now_passes.map(|rule| (*rule, "passes"))).collect()
}

/// The rules that have findings, all of them passed.
fn passed(report: &Report) -> Vec<&str> {
    let rules = &report.policies[0].rules;
    let passes = |index: &usize| {
        let mut findings =
            report.findings.iter().filter(|finding| finding.rule.policy == 0 && finding.rule.rule == *index).peekable();
        findings.peek().is_some() && findings.all(|finding| finding.outcome == Outcome::Pass)
    };
    (0..rules.len()).filter(passes).map(|index| rules[index].id.as_str()).collect()
}

/// The rules of which a finding failed or is unknown.
fn blocked(report: &Report) -> Vec<&str> {
    let blocks = |outcome: &Outcome| matches!(outcome, Outcome::Fail | Outcome::Unknown(_));
    let findings = report.findings.iter().filter(|finding| finding.rule.policy == 0 && blocks(&finding.outcome));
    findings.map(|finding| report.rule(finding).id.as_str()).collect()
}
