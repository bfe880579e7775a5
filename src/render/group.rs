//! Findings of one rule with one kind of outcome: what is said about the rule is then said once.

use std::collections::BTreeMap;

use super::phrases;
use crate::policy::{BUILT_IN, Enforcement};
use crate::report::{Finding, Outcome, PolicyInfo, Report, RuleInfo, RuleRef, Subject};

/// Findings of one rule that came out alike; never empty.
pub(super) struct Group<'a> {
    pub(super) policy: &'a PolicyInfo,
    pub(super) rule: &'a RuleInfo,
    pub(super) first: &'a Finding,
    /// All of them, the first included.
    pub(super) findings: Vec<&'a Finding>,
}

impl Group<'_> {
    /// `policy/rule`, and the control where there is only one.
    pub(super) fn identity(&self, report: &Report) -> String {
        match self.findings.len() {
            1 => report.identity(self.first),
            _ => format!("{}/{}", self.policy.id, self.rule.id),
        }
    }

    /// How many findings there are, with what they are about: `3 controls`, or `3 findings` where the tenant is among them.
    pub(super) fn counted(&self) -> String {
        let controls = self.findings.iter().all(|finding| match finding.subject {
            Subject::Control(_) => true,
            Subject::Tenant => false,
        });
        crate::text::count(self.findings.len(), if controls { "control" } else { "finding" })
    }

    /// Whether the rule only advises.
    pub(super) fn advises(&self) -> bool {
        match self.rule.enforcement {
            Enforcement::Block => false,
            Enforcement::Advise | Enforcement::Disabled => true,
        }
    }

    /// Whether the rule is one of the program's own.
    pub(super) fn built_in(&self) -> bool {
        self.policy.id == BUILT_IN
    }
}

/// The findings in groups, in the order of [`Report::by_urgency`], which keeps the findings of one rule and outcome together.
pub(super) fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for finding in report.by_urgency() {
        match groups.last_mut() {
            Some(group) if group.first.rule == finding.rule && group.first.outcome.rank() == finding.outcome.rank() => {
                group.findings.push(finding);
            }
            Some(_) | None => groups.push(Group {
                policy: report.policy(finding),
                rule: report.rule(finding),
                first: finding,
                findings: vec![finding],
            }),
        }
    }
    groups
}

/// How many findings passed, and how many built-in rules beside them: `70 passed, and 2 built-in rules`.
pub(super) fn counted_passed(report: &Report) -> String {
    let passed = |finding: &&Finding| finding.outcome == Outcome::Pass && !phrases::is_note(report, finding);
    let built_in = report.findings.iter().filter(passed).filter(|finding| report.built_in(finding)).count();
    let built_in = match built_in {
        0 => String::new(),
        number => format!(", and {}", crate::text::count(number, "built-in rule")),
    };
    format!("{} passed{built_in}", report.counts().passed)
}

/// The findings by rule, each in the order of the report.
pub(super) fn by_rule(report: &Report) -> BTreeMap<RuleRef, Vec<&Finding>> {
    let mut rules: BTreeMap<RuleRef, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        rules.entry(finding.rule).or_default().push(finding);
    }
    rules
}
