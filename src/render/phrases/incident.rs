//! Phrases about incidents and the controls that bear on them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::crosswalk::CrosswalkFile;
use crate::report::{
    BearingControl, IncidentCause, IncidentExclusion, IncidentInfo, IncidentReport, LinkBasis, MissingPoints, Report,
};
use crate::text::{count, list, points, sample};

/// The heading of the incidents.
pub(in crate::render) const INCIDENTS: &str =
    "Incidents and the controls that bear on them; the verdict does not depend on them";

/// The meaning of strengths.
pub(in crate::render) const STRENGTH: &str = "Strength, 0 to 100, is how well a link is supported: 90, 60 or 30 where a row of the \
                                              crosswalk states the technique, by its confidence; at most 45 for a technique above or \
                                              below it; 20 by service; 10 by threat";

/// The most characters of a title: it may quote a message of any length.
const TITLE: usize = 200;
/// The most characters of the title of an alert in the explanation of a link.
const ALERT_TITLE: usize = 80;
/// The most alerts that are named in the explanation of a link.
const ALERTS: usize = 3;

/// The day that the controls are of, and what follows for incidents of other days.
pub(in crate::render) fn incident_basis(report: &Report) -> String {
    format!(
        "The controls are as of the snapshot of {}: an incident may be older, and a control may have been in another state then",
        report.snapshot.date
    )
}

/// The crosswalk, where users changed it: `crosswalk: shipped + c.yaml (2 rows added)`.
pub(in crate::render) fn crosswalk(report: &IncidentReport) -> Option<String> {
    let part = |number: usize, what: &str| (number > 0).then(|| format!("{} {what}", count(number, "row")));
    let file = |file: &CrosswalkFile| {
        let changes = [part(file.added, "added"), part(file.replaced, "replaced"), part(file.removed, "removed")];
        format!(" + {} ({})", file.path, changes.into_iter().flatten().collect::<Vec<_>>().join(", "))
    };
    let files: String = report.crosswalk_files.iter().map(file).collect();
    (!files.is_empty()).then(|| format!("crosswalk: shipped{files}"))
}

/// A day as it is shown of an incident.
fn day(what: &str, time: Option<Timestamp>) -> Option<String> {
    time.map(|time| format!("{what} {}", Offset::UTC.to_datetime(time).date()))
}

/// A control, and on how many incidents it bears: `AdminMFAV2: 30 incidents, 10 points missing, strength 90`.
pub(in crate::render) fn bearing_control(info: &BearingControl) -> String {
    let BearingControl { control, unknown, missing, recoverable, strength, incidents } = info;
    let points = match unknown {
        Some(_) => format!("unknown whether points are missing, {} at most", most(*missing)),
        None => format!("{missing} missing{}", claimed(*missing, *recoverable)),
    };
    format!("{}: {}, {points}, strength {strength}", control.id, count(*incidents, "incident"))
}

/// How many of the missing points are claimed, so that fixing them does not raise the score.
fn claimed(missing: MissingPoints, recoverable: MissingPoints) -> String {
    let claimed = missing.most.zip(recoverable.most).map(|(missing, recoverable)| missing - recoverable);
    match claimed.filter(|claimed| *claimed > crate::figures::TOLERANCE) {
        Some(claimed) if recoverable.most.is_some_and(|most| most < crate::figures::TOLERANCE) => {
            format!(", {} of them claimed, so that the score would not rise", points(claimed, None))
        }
        Some(claimed) => {
            format!(", {} of them claimed, so that the score would rise by {recoverable}", points(claimed, None))
        }
        None => String::new(),
    }
}

/// The incident with its id, and what is known of it beside the severity:
/// `incident 12 (active, created 2026-11-21, T1110.003): Password spray`.
pub(in crate::render) fn incident(info: &IncidentInfo) -> String {
    let techniques: Vec<String> = info.techniques.iter().map(ToString::to_string).collect();
    let facts: Vec<String> = info
        .status
        .iter()
        .cloned()
        .chain(day("created", info.created))
        .chain(day("updated", info.updated))
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
            let weak = info.weak_evidence().map(|only| format!(" (weak evidence: {only})")).unwrap_or_default();
            let claimed = claimed(info.impact, info.recoverable);
            let controls = count(info.causes.len(), "control");
            format!("{} missing on {controls}{weak}{unknown}{claimed}{observed}{outside}", info.impact)
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
        Some(why) => format!("{}: unknown, {} may be missing: {why} ({figures})", control.id, most(cause.missing)),
        None => format!("{}: {} missing ({figures})", control.id, cause.missing),
    }
}

fn most(missing: MissingPoints) -> String {
    match missing.most {
        Some(most) => format!("up to {}", crate::text::counted_points(most)),
        None => "points".to_owned(),
    }
}

/// The links of a control to an incident, the strongest first, each with the statement of its row where that is the first link by
/// the row.
pub(in crate::render) fn links(info: &IncidentInfo, cause: &IncidentCause) -> Vec<String> {
    let titles: BTreeMap<&str, &str> =
        info.alerts.iter().filter_map(|alert| Some((alert.id.as_str(), alert.title.as_deref()?))).collect();
    let mut stated = BTreeSet::new();
    let links = cause.links.iter().map(|link| {
        let why = match &link.basis {
            LinkBasis::Technique { technique: _, of_row: _, row } if stated.insert(row.id.as_str()) => {
                format!(": {}", row.why.trim_end_matches('.'))
            }
            LinkBasis::Technique { .. } | LinkBasis::Service { .. } | LinkBasis::Threat { .. } => String::new(),
        };
        format!("{}{why}; strength {}; {}", link.basis, link.strength, alerts(&link.alerts, &titles))
    });
    links.collect()
}

fn alerts(ids: &[String], titles: &BTreeMap<&str, &str>) -> String {
    let alert = |id: &String| match titles.get(id.as_str()) {
        Some(title) => format!("{id} ({})", super::clip(title, ALERT_TITLE)),
        None => id.clone(),
    };
    let named: Vec<String> = ids.iter().take(ALERTS).map(alert).collect();
    let more = ids.len().saturating_sub(ALERTS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    match named.as_slice() {
        [] => "the incident itself".to_owned(),
        [one] => format!("alert {one}"),
        several => format!("alerts {}{more}", several.join(", ")),
    }
}

/// The incidents that were left out, each with its reason.
pub(in crate::render) fn excluded(report: &IncidentReport) -> Vec<String> {
    let line = |title: Option<&str>| title.map(|title| format!(": {}", super::clip(title, TITLE))).unwrap_or_default();
    let excluded = report.excluded.iter().map(|incident| {
        let facts = [day("created", incident.created), day("updated", incident.updated)];
        let facts: String = facts.into_iter().flatten().map(|fact| format!(", {fact}")).collect();
        let title = line(incident.title.as_deref());
        format!("incident {} ({}{facts}){title}", incident.id, incident.why.name())
    });
    excluded.collect()
}

/// How many incidents there are, and on how many a control bears.
pub(in crate::render) fn incident_counts(report: &IncidentReport) -> String {
    let caused = report.incidents.iter().filter(|info| !info.causes.is_empty()).count();
    let of = |why: IncidentExclusion| report.excluded.iter().filter(|incident| incident.why == why).count();
    let reasons = [IncidentExclusion::FalsePositive, IncidentExclusion::ExpectedActivity];
    let reasons: Vec<(usize, &str)> =
        reasons.into_iter().map(|why| (of(why), why.name())).filter(|(number, _)| *number > 0).collect();
    let excluded = match reasons.as_slice() {
        [] => String::new(),
        [(number, why)] => format!(", {number} left out ({why})"),
        several => {
            let parts: Vec<String> = several.iter().map(|(number, why)| format!("{number} {why}")).collect();
            format!(", {} left out ({})", report.excluded.len(), parts.join(", "))
        }
    };
    let all = count(report.incidents.len() + report.excluded.len(), "incident");
    format!("{all}: controls bear on {caused}, none on {}{excluded}", report.incidents.len() - caused)
}
