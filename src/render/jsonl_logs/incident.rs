//! The records of the incidents, and of the controls that bear on them. Each incident has a record, so that a query can tell one on
//! which nothing bears from one that was not read.

use super::columns::{
    CAUSE_COUNT, CAUSE_UNKNOWN, CONTROL_ID, INCIDENT_CLASSIFICATION, INCIDENT_COUNT, INCIDENT_CREATED, INCIDENT_GAPS,
    INCIDENT_ID, INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_TITLE, INCIDENT_UPDATED, LINK_STRENGTH, LINKS,
    MERGED_INCIDENTS, MISSING_POINTS, MOST_MISSING_POINTS, NO_CAUSE, RECOVERABLE_POINTS, RecordType, TECHNIQUES,
};
use super::finding;
use super::record::Record;
use crate::render::phrases;
use crate::report::{ExcludedIncident, IncidentCause, IncidentInfo, IncidentReport, MissingPoints};

/// Adds the number of incidents to the record of the run, and what is missing from them.
pub(super) fn of_run(record: &mut Record, report: &IncidentReport) {
    let IncidentReport {
        incidents,
        controls: _,
        excluded,
        gaps,
        inputs: _,
        crosswalk_rows: _,
        crosswalk_files: _,
        names: _,
    } = report;
    record.int(INCIDENT_COUNT, incidents.len() + excluded.len());
    record.text(INCIDENT_GAPS, &gaps.join("\n"));
}

/// The records of the incidents, each followed by those of its causes, and of the incidents that were left out.
pub(super) fn incidents(common: &Record, report: &IncidentReport) -> Vec<Record> {
    let matched = report.incidents.iter().flat_map(|info| incident(common, info));
    matched.chain(report.excluded.iter().map(|info| left_out(common, info))).collect()
}

fn incident(common: &Record, info: &IncidentInfo) -> Vec<Record> {
    let IncidentInfo {
        id,
        title,
        severity,
        status,
        classification,
        created,
        updated,
        merged,
        tags: _,
        alerts: _,
        excluded_alerts: _,
        techniques,
        outside_crosswalk: _,
        causes,
        observed: _,
        impact,
        recoverable: _,
        no_cause,
    } = info;
    let mut about = common.clone();
    about.text(INCIDENT_ID, id);
    about.optional_text(INCIDENT_TITLE, title.as_deref());
    about.text(INCIDENT_SEVERITY, severity.name());
    about.optional_text(INCIDENT_STATUS, status.as_deref());
    about.optional_text(INCIDENT_CLASSIFICATION, classification.as_deref());
    about.optional_time(INCIDENT_CREATED, *created);
    about.optional_time(INCIDENT_UPDATED, *updated);
    about.text(MERGED_INCIDENTS, &merged.join(", "));
    let techniques: Vec<String> = techniques.iter().map(ToString::to_string).collect();
    about.text(TECHNIQUES, &techniques.join(", "));
    let mut record = Record::of(&about, RecordType::Incident);
    record.int(CAUSE_COUNT, causes.len());
    record.optional_text(NO_CAUSE, no_cause.as_ref().map(ToString::to_string));
    // Without a cause nothing is known to be missing: the alerts may be.
    if !causes.is_empty() {
        missing(&mut record, *impact);
    }
    std::iter::once(record).chain(causes.iter().map(|found| cause(&about, info, found))).collect()
}

/// The record of an incident that was left out.
fn left_out(common: &Record, info: &ExcludedIncident) -> Record {
    let ExcludedIncident { id, title, created, updated, why } = info;
    let mut record = Record::of(common, RecordType::Incident);
    record.text(INCIDENT_ID, id);
    record.optional_text(INCIDENT_TITLE, title.as_deref());
    record.optional_time(INCIDENT_CREATED, *created);
    record.optional_time(INCIDENT_UPDATED, *updated);
    record.text(NO_CAUSE, &format!("it is left out: {}", why.name()));
    record
}

/// The record of a control that bears on an incident.
fn cause(about: &Record, incident: &IncidentInfo, info: &IncidentCause) -> Record {
    let IncidentCause { control, unknown, missing: points, recoverable, strength, links: _ } = info;
    let mut record = Record::of(about, RecordType::IncidentCause);
    record.text(CONTROL_ID, &control.id);
    finding::about_control(&mut record, control);
    record.int(LINK_STRENGTH, usize::from(*strength));
    record.text(LINKS, &phrases::links(incident, info).join("\n"));
    record.optional_text(CAUSE_UNKNOWN, unknown.as_deref());
    missing(&mut record, *points);
    record.real(RECOVERABLE_POINTS, recoverable.most);
    record
}

fn missing(record: &mut Record, points: MissingPoints) {
    let MissingPoints { least, most } = points;
    record.real(MISSING_POINTS, Some(least));
    record.real(MOST_MISSING_POINTS, most);
}
