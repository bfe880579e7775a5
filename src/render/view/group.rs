//! Findings of one rule with one kind of outcome, so that the texts of the rule are shown once.

use crate::policy::{BUILT_IN, Enforcement};
use crate::report::{Finding, PolicyInfo, Report, RuleInfo, Subject};

/// Findings of one rule with one kind of outcome; never empty.
#[derive(Debug)]
pub(in crate::render) struct Group<'a> {
    pub(in crate::render) policy: &'a PolicyInfo,
    pub(in crate::render) rule: &'a RuleInfo,
    pub(in crate::render) first: &'a Finding,
    /// All of them, the first included.
    pub(in crate::render) findings: Vec<&'a Finding>,
}

impl Group<'_> {
    /// `policy/rule`, and the control where there is only one.
    pub(in crate::render) fn identity(&self, report: &Report) -> String {
        match self.findings.len() {
            1 => report.identity(self.first),
            _ => format!("{}/{}", self.policy.id, self.rule.id),
        }
    }

    /// The number of findings, with their subject: `3 controls`, or `3 findings` where the tenant is among them.
    pub(in crate::render) fn counted(&self) -> String {
        let controls = self.findings.iter().all(|finding| match finding.subject {
            Subject::Control(_) => true,
            Subject::Tenant => false,
        });
        crate::text::count(self.findings.len(), if controls { "control" } else { "finding" })
    }

    /// Whether the rule only advises.
    pub(in crate::render) fn advises(&self) -> bool {
        match self.rule.enforcement {
            Enforcement::Block => false,
            Enforcement::Advise | Enforcement::Disabled => true,
        }
    }

    /// Whether the rule is built in.
    pub(in crate::render) fn built_in(&self) -> bool {
        self.policy.id == BUILT_IN
    }
}

/// The findings in groups. Their order is that of [`Report::by_urgency`], which keeps the findings of one rule and outcome together.
pub(super) fn groups<'r>(report: &'r Report, by_urgency: &[&'r Finding]) -> Vec<Group<'r>> {
    let mut groups: Vec<Group<'r>> = Vec::new();
    for &finding in by_urgency {
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
