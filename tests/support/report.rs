//! The parts that sample reports are built of, for the tests of the digest and of all formats.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use scoregate::evidence::{Input, InputKind};
use scoregate::policy::{Enforcement, Place, Severity, SourceFile};
use scoregate::report::{
    CategoryInfo, Cause, Change, Contribution, ControlChange, ControlInfo, ControlPoints, DayScore, Finding, Outcome,
    PolicyInfo, Provenance, Report, RuleInfo, RuleRef, SnapshotInfo, Subject, Waivable, WaiverInfo, WaiverStatus,
};

pub(crate) const TENANT: &str = "6f1c2a90-5b7e-4c1d-9a55-0d2e4b7f8c31";

pub(crate) fn waived(waiver: usize) -> Outcome {
    Outcome::Waived { instead_of: Waivable::Fail, waiver }
}

/// A finding of a rule of the first policy.
pub(crate) fn finding(rule: usize, subject: Subject, outcome: Outcome, message: &str) -> Finding {
    Finding {
        rule: RuleRef { policy: 0, rule },
        subject,
        outcome,
        message: message.to_owned(),
        details: Vec::new(),
        control: None,
        change: None,
        pending: false,
        required: None,
        observed: None,
        place: None,
        recoverable: None,
    }
}

pub(crate) fn tenant_finding(rule: usize, outcome: Outcome, message: &str, recoverable: Option<f64>) -> Finding {
    Finding { recoverable, ..finding(rule, Subject::Tenant, outcome, message) }
}

pub(crate) fn control_finding(
    rule: usize,
    id: &str,
    title: &str,
    outcome: Outcome,
    message: &str,
    recoverable: Option<f64>,
) -> Finding {
    let control = ControlInfo { id: id.to_owned(), title: Some(title.to_owned()), ..ControlInfo::default() };
    Finding {
        subject: Subject::Control(id.to_owned()),
        control: Some(Arc::new(control)),
        ..tenant_finding(rule, outcome, message, recoverable)
    }
}

pub(crate) fn rule(id: &str, severity: Severity, enforcement: Enforcement, fix: Option<&str>) -> RuleInfo {
    RuleInfo {
        id: id.to_owned(),
        title: format!("The rule {id} holds"),
        kind: "controls",
        severity,
        enforcement,
        why: Some("It was exploited before.".to_owned()),
        fix: fix.map(str::to_owned),
        references: BTreeMap::new(),
        warning: None,
        place: Some(Place { source: 0, line: 7, column: 9, end_column: 20 }),
    }
}

pub(crate) fn waiver(rule: &str, control: &str, status: WaiverStatus, days_left: i64) -> WaiverInfo {
    WaiverInfo {
        policy: "identity-baseline".to_owned(),
        rule: rule.to_owned(),
        controls: vec![control.to_owned()],
        reason: "The devices are being replaced by the end of the month.".to_owned(),
        approved_by: "ciso@contoso.example".to_owned(),
        ticket: Some("SEC-1234".to_owned()),
        granted: Some(date(2026, 8, 1)),
        expires: date(2026, 11, 24).checked_add(jiff::Span::new().days(days_left)).unwrap(),
        place: Place { source: 0, line: 40, column: 5, end_column: 9 },
        status,
        expires_soon: status == WaiverStatus::Active,
        days_left,
        covers: 1,
        warning: None,
    }
}

/// A change of −2.6 percentage points: 0.5 lost on one control, 2.1 because Microsoft added another.
pub(crate) fn change(lost: &str, added: &str) -> Change {
    let day = |day, current, max| DayScore { date: day, current, max, percent: 100.0 * current / max };
    let part = |cause, percentage_points, one: ControlChange| Contribution {
        cause,
        percentage_points,
        controls: vec![ControlChange { percentage_points, ..one }],
    };
    let one = |id: &str, from, to| ControlChange {
        id: id.to_owned(),
        title: None,
        percentage_points: 0.0,
        from,
        to,
        assumed: false,
    };
    let worth = |score, max| Some(ControlPoints { score, max: Some(max) });
    Change {
        from: day(date(2026, 11, 1), 710.0, 1_000.0),
        to: day(date(2026, 11, 23), 812.5, 1_188.0),
        total: -2.6,
        parts: vec![
            part(Cause::Observed, -0.5, one(lost, worth(9.0, 9.0), worth(4.0, 9.0))),
            part(Cause::Added, -2.1, one(added, None, worth(0.0, 30.0))),
        ],
        unknown_states: 0,
        assumptions: Vec::new(),
    }
}

/// A report with one policy of no rules, and the built-in one.
pub(crate) fn empty() -> Report {
    Report {
        now: "2026-11-24T07:00:00Z".parse().unwrap(),
        tenant: Some(TENANT.to_owned()),
        snapshot: SnapshotInfo {
            created: "2026-11-23T00:00:00Z".parse().unwrap(),
            date: date(2026, 11, 23),
            current: Some(812.5),
            max: Some(1188.0),
            claimed: 9.0,
            maybe_claimed: 4.5,
            controls: 140,
            catalogue_complete: true,
            gaps: Vec::new(),
            categories: categories(),
            open: Vec::new(),
        },
        policies: Arc::new(vec![policy("identity-baseline"), policy("scoregate")]),
        findings: Vec::new(),
        incidents: None,
        techniques: std::collections::BTreeMap::new(),
        waivers: Vec::new(),
        sources: vec![SourceFile {
            path: "policies/identity-baseline.yaml".to_owned(),
            text: "scoregate: 1\nowner: secops@contoso.example\n".to_owned().into(),
            sha256: "00".repeat(32),
        }],
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            replayed: true,
            inputs: vec![Input {
                name: "recordings/contoso.onmicrosoft.com.json".to_owned(),
                sha256: Some("11".repeat(32)),
                bytes: 4_096,
                response_bytes: 4_095,
                graph: None,
                kind: InputKind::Raw,
            }],
            repository: None,
            baseline: None,
        },
    }
}

pub(crate) fn policy(id: &str) -> PolicyInfo {
    PolicyInfo {
        id: id.to_owned(),
        title: Some("Identity baseline".to_owned()),
        owner: Some("secops@contoso.example".to_owned()),
        place: None,
        rules: Vec::new(),
    }
}

/// Two categories, of one of which a maximum is not known.
pub(crate) fn categories() -> Vec<CategoryInfo> {
    let category = |name: &str, controls, score, max, recoverable| CategoryInfo {
        name: name.to_owned(),
        controls,
        score: Some(score),
        max,
        recoverable,
    };
    vec![category("Apps", 90, 500.5, None, 151.0), category("Identity", 50, 312.0, Some(400.0), 88.0)]
}
