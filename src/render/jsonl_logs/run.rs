//! The records of a run and of the categories of its score, and the values that all records share.

use super::columns::{
    ADVISORY_FINDINGS, CATALOGUE_COMPLETE, CATEGORY, CLAIMED_POINTS, CONTROL_COUNT, DISABLED_RULES, ENTRA_TENANT_ID,
    EXIT_CODE, FAILED_FINDINGS, GAPS, MAX_SCORE, MAYBE_CLAIMED_POINTS, PASSED_FINDINGS, POLICY_SET, RECOVERABLE_POINTS,
    REPLAYED, RUN_TIME, RecordType, SCORE, SCORE_PERCENT, SNAPSHOT_TIME, TIME_GENERATED, TOOL_VERSION,
    UNKNOWN_FINDINGS, VERDICT, VERDICT_REASON, WAIVED_FINDINGS,
};
use super::incident;
use super::record::Record;
use crate::policy::BUILT_IN;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{CategoryInfo, Counts, SnapshotInfo};

/// The values that every record of the run has.
pub(super) fn common(view: &View<'_>) -> Record {
    let report = view.report;
    let policies = report.policies.iter().map(|policy| policy.id.as_str()).filter(|id| *id != BUILT_IN);
    let mut record = Record::default();
    record.time(TIME_GENERATED, report.now);
    record.time(RUN_TIME, report.now);
    record.optional_text(ENTRA_TENANT_ID, report.tenant.as_deref());
    record.text(POLICY_SET, &policies.collect::<Vec<_>>().join(", "));
    record.text(VERDICT, view.verdict.name());
    record.time(SNAPSHOT_TIME, report.snapshot.created);
    record
}

/// The record of the run.
pub(super) fn run(common: &Record, view: &View<'_>) -> Record {
    let report = view.report;
    let SnapshotInfo {
        created: _,
        date: _,
        current,
        max,
        claimed,
        maybe_claimed,
        controls,
        catalogue_complete,
        gaps,
        categories: _,
        open: _,
    } = &report.snapshot;
    let mut record = Record::of(common, RecordType::Run);
    record.text(VERDICT_REASON, view.verdict_reason);
    record.int(EXIT_CODE, usize::from(view.verdict.exit().code()));
    record.real(SCORE, *current);
    record.real(MAX_SCORE, *max);
    record.real(SCORE_PERCENT, phrases::percentage(report));
    record.real(CLAIMED_POINTS, Some(*claimed));
    record.real(MAYBE_CLAIMED_POINTS, Some(*maybe_claimed));
    record.int(CONTROL_COUNT, *controls);
    record.flag(CATALOGUE_COMPLETE, *catalogue_complete);
    counts(&mut record, view.finding_counts);
    record.text(DISABLED_RULES, &view.disabled().join(", "));
    record.text(GAPS, &gaps.join("\n"));
    if let Some(incidents) = &report.incidents {
        incident::of_run(&mut record, incidents);
    }
    record.text(TOOL_VERSION, &report.provenance.version);
    record.flag(REPLAYED, report.provenance.replayed);
    record
}

fn counts(record: &mut Record, counts: Counts) {
    let Counts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable: _, disabled: _ } = counts;
    record.int(FAILED_FINDINGS, failed);
    record.int(UNKNOWN_FINDINGS, unknown);
    record.int(WAIVED_FINDINGS, waived);
    record.int(PASSED_FINDINGS, passed);
    record.int(ADVISORY_FINDINGS, advised + unknown_advice);
}

/// The record of a category.
pub(super) fn category(common: &Record, info: &CategoryInfo) -> Record {
    let CategoryInfo { name, controls, score, max, recoverable } = info;
    let mut record = Record::of(common, RecordType::Category);
    record.text(CATEGORY, name);
    record.int(CONTROL_COUNT, *controls);
    record.real(SCORE, *score);
    record.real(MAX_SCORE, *max);
    record.real(RECOVERABLE_POINTS, Some(*recoverable));
    record
}
