//! Facts that several formats derive from a report, computed once per run.

mod group;

use crate::report::{Counts, Finding, Outcome, PolicyInfo, Report, RuleInfo, Verdict};

pub(super) use group::Group;

/// A report with the facts that renderers derive from it, shared by all formats of a run.
#[derive(Debug)]
pub struct View<'r> {
    /// The report.
    pub(super) report: &'r Report,
    /// The verdict.
    pub(super) verdict: Verdict,
    /// The reason of the verdict, as a sentence fragment.
    pub(super) verdict_reason: &'static str,
    /// The number of rules of the policies by outcome.
    pub(super) rule_counts: Counts,
    /// The number of findings of the policies by outcome.
    pub(super) finding_counts: Counts,
    /// The number of built-in rules by outcome.
    pub(super) built_in_counts: Counts,
    /// The findings in the order of [`Report::by_urgency`].
    pub(super) by_urgency: Vec<&'r Finding>,
    /// The findings of one rule and outcome together, in the same order.
    pub(super) groups: Vec<Group<'r>>,
    /// The notes of the built-in rules on the evidence, in the order of the report.
    pub(super) notes: Vec<&'r Finding>,
    /// The number of policies other than the built-in one.
    pub(super) written_policies: usize,
    /// The gaps of the evidence that no finding of a built-in rule names.
    pub(super) unreported_gaps: Vec<&'r str>,
}

impl<'r> View<'r> {
    /// Derives the view of a report.
    #[must_use]
    pub fn of(report: &'r Report) -> Self {
        let by_urgency = report.by_urgency();
        Self {
            report,
            verdict: report.verdict(),
            verdict_reason: report.verdict_reason(),
            rule_counts: report.policy_rule_counts(),
            finding_counts: report.policy_counts(),
            built_in_counts: report.built_in_counts(),
            groups: group::groups(report, &by_urgency),
            by_urgency,
            notes: report.findings.iter().filter(|finding| is_note(report, finding)).collect(),
            written_policies: report.policies.iter().filter(|policy| policy.id != crate::policy::BUILT_IN).count(),
            unreported_gaps: unreported_gaps(report),
        }
    }

    /// The explanation of the posture, where one of the findings speaks of it.
    pub(super) fn explanation<'f>(mut findings: impl Iterator<Item = &'f Finding>) -> Option<&'static str> {
        let speaks = |finding: &Finding| finding.change.is_some() && finding.message.contains("posture");
        findings.any(speaks).then_some("Posture: points that Microsoft measured on controls scored on both days.")
    }

    /// The remedy of a note, where it is about what the user may set: the tenant.
    pub(super) fn remedy(&self, note: &Finding) -> Option<&'r str> {
        match note.outcome {
            Outcome::NotApplicable(_) => self.report.rule(note).fix.as_deref(),
            Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => None,
        }
    }

    /// The findings that pass only until more snapshots confirm a drop, in the order of the report.
    pub(super) fn pending(&self) -> impl Iterator<Item = &'r Finding> {
        self.report.findings.iter().filter(|finding| finding.pending && finding.outcome == Outcome::Pass)
    }

    /// The passed findings whose figures differ from those of the tenant, in the order of the report: new controls are excluded, or
    /// the catalogue is a baseline's. Without an explanation they would appear to contradict the score.
    pub(super) fn explained(&self) -> impl Iterator<Item = &'r Finding> {
        let report = self.report;
        let passes =
            move |finding: &&Finding| finding.outcome == Outcome::Pass && !finding.pending && !report.built_in(finding);
        report.findings.iter().filter(passes).filter(|finding| !finding.details.is_empty())
    }

    /// Every warning about a rule itself, with the policy and the rule.
    pub(super) fn rule_warnings(&self) -> impl Iterator<Item = (&'r PolicyInfo, &'r RuleInfo, &'r str)> {
        let rules = self.report.policies.iter().flat_map(|policy| policy.rules.iter().map(move |rule| (policy, rule)));
        rules.filter_map(|(policy, rule)| Some((policy, rule, rule.warning.as_deref()?)))
    }

    /// Every disabled rule as `policy/rule`.
    pub(super) fn disabled(&self) -> Vec<String> {
        self.report.disabled().map(|(policy, rule)| format!("{}/{}", policy.id, rule.id)).collect()
    }

    /// Every gap of the evidence, each once, for formats that list them in a place of their own.
    pub(super) fn gaps(&self) -> Vec<&'r str> {
        let details = self.notes.iter().flat_map(|note| note.details.iter());
        let mut seen = std::collections::BTreeSet::new();
        let gaps = self.report.snapshot.gaps.iter().map(|gap| (gap, true));
        let all = gaps.chain(details.map(|detail| (detail, false)));
        all.filter(|(gap, keep)| seen.insert(gap.as_str()) || *keep).map(|(gap, _)| gap.as_str()).collect()
    }
}

/// Whether a finding is a note about the evidence and not something to fix: of a built-in rule, without effect on the verdict, and
/// with content.
pub(super) fn is_note(report: &Report, finding: &Finding) -> bool {
    let has_content = match &finding.outcome {
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => !report.blocks(finding),
        Outcome::NotApplicable(_) => true,
        Outcome::Pass => !finding.details.is_empty(),
    };
    report.built_in(finding) && has_content
}

fn unreported_gaps(report: &Report) -> Vec<&str> {
    let names_gaps =
        |finding: &&Finding| report.built_in(finding) && (is_note(report, finding) || finding.outcome != Outcome::Pass);
    let reporting: Vec<&Finding> = report.findings.iter().filter(names_gaps).collect();
    let is_reported = |gap: &str| {
        let mut reporting = reporting.iter();
        reporting
            .any(|finding| finding.message.contains(gap) || finding.details.iter().any(|detail| detail.contains(gap)))
    };
    report.snapshot.gaps.iter().map(String::as_str).filter(|gap| !is_reported(gap)).collect()
}
