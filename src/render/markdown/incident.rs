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
    page.push(&format!("### Incidents\n\n{}: {}.\n\n", phrases::INCIDENTS, phrases::incident_counts(report)));
    page.rows("", report.incidents.iter().map(incident), limit, "incidents");
    let excluded = phrases::excluded(report).into_iter().map(|line| format!("- {}\n", cell(&line)));
    page.rows("", excluded, limit, "incidents that are not matched");
    page.rows("", report.gaps.iter().map(|gap| format!("- Note: {}\n", cell(gap))), limit, "gaps of the incidents");
}

fn incident(info: &IncidentInfo) -> String {
    let mut text = format!(
        "- **{}** {}\n  - {}\n",
        info.severity.name(),
        cell(&phrases::incident(info)),
        cell(&phrases::bearing(info))
    );
    info.causes.iter().take(CAUSES).for_each(|cause| text.push_str(&of_cause(cause)));
    let more = info.causes.len().saturating_sub(CAUSES);
    if more > 0 {
        text.push_str(&format!("  - and {}\n", count(more, "more control")));
    }
    text
}

fn of_cause(cause: &IncidentCause) -> String {
    let title = cause.control.title.as_ref().map(|title| format!(", {}", cell(title))).unwrap_or_default();
    let mut text = format!("  - {} · {}{title}\n", cause.score, cell(&phrases::cause(cause)));
    phrases::links(cause).iter().for_each(|link| text.push_str(&format!("    - {}\n", cell(link))));
    text
}
