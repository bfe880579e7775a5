//! The sections that are lists. No item begins with text of the tenant or of a policy: behind a list mark it could begin a heading.

use crate::render::view::View;
use std::collections::BTreeMap;

use super::fence::foreign;
use super::rule_name;
use super::section::{Section, SectionKind};
use crate::render::phrases;
use crate::report::{Finding, Outcome, RuleRef};
use crate::text;

/// The fixes of the failing rules, the most urgent first, with the points of all their failing findings.
pub(super) fn actions(view: &View<'_>, open: &[&Finding], most: usize) -> Option<Section> {
    let mut points: BTreeMap<RuleRef, f64> = BTreeMap::new();
    let mut rules: Vec<&Finding> = Vec::new();
    for &finding in open.iter().filter(|finding| matches!(finding.outcome, Outcome::Fail)) {
        if !points.contains_key(&finding.rule) {
            rules.push(finding);
        }
        *points.entry(finding.rule).or_default() += finding.recoverable.unwrap_or(0.0);
    }
    let with_fix = rules.into_iter().filter_map(|finding| Some((finding, view.report.rule(finding).fix.as_ref()?)));
    let texts = with_fix.zip(1..).map(|((finding, fix), number)| {
        let recoverable = points.get(&finding.rule).copied().unwrap_or_default();
        action_line(view, finding, fix, (number, recoverable), most)
    });
    Section::of(SectionKind::Actions, "Next actions", texts)
}

fn action_line(view: &View<'_>, finding: &Finding, fix: &str, (number, points): (i32, f64), most: usize) -> String {
    let rule = foreign(&rule_name::of_finding(view, finding), most);
    let severity = view.report.rule(finding).severity.name();
    let points = if points > 0.0 { format!(", up to {}", text::counted_points(points)) } else { String::new() };
    // A fix gets twice the room of an observation.
    format!("{number}. Rule {rule} ({severity}{points}): {}\n", foreign(fix, most.saturating_mul(2)))
}

/// The gaps of the evidence.
pub(super) fn gaps(view: &View<'_>, most: usize) -> Option<Section> {
    let line = |gap: &str| format!("- Gap: {}\n", foreign(gap, most));
    Section::of(SectionKind::Gaps, "Missing evidence", view.gaps().into_iter().map(line))
}

/// The host that live data came from, and the notes of the built-in rules that no other section has; their details are gaps.
pub(super) fn notes(view: &View<'_>, most: usize) -> Option<Section> {
    let other = view.notes.iter().filter(|note| match note.outcome {
        Outcome::Pass | Outcome::NotApplicable(_) => true,
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => false,
    });
    let live = phrases::live(view.report).map(|live| format!("The data was read {live}."));
    let posture = View::explanation(view.by_urgency.iter().copied()).map(str::to_owned);
    let notes = live.into_iter().chain(posture).chain(other.map(|note| note.message.clone()));
    let texts = notes.map(|note| format!("- Note: {}\n", foreign(&note, most)));
    Section::of(SectionKind::Notes, "Notes on the evidence", texts)
}

/// The disabled rules.
pub(super) fn disabled(view: &View<'_>, most: usize) -> Option<Section> {
    let texts = view
        .report
        .disabled()
        .map(|(policy, rule)| format!("- Disabled: {}\n", foreign(&rule_name::of(view, &policy.id, &rule.id), most)));
    Section::of(SectionKind::Disabled, "Disabled rules, which are not evaluated", texts)
}

/// The policies and their owners.
pub(super) fn policies(view: &View<'_>, most: usize) -> Option<Section> {
    let written = view.report.policies.iter().filter(|policy| policy.id != crate::policy::BUILT_IN);
    let texts = written.map(|policy| {
        let title = policy.title.as_ref().map(|title| format!(", {}", foreign(title, most))).unwrap_or_default();
        let owner = policy.owner.as_ref().map(|owner| format!(", owner {}", foreign(owner, most))).unwrap_or_default();
        format!("- Policy {}{title}{owner}\n", foreign(&policy.id, most))
    });
    Section::of(SectionKind::Policies, "Policies", texts)
}
