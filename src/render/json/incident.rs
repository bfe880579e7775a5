//! From the incidents of a report to the shape of their JSON.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::convert::{control, input_at};
use super::finite;
use super::model::{
    JsonAlert, JsonBasis, JsonBearingControl, JsonCause, JsonCrosswalk, JsonExcludedIncident, JsonExclusion,
    JsonIncident, JsonIncidents, JsonLink, JsonMissing, JsonRow,
};
use crate::crosswalk::CrosswalkFile;
use crate::report::{
    AlertInfo, BearingControl, ExcludedIncident, IncidentCause, IncidentExclusion, IncidentInfo, IncidentLink,
    IncidentReport, LinkBasis, MissingPoints, RowInfo,
};

/// The incidents, judged at a time.
pub(super) fn incidents(report: &IncidentReport, now: Timestamp) -> JsonIncidents<'_> {
    let IncidentReport { incidents, controls, excluded, gaps, inputs, crosswalk_rows, crosswalk_files, names: _ } =
        report;
    JsonIncidents {
        incidents: incidents.iter().map(incident).collect(),
        controls: controls.iter().map(bearing).collect(),
        rows: rows(incidents),
        excluded: excluded.iter().map(left_out).collect(),
        gaps: texts(gaps),
        inputs: inputs.iter().map(|info| input_at(info, now)).collect(),
        crosswalk_rows: *crosswalk_rows,
        crosswalks: crosswalk_files.iter().map(crosswalk).collect(),
    }
}

/// The rows that link controls to incidents, each once.
fn rows(incidents: &[IncidentInfo]) -> Vec<JsonRow<'_>> {
    let mut rows: BTreeMap<&str, &RowInfo> = BTreeMap::new();
    for link in incidents.iter().flat_map(|info| &info.causes).flat_map(|cause| &cause.links) {
        match &link.basis {
            LinkBasis::Technique { technique: _, of_row: _, row } => drop(rows.insert(&row.id, row)),
            LinkBasis::Service { .. } | LinkBasis::Threat { .. } => {}
        }
    }
    rows.into_values().map(row_of).collect()
}

fn row_of(info: &RowInfo) -> JsonRow<'_> {
    let RowInfo { id, source, confidence, why } = info;
    JsonRow { id, source, confidence, why }
}

fn bearing(info: &BearingControl) -> JsonBearingControl<'_> {
    let BearingControl { control: about, unknown, missing: points, recoverable, strength, incidents } = info;
    JsonBearingControl {
        control: control(about),
        unknown: unknown.as_deref(),
        missing: missing(*points),
        recoverable: missing(*recoverable),
        strength: *strength,
        incidents: *incidents,
    }
}

fn crosswalk(file: &CrosswalkFile) -> JsonCrosswalk<'_> {
    let CrosswalkFile { path, sha256, added, replaced, removed } = file;
    JsonCrosswalk { path, sha256, added: *added, replaced: *replaced, removed: *removed }
}

fn time(time: Option<Timestamp>) -> Option<String> {
    time.map(|time| time.to_string())
}

fn left_out(info: &ExcludedIncident) -> JsonExcludedIncident<'_> {
    JsonExcludedIncident {
        id: &info.id,
        title: info.title.as_deref(),
        created: time(info.created),
        updated: time(info.updated),
        why: match info.why {
            IncidentExclusion::FalsePositive => JsonExclusion::FalsePositive,
            IncidentExclusion::ExpectedActivity => JsonExclusion::ExpectedActivity,
        },
    }
}

fn incident(info: &IncidentInfo) -> JsonIncident<'_> {
    JsonIncident {
        id: &info.id,
        title: info.title.as_deref(),
        severity: info.severity.name(),
        status: info.status.as_deref(),
        classification: info.classification.as_deref(),
        created: time(info.created),
        updated: time(info.updated),
        merged: texts(&info.merged),
        tags: texts(&info.tags),
        alerts: info.alerts.iter().map(|AlertInfo { id, title }| JsonAlert { id, title: title.as_deref() }).collect(),
        excluded_alerts: info.excluded_alerts,
        techniques: info.techniques.iter().map(ToString::to_string).collect(),
        outside_crosswalk: info.outside_crosswalk.iter().map(ToString::to_string).collect(),
        causes: info.causes.iter().map(cause).collect(),
        observed_controls: info.observed,
        impact: missing(info.impact),
        recoverable: missing(info.recoverable),
        weak_evidence: info.weak_evidence(),
        no_cause: info.no_cause.as_ref().map(ToString::to_string),
    }
}

fn cause(info: &IncidentCause) -> JsonCause<'_> {
    // The figures of a control are the same for each incident.
    let IncidentCause { control, unknown: _, missing: _, recoverable: _, strength, links } = info;
    JsonCause { control: &control.id, strength: *strength, links: links.iter().map(link).collect() }
}

fn link(info: &IncidentLink) -> JsonLink<'_> {
    let IncidentLink { basis, strength, alerts } = info;
    JsonLink { basis: of_basis(basis), strength: *strength, alerts: texts(alerts) }
}

fn of_basis(basis: &LinkBasis) -> JsonBasis<'_> {
    match basis {
        LinkBasis::Technique { technique, of_row, row } => {
            JsonBasis::Technique { technique: technique.to_string(), of_row: of_row.to_string(), row: &row.id }
        }
        LinkBasis::Service { source, service } => JsonBasis::Service { source, service },
        LinkBasis::Threat { word, threat } => JsonBasis::Threat { word, threat },
    }
}

fn missing(points: MissingPoints) -> JsonMissing {
    JsonMissing { least: finite(points.least), most: points.most.and_then(finite) }
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
