//! The failed and unknown findings as a table, the form that takes the fewest tokens and that every model reads.

use super::fence::foreign;
use super::rule_name;
use super::section::{Item, Section, SectionKind, Topic};
use crate::policy::Enforcement;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::{Finding, Outcome, RuleInfo, Subject};
use crate::text;

const HEAD: &str = "\n## Failed and unknown findings\n\nFailed before unknown, blocking before advisory, then by severity. points = recoverable by a fix (? = unknown, - = none).\n\n\
    |severity|rule|control|result|points|\n|-|-|-|-|-|\n";

/// The findings that need attention: failed ones first, blocking before advice, the most severe first, then the most points.
pub(super) fn open_findings<'r>(view: &View<'r>) -> Vec<&'r Finding> {
    let mut open: Vec<&Finding> =
        view.report.findings.iter().filter(|finding| state(view, finding).is_some()).collect();
    open.sort_by(|a, b| {
        let points = |finding: &Finding| finding.recoverable.unwrap_or(0.0);
        view.report.urgency(a).cmp(&view.report.urgency(b)).then_with(|| points(b).total_cmp(&points(a)))
    });
    open
}

/// The section; none where every finding passed, is waived or does not apply.
pub(super) fn section(view: &View<'_>, open: &[&Finding], most: usize) -> Option<Section> {
    let items: Vec<Item> = open.iter().filter_map(|finding| row(view, finding, most)).collect();
    (!items.is_empty()).then(|| Section { kind: SectionKind::Findings, head: HEAD.to_owned(), items })
}

fn row(view: &View<'_>, finding: &Finding, most: usize) -> Option<Item> {
    let rule = view.report.rule(finding);
    let text = format!(
        "|{}|{}|{}|{}: {}|{}|\n",
        rule.severity.name(),
        rule_name::with_references(view, finding, most),
        subject(finding, most),
        state(view, finding)?,
        foreign(phrases::bare_message(finding), most),
        recoverable(finding),
    );
    let topics = match finding.outcome {
        Outcome::Unknown(_) => vec![Topic::Open],
        Outcome::Fail if names_techniques(rule) => vec![Topic::Techniques],
        Outcome::Fail | Outcome::Waived { .. } | Outcome::Pass | Outcome::NotApplicable(_) => Vec::new(),
    };
    Some(Item { severity: Some(rule.severity), topics, ..Item::of(text) })
}

/// The points that fixing a finding can recover. A rule on the tenant as a whole has none of its own, and nor has one about something
/// else than points, such as claims or the age of data.
fn recoverable(finding: &Finding) -> String {
    let has_figures =
        || finding.control.as_ref().is_some_and(|control| control.score.is_some() && control.max.is_some());
    match (finding.recoverable, &finding.subject) {
        (Some(points), _) => text::points(points, None),
        (None, Subject::Control(_)) if finding.outcome == Outcome::Fail && has_figures() => "-".to_owned(),
        (None, Subject::Control(_)) => "?".to_owned(),
        (None, Subject::Tenant) => "-".to_owned(),
    }
}

/// Whether a rule refers to techniques of MITRE ATT&CK.
fn names_techniques(rule: &RuleInfo) -> bool {
    let is_attack = |framework: &str| framework.to_lowercase().contains("attack");
    rule.references.iter().any(|(framework, ids)| is_attack(framework) && !ids.is_empty())
}

/// The id and the title of the control: an id like `scid_2011` alone is not readable.
fn subject(finding: &Finding, most: usize) -> String {
    let id = match &finding.subject {
        Subject::Tenant => return "-".to_owned(),
        Subject::Control(id) => foreign(id, most),
    };
    match finding.control.as_ref().and_then(|control| control.title.as_ref()) {
        Some(title) => format!("{id} {}", foreign(title, most / 2)),
        None => id,
    }
}

/// The outcome of a finding that needs attention; none for any other.
fn state(view: &View<'_>, finding: &Finding) -> Option<String> {
    let advice = match view.report.rule(finding).enforcement {
        Enforcement::Block => "",
        Enforcement::Advise => " (advisory)",
        Enforcement::Disabled => return None,
    };
    match &finding.outcome {
        Outcome::Fail | Outcome::Unknown(_) => Some(format!("{}{advice}", finding.outcome.name())),
        Outcome::Waived { .. } | Outcome::Pass | Outcome::NotApplicable(_) => None,
    }
}
