//! Phrases about incidents and the controls that bear on them.

use crate::report::{IncidentCause, IncidentInfo, IncidentReport};
use crate::text::{count, list, points, sample};

/// The heading of the incidents.
pub(in crate::render) const INCIDENTS: &str =
    "Incidents and the controls that bear on them; the verdict does not depend on them";

/// The most characters of a title: it may quote a message of any length.
const TITLE: usize = 200;

/// The incident with its id, and what is known of it beside the severity: `incident 12 (active, T1110.003): Password spray`.
pub(in crate::render) fn incident(info: &IncidentInfo) -> String {
    let techniques: Vec<String> = info.techniques.iter().map(ToString::to_string).collect();
    let facts: Vec<String> = info
        .status
        .iter()
        .cloned()
        .chain((!techniques.is_empty()).then(|| sample(&techniques, 8)))
        .chain((!info.merged.is_empty()).then(|| format!("with merged {}", sample(&info.merged, 5))))
        .collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    format!("incident {}{facts}: {}", info.id, title(info.title.as_deref()))
}

/// A title, shortened.
fn title(title: Option<&str>) -> String {
    title.map_or_else(|| "no title".to_owned(), |title| super::clip(title, TITLE))
}

/// What bears on an incident: the points that are missing, or why nothing does.
pub(in crate::render) fn bearing(info: &IncidentInfo) -> String {
    let observed = match info.observed {
        0 => String::new(),
        number => format!("; {} about it {} all points, observed", count(number, "more control"), have(number)),
    };
    let outside: Vec<String> = info.outside_crosswalk.iter().map(ToString::to_string).collect();
    match &info.no_cause {
        Some(why) => format!("no control bears on it: {why}"),
        None => {
            let outside = if outside.is_empty() {
                String::new()
            } else {
                format!("; no row of the crosswalk is about {}", list(&outside, "or"))
            };
            let unknown = info.causes.iter().filter(|cause| cause.unknown.is_some()).count();
            let unknown = if unknown > 0 { format!(", {unknown} of them unknown") } else { String::new() };
            format!("{} missing on {}{unknown}{observed}{outside}", info.impact, count(info.causes.len(), "control"))
        }
    }
}

const fn have(number: usize) -> &'static str {
    if number == 1 { "has" } else { "have" }
}

/// A control that bears on an incident, with its figures: `AdminMFAV2 (6 points missing: 4 of 10 points)`.
pub(in crate::render) fn cause(cause: &IncidentCause) -> String {
    let control = &cause.control;
    let figure = |figure: Option<f64>| figure.map_or_else(|| "?".to_owned(), |figure| points(figure, None));
    let (score, max) = (figure(control.score), figure(control.max));
    let figures = match control.state.as_deref().filter(|state| *state != "Default" && control.score > Some(0.0)) {
        Some(state) => format!("0 of {max} points measured by Microsoft, {score} claimed, state {state}"),
        None => format!("{score} of {max} points"),
    };
    match &cause.unknown {
        Some(why) => format!("{}: unknown, {} may be missing: {why} ({figures})", control.id, most(cause)),
        None => format!("{}: {} missing ({figures})", control.id, cause.missing),
    }
}

fn most(cause: &IncidentCause) -> String {
    match cause.missing.most {
        Some(most) => format!("up to {}", crate::text::counted_points(most)),
        None => "points".to_owned(),
    }
}

/// The links of a control to an incident, the strongest first.
pub(in crate::render) fn links(cause: &IncidentCause) -> Vec<String> {
    cause.links.iter().map(|link| format!("{}, score {}; {}", link.basis, link.score, alerts(&link.alerts))).collect()
}

fn alerts(ids: &[String]) -> String {
    match ids {
        [] => "the incident itself".to_owned(),
        [one] => format!("alert {one}"),
        several => format!("alerts {}", sample(several, 3)),
    }
}

/// The incidents that were not matched, each with its reason.
pub(in crate::render) fn excluded(report: &IncidentReport) -> Vec<String> {
    let line = |title: Option<&str>| title.map(|title| format!(": {}", super::clip(title, TITLE))).unwrap_or_default();
    let excluded = report.excluded.iter();
    excluded
        .map(|incident| {
            format!(
                "incident {} is not matched, {}{}",
                incident.id,
                incident.why.name(),
                line(incident.title.as_deref())
            )
        })
        .collect()
}

/// How many incidents there are, and on how many a control bears.
pub(in crate::render) fn incident_counts(report: &IncidentReport) -> String {
    let caused = report.incidents.iter().filter(|info| !info.causes.is_empty()).count();
    let excluded = match report.excluded.len() {
        0 => String::new(),
        number => format!(", {number} not matched"),
    };
    format!("{}, controls bear on {caused}{excluded}", count(report.incidents.len(), "incident"))
}
