//! The words of verdicts, outcomes of findings, and statuses of a fleet.

use super::entry::{Details, Entry, Family};

/// The words, each with its meaning and details.
const WORDS: [(&str, &str, Details); 7] = [
    (
        "passed",
        "The data shows what the rule requires; as a verdict: every blocking rule passed or is waived.",
        Details {
            cause: "The snapshot has the points, the percentage or the state that the rule requires.",
            example: "scoregate check -p policies -f tenant.json --show passed    # lists the passed findings too",
            fix: "Nothing is wrong.",
        },
    ),
    (
        "failed",
        "The data shows that the requirement is not met; as a verdict: a blocking rule failed (exit 1).",
        Details {
            cause: "A control or the score has fewer points than required, another state, or dropped by more than allowed.",
            example: "4 of 10 points (40.0%); required: all points, measured by Microsoft.",
            fix: "Follow the `fix` of the rule, which reports show beside the finding, or waive it with a reason and a date.",
        },
    ),
    (
        "inconclusive",
        "A verdict: no blocking rule failed, but at least one is unknown, or none passed or is waived (exit 3).",
        Details {
            cause: "Data is missing that a blocking rule needs. It is no pass: a gate must not open on missing data.",
            example: "INCONCLUSIVE  a1b2c3d4-0000-4000-8000-fab41ca00002 · rules: 1 unknown",
            fix: "Look at the code in brackets behind each unknown finding, and explain it: scoregate explain no-max-score.",
        },
    ),
    (
        "unknown",
        "The data is not sufficient to decide the rule; the message states what is missing.",
        Details {
            cause: "A page of the catalogue, an earlier day or a baseline is missing, or the figures are inconsistent.",
            example: "Unknown: its state is unknown: it has no profile, and the catalogue is incomplete [catalogue-incomplete]",
            fix: "Explain the code in brackets behind the finding: scoregate explain catalogue-incomplete.",
        },
    ),
    (
        "waived",
        "The finding failed or is unknown, and a waiver accepts it until its last valid day.",
        Details {
            cause: "A file of waivers beside the policies names the rule, with a reason and a date.",
            example: "- { rule: mfa/admins-use-mfa, reason: The rollout ends in January, approved-by: ciso@contoso.example, expires: 2027-01-31 }",
            fix: "Fix the finding before the waiver expires: from the next day it counts again.",
        },
    ),
    (
        "not-applicable",
        "The rule excludes the control, or no tenant is required.",
        Details {
            cause: "`when-missing: not-applicable` of the rule and a control that the tenant does not have, `grace` for a new control, or no `tenant`.",
            example: "when-missing: not-applicable",
            fix: "Remove the exclusion if the control should count.",
        },
    ),
    (
        "unreadable",
        "A tenant of a fleet has no verdict: its data could not be read, or belongs to another tenant.",
        Details {
            cause: "Its file is damaged, was cut or edited, has no snapshot, or is of another tenant than a policy requires.",
            example: "31 tenants: 30 passed and 1 unreadable (exit 3)",
            fix: "Read the reason beside it, or evaluate its file alone with `scoregate check`, which states what to do.",
        },
    ),
];

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    WORDS.into_iter().map(|(word, meaning, details)| Entry {
        family: Family::Outcomes,
        code: word.to_owned(),
        meaning: meaning.to_owned(),
        details,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Verdict;
    use crate::tools::fleet::TenantStatus;

    #[test]
    fn every_verdict_and_every_status_is_explained() {
        let words: Vec<&str> = WORDS.iter().map(|(word, ..)| *word).collect();
        for verdict in [Verdict::Passed, Verdict::Failed, Verdict::Inconclusive] {
            assert!(words.contains(&verdict.name()), "{}", verdict.name());
        }
        for status in [TenantStatus::Passed, TenantStatus::Failed, TenantStatus::Inconclusive, TenantStatus::Unreadable]
        {
            let is_explained = |word: serde_json::Value| word.as_str().is_some_and(|word| words.contains(&word));
            assert!(serde_json::to_value(status).is_ok_and(is_explained), "{status:?}");
        }
    }
}
