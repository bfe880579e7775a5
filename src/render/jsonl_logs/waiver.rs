//! The record of a waiver.

use super::columns::{
    CONTROL_ID, COVERED_FINDINGS, MESSAGE, POLICY_ID, POLICY_LOCATION, RULE_ID, RecordType, WAIVER_APPROVER,
    WAIVER_EXPIRES, WAIVER_GRANTED, WAIVER_REASON, WAIVER_STATUS, WAIVER_TICKET,
};
use super::record::Record;
use crate::report::{Report, WaiverInfo, WaiverStatus};

/// The record of a waiver.
pub(super) fn waiver(common: &Record, report: &Report, info: &WaiverInfo) -> Record {
    let WaiverInfo {
        policy,
        rule,
        controls,
        reason: _,
        approved_by: _,
        ticket: _,
        granted: _,
        expires: _,
        place,
        status,
        expires_soon: _,
        days_left: _,
        covers,
        warning,
    } = info;
    let mut record = Record::of(common, RecordType::Waiver);
    record.text(POLICY_ID, policy);
    record.text(RULE_ID, rule);
    record.text(CONTROL_ID, &controls.join(", "));
    record.optional_text(MESSAGE, warning.as_deref());
    record.text(POLICY_LOCATION, &report.spot(*place));
    record.text(WAIVER_STATUS, status_name(*status));
    record.int(COVERED_FINDINGS, *covers);
    approval(&mut record, info);
    record
}

/// Adds the reason, the approver and the days of a waiver.
pub(super) fn approval(record: &mut Record, info: &WaiverInfo) {
    record.text(WAIVER_REASON, &info.reason);
    record.text(WAIVER_APPROVER, &info.approved_by);
    record.optional_text(WAIVER_TICKET, info.ticket.as_deref());
    if let Some(day) = info.granted {
        record.day(WAIVER_GRANTED, day);
    }
    record.day(WAIVER_EXPIRES, info.expires);
}

const fn status_name(status: WaiverStatus) -> &'static str {
    match status {
        WaiverStatus::Active => "active",
        WaiverStatus::Unused => "unused",
        WaiverStatus::Expired => "expired",
        WaiverStatus::ConditionUnmet => "condition-unmet",
        WaiverStatus::TooLong => "too-long",
        WaiverStatus::NotYet => "not-yet",
    }
}
