//! The parts of the digest that are lists. No item begins with text of others: behind a list mark it could begin a heading.

use crate::render::view::View;
use std::collections::BTreeMap;

use super::fence::foreign;
use super::rule_name;
use super::section::{Section, SectionKind};
use crate::render::phrases;
use crate::report::{Finding, Outcome, RuleRef, Subject, WaiverInfo, WaiverStatus};
use crate::text;

/// The waivers that someone should look at: those that expire soon, the first to expire first, then those that are not active.
pub(super) fn waivers(view: &View<'_>, most: usize) -> Option<Section> {
    let mut chosen: Vec<(&WaiverInfo, &str)> =
        view.report.waivers.iter().filter_map(|waiver| Some((waiver, status(waiver)?))).collect();
    chosen.sort_by_key(|(waiver, _)| (!waiver.expires_soon, waiver.expires));
    let texts = chosen.into_iter().map(|(waiver, status)| waiver_line(view, waiver, status, most));
    Section::of(SectionKind::Waivers, "Waivers that expire soon or are not active", texts)
}

fn status(waiver: &WaiverInfo) -> Option<&'static str> {
    match waiver.status {
        WaiverStatus::Active | WaiverStatus::Unused => waiver.expires_soon.then_some("last valid day"),
        WaiverStatus::Expired => Some("EXPIRED, last valid day"),
        WaiverStatus::ConditionUnmet => Some("NOT ACTIVE, its condition is not met; last valid day"),
        WaiverStatus::TooLong => Some("NOT VALID, longer than the policy allows; last day"),
        WaiverStatus::NotYet => Some("NOT VALID yet, granted on a later day; last valid day"),
    }
}

fn waiver_line(view: &View<'_>, waiver: &WaiverInfo, status: &str, most: usize) -> String {
    let rule = foreign(&rule_name::of(view, &waiver.policy, &waiver.rule), most);
    let controls = match waiver.controls.as_slice() {
        [] => String::new(),
        controls => format!(" {}", foreign(&text::sample(controls, 3), most)),
    };
    let days = if waiver.expires_soon { format!(", days left: {}", waiver.days_left) } else { String::new() };
    let granted = phrases::granted(waiver).map(|granted| format!(", {granted}")).unwrap_or_default();
    let ticket = waiver.ticket.as_ref().map(|ticket| format!(", {}", foreign(ticket, most / 2))).unwrap_or_default();
    format!(
        "- Waiver of {rule}{controls}: {status} {}{days}{granted}, approved by {}{ticket}. Reason: {}\n",
        waiver.expires,
        foreign(&waiver.approved_by, most),
        foreign(&waiver.reason, most)
    )
}

/// The waived findings, the most severe first: since when, until when, and who approved it.
pub(super) fn waived(view: &View<'_>, most: usize) -> Option<Section> {
    let line = |finding: &Finding| match &finding.outcome {
        Outcome::Waived { waiver, .. } => Some(waived_line(view, finding, view.report.waivers.get(*waiver)?, most)),
        Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::NotApplicable(_) => None,
    };
    Section::of(SectionKind::Waived, "Waived findings", view.by_urgency.iter().copied().filter_map(line))
}

fn waived_line(view: &View<'_>, finding: &Finding, waiver: &WaiverInfo, most: usize) -> String {
    let control = match &finding.subject {
        Subject::Control(control) => format!(" {}", foreign(control, most)),
        Subject::Tenant => String::new(),
    };
    let granted = phrases::granted(waiver).map(|granted| format!(", {granted}")).unwrap_or_default();
    format!(
        "- Waived: {}{control}, until {}{granted}, approved by {}\n",
        foreign(&rule_name::of_finding(view, finding), most),
        waiver.expires,
        foreign(&waiver.approved_by, most)
    )
}

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
    // What to do is worth twice the room of what is the case.
    format!("{number}. Rule {rule} ({severity}{points}): {}\n", foreign(fix, most.saturating_mul(2)))
}

/// The gaps of the evidence.
pub(super) fn gaps(view: &View<'_>, most: usize) -> Option<Section> {
    let line = |gap: &str| format!("- Gap: {}\n", foreign(gap, most));
    Section::of(SectionKind::Gaps, "Missing evidence", view.gaps().into_iter().map(line))
}

/// Where the data of a live run came from, and the notes of the built-in rules that stand in no other part; their details are
/// gaps.
pub(super) fn notes(view: &View<'_>, most: usize) -> Option<Section> {
    let other = view.notes.iter().filter(|note| match note.outcome {
        Outcome::Pass | Outcome::NotApplicable(_) => true,
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => false,
    });
    let live = phrases::live(view.report).map(|live| format!("The data was read {live}."));
    let notes = live.into_iter().chain(other.map(|note| note.message.clone()));
    let texts = notes.map(|note| format!("- Note: {}\n", foreign(&note, most)));
    Section::of(SectionKind::Notes, "Notes on the evidence", texts)
}

/// The rules that were not judged.
pub(super) fn disabled(view: &View<'_>, most: usize) -> Option<Section> {
    let texts = view
        .report
        .disabled()
        .map(|(policy, rule)| format!("- Disabled: {}\n", foreign(&rule_name::of(view, &policy.id, &rule.id), most)));
    Section::of(SectionKind::Disabled, "Disabled rules, which were not judged", texts)
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
