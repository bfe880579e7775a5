//! The waivers, and the findings that they cover. No item begins with text of the tenant or of a policy: behind a list mark it could begin a heading.

use super::fence::foreign;
use super::rule_name;
use super::section::{Section, SectionKind};
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{Finding, Outcome, Subject, WaiverInfo, WaiverStatus};
use crate::text;

/// The waivers that need attention: those that expire soon, the first to expire first, then those that are not active.
pub(super) fn waivers(view: &View<'_>, most: usize) -> Option<Section> {
    let mut chosen: Vec<(&WaiverInfo, &str)> =
        view.report.waivers.iter().filter_map(|waiver| Some((waiver, status(waiver)?))).collect();
    chosen.sort_by_key(|(waiver, _)| (!waiver.expires_soon, waiver.expires));
    let texts = chosen.into_iter().map(|(waiver, status)| waiver_line(view, waiver, status, most));
    Section::of(SectionKind::Waivers, "Waivers that expire soon or are not active", texts)
}

/// The status of a waiver that expires soon or is not active; none for any other.
fn status(waiver: &WaiverInfo) -> Option<&'static str> {
    let is_shown = match waiver.status {
        WaiverStatus::Active | WaiverStatus::Unused => waiver.expires_soon,
        WaiverStatus::Expired | WaiverStatus::ConditionUnmet | WaiverStatus::TooLong | WaiverStatus::NotYet => true,
    };
    is_shown.then(|| phrases::waiver_status(waiver.status))
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
        "- Waiver for {rule}{controls}: {status}, last valid day {}{days}{granted}, approved by {}{ticket}. Reason: {}\n",
        waiver.expires,
        foreign(&waiver.approved_by, most),
        foreign(&waiver.reason, most)
    )
}

/// The waived findings, the most severe first, with the days of grant and expiry and the approver.
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
        "- Waived: {}{control}, last valid day {}{granted}, approved by {}\n",
        foreign(&rule_name::of_finding(view, finding), most),
        waiver.expires,
        foreign(&waiver.approved_by, most)
    )
}
