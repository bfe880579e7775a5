//! The record of a finding.

use super::columns::{
    ACTION_URL, BLOCKING, CATEGORY, CONTROL_ID, CONTROL_MAX_POINTS, CONTROL_POINTS, CONTROL_STATE, CONTROL_TITLE,
    DETAILS, FINDING_ID, FRAMEWORK_REFERENCES, MESSAGE, OBSERVED, OUTCOME, OUTCOME_REASON, PENDING, POLICY_ID,
    POLICY_LOCATION, POLICY_OWNER, REASON_CODES, RECOVERABLE_POINTS, REQUIRED, RULE_FIX, RULE_ID, RULE_KIND,
    RULE_TITLE, RULE_WARNING, RULE_WHY, RecordType, SERVICE, SEVERITY, TIER,
};
use super::record::Record;
use super::{attribution, waiver};
use crate::render::phrases;
use crate::report::{ControlInfo, Finding, Outcome, Reason, Report, RuleInfo, Subject};

/// The record of a finding.
pub(super) fn finding(common: &Record, report: &Report, info: &Finding) -> Record {
    let Finding {
        rule: _,
        subject,
        outcome,
        message,
        required: _,
        observed: _,
        details,
        control,
        change,
        pending,
        recoverable,
        place: _,
    } = info;
    let mut record = Record::of(common, RecordType::Finding);
    record.text(FINDING_ID, &report.identity(info));
    let policy = report.policy(info);
    record.text(POLICY_ID, &policy.id);
    record.optional_text(POLICY_OWNER, policy.owner.as_deref());
    rule(&mut record, report.rule(info));
    record.flag(BLOCKING, report.blocks(info));
    // The word of the JSON report.
    record.text(OUTCOME, &outcome.name().replace(' ', "-"));
    reasons(&mut record, outcome);
    if let Outcome::Waived { waiver: index, instead_of: _ } = outcome {
        waiver::approval(&mut record, &report.waivers[*index]);
    }
    record.flag(PENDING, *pending);
    record.text(MESSAGE, message);
    record.text(DETAILS, &details.join("\n"));
    record.optional_text(REQUIRED, phrases::required(info));
    record.optional_text(OBSERVED, phrases::observed(info));
    record.real(RECOVERABLE_POINTS, *recoverable);
    record.optional_text(POLICY_LOCATION, report.place(info).map(|place| report.spot(place)));
    match subject {
        Subject::Tenant => {}
        Subject::Control(id) => record.text(CONTROL_ID, id),
    }
    if let Some(change) = change {
        attribution::change(&mut record, change);
    }
    if let Some(control) = control {
        about_control(&mut record, control);
    }
    record
}

fn rule(record: &mut Record, info: &RuleInfo) {
    let RuleInfo { id, title, kind, severity, enforcement: _, why, fix, references: _, warning, place: _ } = info;
    record.text(RULE_ID, id);
    record.text(RULE_TITLE, title);
    record.text(RULE_KIND, kind);
    record.text(SEVERITY, severity.name());
    record.optional_text(RULE_WHY, why.as_deref());
    record.optional_text(RULE_FIX, fix.as_deref());
    record.optional_text(FRAMEWORK_REFERENCES, phrases::references(info));
    record.optional_text(RULE_WARNING, warning.as_deref());
}

/// The reasons why the outcome is unknown, would be without its waiver, or does not apply.
fn reasons(record: &mut Record, outcome: &Outcome) {
    if let Some(reason) = outcome.reason() {
        let codes: Vec<&str> = reason.each().iter().map(|each: &Reason| each.code().as_str()).collect();
        record.text(OUTCOME_REASON, &reason.to_string());
        record.text(REASON_CODES, &codes.join(", "));
    }
    match outcome {
        Outcome::NotApplicable(exclusion) => {
            record.text(OUTCOME_REASON, &exclusion.to_string());
            record.text(REASON_CODES, exclusion.code().as_str());
        }
        Outcome::Pass | Outcome::Fail | Outcome::Waived { .. } | Outcome::Unknown(_) => {}
    }
}

/// Adds the facts about a control.
pub(super) fn about_control(record: &mut Record, control: &ControlInfo) {
    let ControlInfo {
        id: _,
        title,
        category,
        service,
        tier,
        score,
        max,
        claimed: _,
        maybe_claimed: _,
        state,
        status: _,
        action_url,
    } = control;
    record.optional_text(CONTROL_TITLE, title.as_deref());
    record.optional_text(CATEGORY, category.as_deref());
    record.optional_text(SERVICE, service.as_deref());
    record.optional_text(TIER, tier.as_deref());
    record.optional_text(CONTROL_STATE, state.as_deref());
    record.real(CONTROL_POINTS, *score);
    record.real(CONTROL_MAX_POINTS, *max);
    record.optional_text(ACTION_URL, action_url.as_deref());
}
