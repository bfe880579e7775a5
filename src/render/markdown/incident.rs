//! The incidents in the page for people.

use super::cell;
use super::limited_page::LimitedPage;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{IncidentCause, IncidentInfo};
use crate::text::count;

/// The most controls of an incident that are shown.
const CAUSES: usize = 10;

/// Adds the incidents, if there are some.
pub(super) fn incidents(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let Some(report) = &view.report.incidents else { return };
    let basis = phrases::incident_basis(view.report);
    page.push(&format!("### Incidents\n\n{}. {}. {basis}.\n\n", phrases::INCIDENTS, phrases::incident_counts(report)));
    if let Some(crosswalk) = phrases::crosswalk(report) {
        page.push(&format!("{}.\n\n", cell(&crosswalk)));
    }
    if !report.controls.is_empty() {
        page.push(&format!("{}.\n\n", phrases::STRENGTH));
    }
    let controls = report.controls.iter().map(|control| format!("- {}\n", cell(&phrases::bearing_control(control))));
    page.rows("", controls, limit, "controls that bear on incidents");
    page.rows("", report.incidents.iter().map(incident), limit, "incidents");
    let excluded = phrases::excluded(report).into_iter().map(|line| format!("- Left out: {}\n", cell(&line)));
    page.rows("", excluded, limit, "incidents that are left out");
    page.rows("", report.gaps.iter().map(|gap| format!("- Note: {}\n", cell(gap))), limit, "gaps of the incidents");
}

fn incident(info: &IncidentInfo) -> String {
    let mut text = format!(
        "- **{}** {}\n  - {}\n",
        info.severity.name(),
        cell(&phrases::incident(info)),
        cell(&phrases::bearing(info))
    );
    info.causes.iter().take(CAUSES).for_each(|cause| text.push_str(&of_cause(info, cause)));
    let more = info.causes.len().saturating_sub(CAUSES);
    if more > 0 {
        text.push_str(&format!("  - and {}\n", count(more, "more control")));
    }
    text
}

fn of_cause(info: &IncidentInfo, cause: &IncidentCause) -> String {
    let title = cause.control.title.as_ref().map(|title| format!(", {}", cell(title))).unwrap_or_default();
    let mut text = format!("  - strength {} · {}{title}\n", cause.strength, cell(&phrases::cause(cause)));
    phrases::links(info, cause).iter().for_each(|link| text.push_str(&format!("    - {}\n", cell(link))));
    text
}
