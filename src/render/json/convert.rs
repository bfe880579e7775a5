//! Converts the report to the types of its JSON.

use super::change::JsonChange;
use super::finite;
use super::model::*;
use crate::evidence::{Input, InputKind};
use crate::policy::Place;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{
    Bound, CategoryInfo, ControlInfo, Counts, Finding, Outcome, PolicyInfo, Provenance, Quantity, Reason, Report,
    Requirement, RuleInfo, Subject, Unit, Verdict, Waivable,
};

/// The whole report.
pub(super) fn report<'a>(view: &View<'a>) -> JsonReport<'a> {
    let (report, verdict) = (view.report, view.verdict);
    let snapshot = &report.snapshot;
    JsonReport {
        scoregate_report: 2,
        verdict: match verdict {
            Verdict::Passed => JsonVerdict::Passed,
            Verdict::Failed => JsonVerdict::Failed,
            Verdict::Inconclusive => JsonVerdict::Inconclusive,
        },
        verdict_reason: view.verdict_reason,
        exit_code: verdict.exit().code(),
        rule_counts: counts(view.rule_counts),
        counts: counts(view.finding_counts),
        tenant: report.tenant.as_deref(),
        snapshot: JsonSnapshot {
            created: snapshot.created.to_string(),
            date: snapshot.date.to_string(),
            controls: snapshot.controls,
            catalogue_complete: snapshot.catalogue_complete,
            gaps: snapshot.gaps.iter().map(String::as_str).collect(),
        },
        score: JsonScore {
            current: snapshot.current.and_then(finite),
            max: snapshot.max.and_then(finite),
            percentage: phrases::percentage(report).and_then(finite),
            claimed: finite(snapshot.claimed),
            maybe_claimed: finite(snapshot.maybe_claimed),
            categories: snapshot.categories.iter().map(category).collect(),
        },
        policies: report.policies.iter().map(|info| policy(report, info)).collect(),
        findings: report.findings.iter().map(|info| finding(report, info)).collect(),
        waivers: report.waivers.iter().map(|info| JsonWaiver::of(info, location(report, info.place))).collect(),
        incidents: report.incidents.as_ref().map(|incidents| super::incident::incidents(incidents, report.now)),
        disabled_rules: report.disabled().map(|(policy, rule)| format!("{}/{}", policy.id, rule.id)).collect(),
        provenance: provenance(report, &report.provenance),
    }
}

fn category(info: &CategoryInfo) -> JsonCategory<'_> {
    let CategoryInfo { name, controls, score, max, recoverable } = info;
    JsonCategory {
        name,
        controls: *controls,
        score: score.and_then(finite),
        max: max.and_then(finite),
        recoverable: finite(*recoverable),
    }
}

pub(super) fn counts(counts: Counts) -> JsonCounts {
    let Counts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable, disabled } = counts;
    JsonCounts { failed, advised, unknown, unknown_advice, waived, passed, not_applicable, disabled }
}

fn policy<'a>(report: &'a Report, info: &'a PolicyInfo) -> JsonPolicy<'a> {
    let PolicyInfo { id, title, owner, place, rules } = info;
    JsonPolicy {
        id,
        title: title.as_deref(),
        owner: owner.as_deref(),
        location: place.map(|place| location(report, place)),
        rules: rules.iter().map(|info| rule(report, info)).collect(),
    }
}

fn rule<'a>(report: &'a Report, info: &'a RuleInfo) -> JsonRule<'a> {
    let RuleInfo { id, title, kind, severity, enforcement, why, fix, references, warning, place } = info;
    JsonRule {
        id,
        title,
        kind,
        severity: *severity,
        enforcement: *enforcement,
        why: why.as_deref(),
        fix: fix.as_deref(),
        references,
        warning: warning.as_deref(),
        location: place.map(|place| location(report, place)),
    }
}

fn finding<'a>(report: &'a Report, info: &'a Finding) -> JsonFinding<'a> {
    let Finding {
        rule: _,
        subject,
        outcome: decided,
        message,
        required,
        observed,
        details,
        control: about,
        change,
        pending,
        recoverable,
        place,
    } = info;
    let (policy, rule) = (report.policy(info), report.rule(info));
    let reasons = decided.reason().map_or(&[][..], Reason::each);
    let (instead_of, reason, waiver) = match decided {
        Outcome::Pass | Outcome::Fail => (None, None, None),
        Outcome::Unknown(reason) => (None, Some(reason.to_string()), None),
        Outcome::NotApplicable(exclusion) => (None, Some(exclusion.to_string()), None),
        Outcome::Waived { instead_of: Waivable::Fail, waiver } => (Some(JsonOutcome::Failed), None, Some(*waiver)),
        Outcome::Waived { instead_of: Waivable::Unknown(reason), waiver } => {
            (Some(JsonOutcome::Unknown), Some(reason.to_string()), Some(*waiver))
        }
    };
    JsonFinding {
        identity: report.identity(info),
        policy: &policy.id,
        rule: &rule.id,
        subject: match subject {
            Subject::Tenant => None,
            Subject::Control(control) => Some(control),
        },
        severity: rule.severity,
        blocking: report.blocks(info),
        outcome: outcome(decided),
        reason,
        reasons: reasons.iter().map(json_reason).chain(exclusion(decided)).collect(),
        instead_of,
        waiver,
        required: required.as_ref().and_then(requirement),
        observed: observed.as_ref().and_then(quantity),
        message,
        details,
        pending: *pending,
        change: change.as_deref().map(JsonChange::of),
        recoverable: recoverable.and_then(finite),
        control: about.as_deref().map(control),
        location: rule.place.map(|place| location(report, place)),
        control_location: place.map(|place| location(report, place)),
    }
}

fn json_reason(reason: &Reason) -> JsonReason<'_> {
    JsonReason { code: reason.code().as_str(), text: reason.to_string(), controls: reason.controls() }
}

fn exclusion(outcome: &Outcome) -> Option<JsonReason<'_>> {
    match outcome {
        Outcome::NotApplicable(exclusion) => {
            Some(JsonReason { code: exclusion.code().as_str(), text: exclusion.to_string(), controls: Vec::new() })
        }
        Outcome::Pass | Outcome::Fail | Outcome::Waived { .. } | Outcome::Unknown(_) => None,
    }
}

fn requirement(info: &Requirement) -> Option<JsonRequirement<'_>> {
    let comparison = match info.comparison {
        Bound::AtLeast => JsonBound::AtLeast,
        Bound::AtMost => JsonBound::AtMost,
        Bound::Exactly => JsonBound::Exactly,
    };
    match quantity(&info.quantity)? {
        JsonQuantity::Exact { value, unit } => Some(JsonRequirement { comparison, value, unit }),
        // A rule states one limit.
        JsonQuantity::Between { .. } => None,
    }
}

/// An amount; none where it is no finite number.
fn quantity(info: &Quantity) -> Option<JsonQuantity<'_>> {
    let number = |value: f64| finite(value).map(JsonValue::Number);
    match info {
        Quantity::Exact { value, unit: of } => Some(JsonQuantity::Exact { value: number(*value)?, unit: unit(*of) }),
        Quantity::Between { least, most, unit: of } => {
            Some(JsonQuantity::Between { least: finite(*least)?, most: finite(*most)?, unit: unit(*of) })
        }
        Quantity::State(state) => Some(JsonQuantity::Exact { value: JsonValue::State(state), unit: JsonUnit::State }),
    }
}

const fn unit(unit: Unit) -> JsonUnit {
    match unit {
        Unit::Percent => JsonUnit::Percent,
        Unit::Points => JsonUnit::Points,
        Unit::PercentagePoints => JsonUnit::Pp,
        Unit::Days => JsonUnit::Days,
        Unit::Count => JsonUnit::Count,
    }
}

fn outcome(outcome: &Outcome) -> JsonOutcome {
    match outcome {
        Outcome::Pass => JsonOutcome::Passed,
        Outcome::Fail => JsonOutcome::Failed,
        Outcome::Waived { .. } => JsonOutcome::Waived,
        Outcome::Unknown(_) => JsonOutcome::Unknown,
        Outcome::NotApplicable(_) => JsonOutcome::NotApplicable,
    }
}

pub(in crate::render) fn control(info: &ControlInfo) -> JsonControl<'_> {
    let ControlInfo {
        id,
        title,
        category,
        service,
        tier,
        score,
        max,
        claimed: _,
        maybe_claimed: _,
        state,
        status,
        action_url,
    } = info;
    JsonControl {
        id,
        title: title.as_deref(),
        category: category.as_deref(),
        service: service.as_deref(),
        tier: tier.as_deref(),
        score: score.and_then(finite),
        max: max.and_then(finite),
        state: state.as_deref(),
        status: status.as_deref(),
        action_url: action_url.as_deref(),
    }
}

fn location(report: &Report, place: Place) -> JsonLocation<'_> {
    JsonLocation { path: &report.sources[place.source].path, line: place.line, column: place.column }
}

fn provenance<'a>(report: &'a Report, info: &'a Provenance) -> JsonProvenance<'a> {
    JsonProvenance {
        version: &info.version,
        now: report.now.to_string(),
        replayed: info.replayed,
        sources: report.sources.iter().map(|file| JsonSource { path: &file.path, sha256: &file.sha256 }).collect(),
        inputs: info.inputs.iter().map(|info| input_at(info, report.now)).collect(),
        repository: info
            .repository
            .as_ref()
            .map(|repository| JsonRepository { uri: &repository.uri, revision: &repository.revision }),
        baseline: info.baseline.as_ref().map(|baseline| JsonBaseline {
            path: &baseline.path,
            sha256: &baseline.sha256,
            date: baseline.date.to_string(),
        }),
    }
}

/// An input.
pub(in crate::render) fn input(info: &Input) -> JsonInput<'_> {
    let (kind, recorded, captured) = match info.kind {
        InputKind::Recording { verified, captured, redacted } => {
            (JsonInputKind::Recording, Some((verified, redacted)), captured)
        }
        InputKind::Raw => (JsonInputKind::Raw, None, None),
        InputKind::Live { captured } => (JsonInputKind::Live, None, Some(captured)),
        InputKind::Cached { captured } => (JsonInputKind::Cached, None, Some(captured)),
    };
    let (verified, redacted) = recorded.unzip();
    let captured = captured.map(|time| time.to_string());
    let Input { name, sha256, bytes, response_bytes, kind: _, graph } = info;
    JsonInput {
        name,
        sha256: sha256.as_deref(),
        bytes: *bytes,
        response_bytes: *response_bytes,
        kind,
        verified,
        redacted,
        captured,
        graph: graph.as_deref(),
        age: None,
    }
}

/// An input, with its age if it comes from the cache.
pub(super) fn input_at(info: &Input, now: jiff::Timestamp) -> JsonInput<'_> {
    let age = match info.kind {
        InputKind::Cached { captured } => Some(now.duration_since(captured).as_secs()),
        InputKind::Recording { .. } | InputKind::Raw | InputKind::Live { .. } => None,
    };
    JsonInput { age, ..input(info) }
}
