//! The incidents, and what links them to controls.

use super::fence::foreign;
use super::section::{Item, Section, SectionKind, Topic};
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{IncidentCause, IncidentInfo};

/// The incidents, each in one line with the controls that bear on it.
pub(super) fn incidents(view: &View<'_>, most: usize) -> Option<Section> {
    let report = view.report.incidents.as_ref()?;
    let excluded = phrases::excluded(report).into_iter().map(|line| format!("- Left out: {}\n", foreign(&line, most)));
    let gaps = report.gaps.iter().map(|gap| format!("- Gap of the incidents: {}\n", foreign(gap, most)));
    let rest = excluded.chain(gaps).map(Item::of);
    let items: Vec<Item> = report.incidents.iter().map(|info| line(info, most)).chain(rest).collect();
    let crosswalk = phrases::crosswalk(report).map(|line| format!(" {}.", foreign(&line, most))).unwrap_or_default();
    let head = format!(
        "\n## Incidents\n\n{}. {}. {}.{crosswalk}\n\n",
        phrases::INCIDENTS,
        phrases::incident_counts(report),
        phrases::incident_basis(view.report)
    );
    (!items.is_empty()).then_some(Section { kind: SectionKind::Incidents, head, items })
}

fn line(info: &IncidentInfo, most: usize) -> Item {
    let causes: Vec<String> = info.causes.iter().map(|cause| control(cause, most)).collect();
    let causes = if causes.is_empty() { String::new() } else { format!("; controls: {}", causes.join(", ")) };
    let text = format!(
        "- Severity {}, {}; {}{causes}\n",
        info.severity.name(),
        foreign(&phrases::incident(info), most),
        foreign(&phrases::bearing(info), most)
    );
    let topics = if info.causes.is_empty() { Vec::new() } else { vec![Topic::Causes] };
    Item { topics, ..Item::of(text) }
}

/// A control with the points that are missing or may be, and the strength of its link.
fn control(cause: &IncidentCause, most: usize) -> String {
    let points = if cause.unknown.is_some() { "unknown" } else { "missing" };
    format!("{} ({} {points}, strength {})", foreign(&cause.control.id, most), cause.missing, cause.strength)
}

/// The explanation of each link, the strongest of each incident first.
pub(super) fn links(view: &View<'_>, most: usize) -> Option<Section> {
    let report = view.report.incidents.as_ref()?;
    let texts = report.incidents.iter().flat_map(|info| {
        info.causes.iter().map(move |cause| {
            let links = phrases::links(info, cause).join("; ");
            let control = foreign(&phrases::cause(cause), most);
            format!("- Link of incident {} to {control}: {}\n", foreign(&info.id, most), foreign(&links, most))
        })
    });
    Section::of(SectionKind::Links, "Why controls bear on incidents", texts)
}
