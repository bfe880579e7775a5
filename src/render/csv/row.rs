//! The rows of the table.

use serde::Serialize;

use super::cell::{Cell, Figure};
use crate::policy::Place;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{Finding, Outcome, PolicyInfo, Report, RuleInfo, Subject, WaiverInfo};

/// A row. The order of the fields is that of the columns; points are numbers, empty where they are unknown.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Row {
    /// What the row is about: `finding`, `rule` (a disabled one), `waiver` or `evidence`.
    record: &'static str,
    tenant: Cell,
    snapshot: String,
    verdict: &'static str,
    policy: Cell,
    rule: Cell,
    title: Cell,
    severity: &'static str,
    enforcement: &'static str,
    outcome: &'static str,
    control: Cell,
    control_title: Cell,
    category: Cell,
    service: Cell,
    state: Cell,
    points: Figure,
    max_points: Figure,
    claimed_points: Figure,
    maybe_claimed_points: Figure,
    recoverable_points: Figure,
    required: Cell,
    observed: Cell,
    message: Cell,
    fix: Cell,
    owner: Cell,
    references: Cell,
    approved_by: Cell,
    ticket: Cell,
    granted: String,
    last_valid_day: String,
    waiver_reason: Cell,
    file: Cell,
    line: Option<u32>,
}

/// The builder of the rows of a report.
pub(super) struct Rows<'v, 'r> {
    view: &'v View<'r>,
}

impl<'v, 'r> Rows<'v, 'r> {
    pub(super) fn of(view: &'v View<'r>) -> Self {
        Self { view }
    }

    /// A row with what all rows have.
    fn row(&self, record: &'static str) -> Row {
        let report = self.view.report;
        Row {
            record,
            tenant: Cell::of_optional(report.tenant.as_deref()),
            snapshot: report.snapshot.date.to_string(),
            verdict: self.view.verdict.name(),
            ..Row::default()
        }
    }

    /// A row about a rule.
    fn rule(&self, record: &'static str, policy: &PolicyInfo, rule: &RuleInfo) -> Row {
        let row = Row {
            policy: Cell::of(&policy.id),
            rule: Cell::of(&rule.id),
            title: Cell::of(&rule.title),
            severity: rule.severity.name(),
            enforcement: rule.enforcement.name(),
            fix: Cell::of_optional(rule.fix.as_deref().map(phrases::one_line).as_deref()),
            owner: Cell::of_optional(policy.owner.as_deref()),
            references: Cell::of_optional(phrases::references(rule).as_deref()),
            ..self.row(record)
        };
        at(row, self.view.report, rule.place)
    }

    /// The row of a finding.
    pub(super) fn finding(&self, finding: &Finding) -> Row {
        let report = self.view.report;
        let control = finding.control.as_ref();
        let lines = std::iter::once(phrases::observation(finding)).chain(finding.details.iter().cloned());
        let max = control.and_then(|control| control.max);
        let row = Row {
            outcome: finding.outcome.name(),
            control: match &finding.subject {
                Subject::Tenant => Cell::default(),
                Subject::Control(id) => Cell::of(id),
            },
            control_title: Cell::of_optional(control.and_then(|control| control.title.as_deref())),
            category: Cell::of_optional(control.and_then(|control| control.category.as_deref())),
            service: Cell::of_optional(control.and_then(|control| control.service.as_deref())),
            state: Cell::of_optional(control.and_then(|control| control.state.as_deref())),
            points: Figure::points(control.and_then(|control| control.score), max),
            max_points: Figure::points(max, None),
            claimed_points: Figure::points(control.and_then(|control| control.claimed), max),
            maybe_claimed_points: Figure::points(control.and_then(|control| control.maybe_claimed), max),
            recoverable_points: Figure::points(finding.recoverable, None),
            required: Cell::of_optional(phrases::required(finding).as_deref()),
            observed: Cell::of_optional(phrases::observed(finding).as_deref()),
            message: Cell::of(&lines.collect::<Vec<_>>().join(" ")),
            ..self.rule("finding", report.policy(finding), report.rule(finding))
        };
        let row = at(row, report, report.place(finding));
        match &finding.outcome {
            Outcome::Waived { waiver, .. } => approved(row, &report.waivers[*waiver]),
            Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::NotApplicable(_) => row,
        }
    }

    /// The row of a disabled rule.
    pub(super) fn disabled(&self, policy: &PolicyInfo, rule: &RuleInfo) -> Row {
        Row { outcome: "disabled", ..self.rule("rule", policy, rule) }
    }

    /// The row of a warning about a waiver.
    pub(super) fn waiver(&self, waiver: &WaiverInfo, warning: &str) -> Row {
        let row = Row {
            policy: Cell::of(&waiver.policy),
            rule: Cell::of(&waiver.rule),
            control: Cell::of(&waiver.controls.join(" ")),
            message: Cell::of(warning),
            ..self.row("waiver")
        };
        at(approved(row, waiver), self.view.report, Some(waiver.place))
    }

    /// The row of a gap of the evidence.
    pub(super) fn gap(&self, gap: &str) -> Row {
        Row { message: Cell::of(gap), ..self.row("evidence") }
    }
}

/// The row with the decision behind a waiver.
fn approved(row: Row, waiver: &WaiverInfo) -> Row {
    Row {
        approved_by: Cell::of(&waiver.approved_by),
        ticket: Cell::of_optional(waiver.ticket.as_deref()),
        granted: waiver.granted.map(|day| day.to_string()).unwrap_or_default(),
        last_valid_day: waiver.expires.to_string(),
        waiver_reason: Cell::of(&waiver.reason),
        ..row
    }
}

/// The row with a place in a file; as it is without one.
fn at(row: Row, report: &Report, place: Option<Place>) -> Row {
    match place {
        Some(place) => {
            let path = report.sources.get(place.source).map_or("", |file| file.path.as_str());
            Row { file: Cell::of(path), line: Some(place.line), ..row }
        }
        None => row,
    }
}
