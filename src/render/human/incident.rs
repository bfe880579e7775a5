//! The incidents in the text for people.

use crate::render::phrases;
use crate::render::terminal_page::{BOLD, DIM, TerminalPage, painted, safe};
use crate::render::view::View;
use crate::report::IncidentInfo;
use crate::text::count;

/// The most incidents that are shown.
const INCIDENTS: usize = 30;
/// The most controls of an incident that are shown.
const CAUSES: usize = 5;
/// The most incidents that are listed without being matched.
const EXCLUDED: usize = 10;

/// Adds the incidents, if there are some.
pub(super) fn show(page: &mut TerminalPage, view: &View<'_>) {
    let Some(report) = &view.report.incidents else { return };
    page.blank();
    page.line(0, &painted(BOLD, &format!("{}:", phrases::INCIDENTS)));
    page.line(2, &phrases::incident_counts(report));
    report.incidents.iter().take(INCIDENTS).for_each(|info| incident(page, info));
    rest(page, 2, report.incidents.len(), INCIDENTS, "incident");
    let excluded = phrases::excluded(report);
    excluded.iter().take(EXCLUDED).for_each(|line| page.line(2, &format!("- {}", safe(line))));
    rest(page, 2, excluded.len(), EXCLUDED, "incident that is not matched");
    report.gaps.iter().for_each(|gap| page.line(2, &format!("note  {}", safe(gap))));
}

fn incident(page: &mut TerminalPage, info: &IncidentInfo) {
    page.line(2, &format!("{:13} {}", info.severity.name(), safe(&phrases::incident(info))));
    page.line(16, &safe(&phrases::bearing(info)));
    for cause in info.causes.iter().take(CAUSES) {
        page.line(16, &format!("{:3} {}", cause.score, safe(&phrases::cause(cause))));
        let title = cause.control.title.iter().cloned();
        title.chain(phrases::links(cause)).for_each(|line| page.line(20, &painted(DIM, &safe(&line))));
    }
    rest(page, 16, info.causes.len(), CAUSES, "control");
}

fn rest(page: &mut TerminalPage, indent: usize, all: usize, shown: usize, noun: &str) {
    let more = all.saturating_sub(shown);
    if more > 0 {
        page.line(indent, &format!("and {}", count(more, &format!("more {noun}"))));
    }
}
