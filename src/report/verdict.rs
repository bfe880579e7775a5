//! The verdict: the one place where findings become an exit code.

use super::{Finding, Outcome, Report};
use crate::exit::Exit;
use crate::policy::{BUILT_IN, Enforcement};

/// What the gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every blocking rule passed or is waived, and at least one of the policies' did.
    Passed,
    /// A blocking rule failed.
    Failed,
    /// Nothing failed, but something could not be decided, or nothing was proved.
    Inconclusive,
}

/// How many findings came out how, advice included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Failed blocking findings.
    pub failed: usize,
    /// Failed findings of rules that only advise.
    pub advised: usize,
    /// Undecided findings.
    pub undecided: usize,
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
    /// What the gate says. It depends on the findings alone, so that no format and no flag can change it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut undecided = false;
        let mut proved = false;
        for finding in self.findings.iter().filter(|finding| self.blocks(finding)) {
            match finding.outcome {
                Outcome::Fail => return Verdict::Failed,
                Outcome::Unknown(_) => undecided = true,
                Outcome::Pass | Outcome::Waived { .. } => proved |= self.policy(finding).id != BUILT_IN,
                Outcome::NotApplicable(_) => {}
            }
        }
        if proved && !undecided { Verdict::Passed } else { Verdict::Inconclusive }
    }

    /// Why the verdict is what it is, as one sentence fragment for people.
    #[must_use]
    pub fn verdict_reason(&self) -> &'static str {
        let undecided = |finding: &Finding| self.blocks(finding) && matches!(finding.outcome, Outcome::Unknown(_));
        match self.verdict() {
            Verdict::Passed => Exit::Passed.meaning(),
            Verdict::Failed => Exit::Failed.meaning(),
            Verdict::Inconclusive if self.findings.iter().any(undecided) => Exit::Inconclusive.meaning(),
            Verdict::Inconclusive => "nothing failed, but no blocking rule of the policies was proved to hold",
        }
    }

    /// How many findings came out how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { disabled: self.disabled().count(), ..Counts::default() };
        for finding in &self.findings {
            match finding.outcome {
                Outcome::Fail if self.blocks(finding) => counts.failed += 1,
                Outcome::Fail => counts.advised += 1,
                Outcome::Unknown(_) => counts.undecided += 1,
                Outcome::Waived { .. } => counts.waived += 1,
                Outcome::Pass => counts.passed += 1,
                Outcome::NotApplicable(_) => counts.not_applicable += 1,
            }
        }
        counts
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
