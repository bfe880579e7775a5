//! The records of the changes of the score: one for each cause, and one for each control that moved.

use super::columns::{
    ASSUMED, CAUSE, CHANGE_ASSUMPTIONS, CHANGE_SENTENCE, CONTRIBUTION, CONTROL_ID, CONTROL_MAX_POINTS, CONTROL_POINTS,
    CONTROL_TITLE, EARLIER_CONTROL_MAX_POINTS, EARLIER_CONTROL_POINTS, EARLIER_DAY, FINDING_ID, LATER_DAY, RecordType,
    TOTAL_CHANGE,
};
use super::record::Record;
use crate::figures::ZERO_CHANGE;
use crate::report::{Cause, Change, Contribution, ControlChange, Report};

/// The records of every change, each change once with its first finding: several rules can compare the same days.
pub(super) fn attribution(common: &Record, report: &Report) -> Vec<Record> {
    let mut seen: Vec<&Change> = Vec::new();
    let mut records = Vec::new();
    for finding in &report.findings {
        let Some(change) = finding.change.as_deref() else { continue };
        if seen.contains(&change) {
            continue;
        }
        seen.push(change);
        let mut about = common.clone();
        about.text(FINDING_ID, &report.identity(finding));
        days(&mut about, change);
        records.extend(change.parts.iter().flat_map(|part| parts(&about, change, part)));
    }
    records
}

/// Adds a change as a whole to the record of a finding.
pub(super) fn change(record: &mut Record, change: &Change) {
    days(record, change);
    record.real(TOTAL_CHANGE, Some(change.total));
    record.text(CHANGE_SENTENCE, &change.sentence());
    record.text(CHANGE_ASSUMPTIONS, &change.assumption_sentences().join("\n"));
}

fn days(record: &mut Record, change: &Change) {
    record.day(EARLIER_DAY, change.from.date);
    record.day(LATER_DAY, change.to.date);
}

/// The record of a part, and those of its controls.
fn parts(about: &Record, change: &Change, part: &Contribution) -> Vec<Record> {
    let Contribution { cause, percentage_points, controls } = part;
    let mut record = Record::of(about, RecordType::Attribution);
    let cause = word(*cause);
    record.text(CAUSE, cause);
    record.real(CONTRIBUTION, Some(*percentage_points));
    record.real(TOTAL_CHANGE, Some(change.total));
    let moved = controls.iter().filter(|control| control.percentage_points.abs() > ZERO_CHANGE);
    std::iter::once(record).chain(moved.map(|control| moved_control(about, cause, control))).collect()
}

/// The word of the JSON report for a cause.
const fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::Observed => "observed",
        Cause::Claimed => "claimed",
        Cause::Descoped => "descoped",
        Cause::Retired => "retired",
        Cause::Reweighted => "reweighted",
        Cause::Added => "added",
        Cause::Unexplained => "unexplained",
    }
}

fn moved_control(about: &Record, cause: &str, control: &ControlChange) -> Record {
    let ControlChange { id, title, percentage_points, from, to, assumed } = control;
    let mut record = Record::of(about, RecordType::ControlAttribution);
    record.text(CAUSE, cause);
    record.text(CONTROL_ID, id);
    record.optional_text(CONTROL_TITLE, title.as_deref());
    record.real(CONTRIBUTION, Some(*percentage_points));
    record.real(EARLIER_CONTROL_POINTS, from.map(|points| points.score));
    record.real(EARLIER_CONTROL_MAX_POINTS, from.and_then(|points| points.max));
    record.real(CONTROL_POINTS, to.map(|points| points.score));
    record.real(CONTROL_MAX_POINTS, to.and_then(|points| points.max));
    record.flag(ASSUMED, *assumed);
    record
}
