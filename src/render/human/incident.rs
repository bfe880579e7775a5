//! The incidents in the text for people.

use crate::render::phrases;
use crate::render::terminal_page::{BOLD, DIM, TerminalPage, painted, safe};
use crate::render::view::View;
use crate::report::IncidentInfo;
use crate::text::count;

/// The most incidents that are shown.
const INCIDENTS: usize = 10;
/// The most controls of an incident that are shown.
const CAUSES: usize = 5;
/// The most controls of the summary that are shown.
const CONTROLS: usize = 10;
/// The most incidents that are listed as left out.
const EXCLUDED: usize = 10;

/// Adds the incidents, if there are some.
pub(super) fn show(page: &mut TerminalPage, view: &View<'_>) {
    let Some(report) = &view.report.incidents else { return };
    page.blank();
    page.line(0, &painted(BOLD, &format!("{}:", phrases::INCIDENTS)));
    page.line(2, &phrases::incident_counts(report));
    page.line(2, &phrases::incident_basis(view.report));
    phrases::crosswalk(report).iter().for_each(|line| page.line(2, &safe(line)));
    if !report.controls.is_empty() {
        page.line(2, &painted(DIM, phrases::STRENGTH));
        report.controls.iter().take(CONTROLS).for_each(|control| {
            page.line(2, &format!("- {}", safe(&phrases::bearing_control(control))));
        });
        rest(page, 2, report.controls.len(), CONTROLS, "control");
    }
    report.incidents.iter().take(INCIDENTS).for_each(|info| incident(page, info));
    rest(page, 2, report.incidents.len(), INCIDENTS, "incident");
    let excluded = phrases::excluded(report);
    excluded.iter().take(EXCLUDED).for_each(|line| page.line(2, &format!("- left out: {}", safe(line))));
    rest(page, 2, excluded.len(), EXCLUDED, "incident that is left out");
    report.gaps.iter().for_each(|gap| page.line(2, &format!("note  {}", safe(gap))));
}

fn incident(page: &mut TerminalPage, info: &IncidentInfo) {
    page.line(2, &format!("{:13} {}", info.severity.name(), safe(&phrases::incident(info))));
    page.line(16, &safe(&phrases::bearing(info)));
    for cause in info.causes.iter().take(CAUSES) {
        page.line(16, &format!("strength {:2} {}", cause.strength, safe(&phrases::cause(cause))));
        let title = cause.control.title.iter().cloned();
        title.chain(phrases::links(info, cause)).for_each(|line| page.line(20, &painted(DIM, &safe(&line))));
    }
    rest(page, 16, info.causes.len(), CAUSES, "control");
}

fn rest(page: &mut TerminalPage, indent: usize, all: usize, shown: usize, noun: &str) {
    let more = all.saturating_sub(shown);
    if more > 0 {
        page.line(indent, &format!("and {} (in json)", count(more, &format!("more {noun}"))));
    }
}
