//! From the incidents of a report to the shape of their JSON.

use super::convert::{control, input_at};
use super::finite;
use super::model::{
    JsonBasis, JsonCause, JsonExcludedIncident, JsonExclusion, JsonIncident, JsonIncidents, JsonLink, JsonMissing,
    JsonSource,
};
use crate::report::{
    ExcludedIncident, IncidentCause, IncidentExclusion, IncidentInfo, IncidentLink, IncidentReport, LinkBasis,
    MissingPoints,
};

/// The incidents, judged at a time.
pub(super) fn incidents(report: &IncidentReport, now: jiff::Timestamp) -> JsonIncidents<'_> {
    let IncidentReport { incidents, excluded, gaps, inputs, crosswalk_rows, crosswalk_files } = report;
    JsonIncidents {
        incidents: incidents.iter().map(incident).collect(),
        excluded: excluded.iter().map(not_matched).collect(),
        gaps: texts(gaps),
        inputs: inputs.iter().map(|info| input_at(info, now)).collect(),
        crosswalk_rows: *crosswalk_rows,
        crosswalks: crosswalk_files.iter().map(|(path, sha256)| JsonSource { path, sha256 }).collect(),
    }
}

fn not_matched(info: &ExcludedIncident) -> JsonExcludedIncident<'_> {
    JsonExcludedIncident {
        id: &info.id,
        title: info.title.as_deref(),
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
        created: info.created.map(|time| time.to_string()),
        updated: info.updated.map(|time| time.to_string()),
        merged: texts(&info.merged),
        tags: texts(&info.tags),
        alerts: info.alerts,
        excluded_alerts: info.excluded_alerts,
        techniques: info.techniques.iter().map(ToString::to_string).collect(),
        outside_crosswalk: info.outside_crosswalk.iter().map(ToString::to_string).collect(),
        causes: info.causes.iter().map(cause).collect(),
        observed_controls: info.observed,
        impact: missing(info.impact),
        no_cause: info.no_cause.as_ref().map(ToString::to_string),
    }
}

fn cause(info: &IncidentCause) -> JsonCause<'_> {
    let IncidentCause { control: about, unknown, missing: points, score, links } = info;
    JsonCause {
        control: control(about),
        unknown: unknown.as_deref(),
        missing: missing(*points),
        score: *score,
        links: links.iter().map(link).collect(),
    }
}

fn link(info: &IncidentLink) -> JsonLink<'_> {
    let IncidentLink { basis, score, alerts } = info;
    JsonLink { basis: of_basis(basis), score: *score, alerts: texts(alerts), message: basis.to_string() }
}

fn of_basis(basis: &LinkBasis) -> JsonBasis<'_> {
    match basis {
        LinkBasis::Technique { technique, of_row, row, source, confidence, why } => JsonBasis::Technique {
            technique: technique.to_string(),
            of_row: of_row.to_string(),
            row,
            source,
            confidence,
            why,
        },
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
