//! The rules that every report contains.

use super::entry::{Details, Entry, Family};
use crate::policy::BUILT_IN;

/// The rules, each with its meaning and details.
const RULES: [(&str, &str, Details); 3] = [
    (
        "tenant",
        "The data belongs to the tenant that `tenant:` of a policy or --tenant pins.",
        Details {
            cause: "The data is of another tenant (exit 5), does not state its tenant (unknown), or none is pinned (not applicable).",
            example: "tenant: 12345678-1234-1234-1234-123456789012",
            fix: "Pin the tenant in a policy, and name evidence that states its tenant.",
        },
    ),
    (
        "fresh",
        "The snapshot is at most seven days old, and not dated more than a day ahead.",
        Details {
            cause: "The scheduled recording stopped, or an old recording is evaluated as of today. A longer `freshness` of all blocking rules replaces the seven days.",
            example: "Unknown: the snapshot of 2026-11-23T00:00:00Z is 11.5 d old; allowed: at most 7 d.",
            fix: "Collect the data again, or evaluate the recording as of its own day with --now.",
        },
    ),
    (
        "complete",
        "The missing data of the evidence, and the findings that it affects.",
        Details {
            cause: "Pages, profiles or values are missing. The rule only advises: the affected findings count themselves.",
            example: "The evidence has 1 gap, and 2 findings are unknown: identity-baseline/score-floor, identity-baseline/claims.",
            fix: "Collect the whole snapshot and catalogue again, with `scoregate record` for example.",
        },
    ),
];

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    RULES.into_iter().map(|(rule, meaning, details)| Entry {
        family: Family::BuiltInRules,
        code: format!("{BUILT_IN}/{rule}"),
        meaning: meaning.to_owned(),
        details,
    })
}
