//! The verdict and its exit code, from the findings.

use std::collections::BTreeMap;

use super::{Finding, Outcome, Report, RuleRef};
use crate::exit::Exit;
use crate::policy::Enforcement;

/// The verdict of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every blocking rule passed or is waived, at least one of the policies among them.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// No blocking rule failed, but at least one is unknown, or none of the policies passed or is waived.
    Inconclusive,
}

/// The number of findings of the policies, or of their rules, by outcome, advice included. Built-in rules count only
/// where they decide the verdict: a count of passed rules is about rules of the policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Failed blocking findings, those of built-in rules too.
    pub failed: usize,
    /// Failed findings of rules that only advise.
    pub advised: usize,
    /// Unknown blocking findings, those of built-in rules too.
    pub unknown: usize,
    /// Unknown findings of rules that only advise.
    pub unknown_advice: usize,
    /// Waived findings.
    pub waived: usize,
    /// Passed findings.
    pub passed: usize,
    /// Findings of rules that do not apply.
    pub not_applicable: usize,
    /// Rules that are disabled.
    pub disabled: usize,
}

impl Verdict {
    /// The exit code of a run with this verdict.
    #[must_use]
    pub const fn exit(self) -> Exit {
        match self {
            Self::Passed => Exit::Passed,
            Self::Failed => Exit::Failed,
            Self::Inconclusive => Exit::Inconclusive,
        }
    }

    /// The word for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
        }
    }
}

impl Report {
    /// The verdict. It depends on the findings alone: no format and no option can change it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut unknown = false;
        let mut proved = false;
        for finding in self.findings.iter().filter(|finding| self.blocks(finding)) {
            match finding.outcome {
                Outcome::Fail => return Verdict::Failed,
                Outcome::Unknown(_) => unknown = true,
                Outcome::Pass | Outcome::Waived { .. } => proved |= !self.built_in(finding),
                Outcome::NotApplicable(_) => {}
            }
        }
        if proved && !unknown { Verdict::Passed } else { Verdict::Inconclusive }
    }

    /// The reason of the verdict, as a sentence fragment for people.
    #[must_use]
    pub fn verdict_reason(&self) -> &'static str {
        let unknown = |finding: &Finding| self.blocks(finding) && matches!(finding.outcome, Outcome::Unknown(_));
        match self.verdict() {
            Verdict::Passed => Exit::Passed.meaning(),
            Verdict::Failed => Exit::Failed.meaning(),
            Verdict::Inconclusive if self.findings.iter().any(unknown) => {
                "no blocking rule failed, but at least one is unknown"
            }
            Verdict::Inconclusive => "no blocking rule failed, but none passed or is waived",
        }
    }

    /// The number of findings by outcome.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts_of(self.findings.iter())
    }

    /// The number of findings of the policies by outcome, without the built-in rules.
    #[must_use]
    pub fn policy_counts(&self) -> Counts {
        self.counts_of(self.findings.iter().filter(|finding| !self.built_in(finding)))
    }

    /// The number of rules of the policies by outcome, each by its worst finding, without the built-in rules.
    #[must_use]
    pub fn policy_rule_counts(&self) -> Counts {
        self.counts_of(self.worst_findings().filter(|finding| !self.built_in(finding)))
    }

    /// The number of built-in rules by outcome.
    #[must_use]
    pub fn built_in_counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in self.worst_findings().filter(|finding| self.built_in(finding)) {
            self.add(&mut counts, finding);
        }
        counts
    }

    /// The number of rules by outcome, each by its worst finding.
    #[must_use]
    pub fn rule_counts(&self) -> Counts {
        self.counts_of(self.worst_findings())
    }

    /// The worst finding of each rule.
    fn worst_findings(&self) -> impl Iterator<Item = &Finding> {
        let mut worst: BTreeMap<RuleRef, &Finding> = BTreeMap::new();
        for finding in &self.findings {
            let known = worst.entry(finding.rule).or_insert(finding);
            if finding.outcome.rank() < known.outcome.rank() {
                *known = finding;
            }
        }
        worst.into_values()
    }

    fn counts_of<'f>(&self, findings: impl Iterator<Item = &'f Finding>) -> Counts {
        let mut counts = Counts { disabled: self.disabled().count(), ..Counts::default() };
        for finding in findings.filter(|finding| self.is_counted(finding)) {
            self.add(&mut counts, finding);
        }
        counts
    }

    /// Whether [`Self::counts`] counts a finding: those of the policies, and those of built-in rules that decide the verdict.
    #[must_use]
    pub fn is_counted(&self, finding: &Finding) -> bool {
        let decides = || self.blocks(finding) && matches!(finding.outcome, Outcome::Fail | Outcome::Unknown(_));
        !self.built_in(finding) || decides()
    }

    fn add(&self, counts: &mut Counts, finding: &Finding) {
        match (&finding.outcome, self.blocks(finding)) {
            (Outcome::Fail, true) => counts.failed += 1,
            (Outcome::Unknown(_), true) => counts.unknown += 1,
            (Outcome::Fail, false) => counts.advised += 1,
            (Outcome::Unknown(_), false) => counts.unknown_advice += 1,
            (Outcome::Waived { .. }, _) => counts.waived += 1,
            (Outcome::Pass, _) => counts.passed += 1,
            (Outcome::NotApplicable(_), _) => counts.not_applicable += 1,
        }
    }

    /// Whether a finding counts for the verdict.
    #[must_use]
    pub fn blocks(&self, finding: &Finding) -> bool {
        match self.rule(finding).enforcement {
            Enforcement::Block => true,
            Enforcement::Advise | Enforcement::Disabled => false,
        }
    }
}
