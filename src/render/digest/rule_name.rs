//! The names of rules.

use super::fence::foreign;
use crate::policy::BUILT_IN;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::Finding;

/// The id that a policy's author looks for. With one policy its name would be the same words in every row.
pub(super) fn of(view: &View<'_>, policy: &str, rule: &str) -> String {
    if view.written_policies == 1 && policy != BUILT_IN { rule.to_owned() } else { format!("{policy}/{rule}") }
}

/// The name of the rule of a finding.
pub(super) fn of_finding(view: &View<'_>, finding: &Finding) -> String {
    of(view, &view.report.policy(finding).id, &view.report.rule(finding).id)
}

/// The name of the rule of a finding, with the entries of frameworks that it serves; names are at most `most` bytes long.
pub(super) fn with_references(view: &View<'_>, finding: &Finding, most: usize) -> String {
    let references = phrases::references(view.report.rule(finding)).map(|all| format!(" ({})", foreign(&all, most)));
    format!("{}{}", foreign(&of_finding(view, finding), most), references.unwrap_or_default())
}
