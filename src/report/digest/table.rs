//! What failed and what could not be decided, as a table: of all compact forms the one that costs the fewest tokens and that
//! every model reads.

use super::budget::{Piece, Text};
use super::pieces;
use super::section::{Item, Part, Section};
use crate::policy::{BUILT_IN, Enforcement};
use crate::report::{Finding, Outcome, Report, Subject, wording};
use crate::text;

/// The findings that need somebody: failed ones first, blocking before advice, the most severe first, then the most points.
pub(super) fn open_findings(report: &Report) -> Vec<&Finding> {
    let mut open: Vec<&Finding> = report.findings.iter().filter(|finding| state(report, finding).is_some()).collect();
    open.sort_by(|a, b| {
        let points = |finding: &Finding| finding.recoverable.unwrap_or(0.0);
        report.urgency(a).cmp(&report.urgency(b)).then_with(|| points(b).total_cmp(&points(a)))
    });
    open
}

/// The section; none where nothing failed and nothing is undecided.
pub(super) fn section(report: &Report, open: &[&Finding], most: usize) -> Option<Section> {
    let items: Vec<Item> = open.iter().filter_map(|finding| row(report, finding, most)).collect();
    (!items.is_empty()).then(|| Section { part: Part::Findings, head: Text::of(pieces::FINDINGS), items })
}

fn row(report: &Report, finding: &Finding, most: usize) -> Option<Item> {
    let severity = report.rule(finding).severity;
    let text = Text::of(pieces::CELL).fixed(pieces::severity(severity)).fixed(pieces::CELL);
    let text = text.foreign(&finding_rule(report, finding), most).fixed(pieces::CELL);
    let text = subject(text, finding, most).fixed(state(report, finding)?);
    let text = text.foreign(wording::bare_message(finding), most).fixed(pieces::CELL);
    let text = match finding.recoverable {
        Some(points) => text.figure(&text::points(points, None)),
        None => text.fixed(pieces::UNKNOWN),
    };
    Some(Item { text: text.fixed(pieces::ROW_END), severity: Some(severity) })
}

/// The id that a policy's author looks for. With one policy its name would be the same words in every row.
pub(super) fn rule_name(report: &Report, policy: &str, rule: &str) -> String {
    let own = report.policies.iter().filter(|policy| policy.id != BUILT_IN).count();
    if own == 1 && policy != BUILT_IN { rule.to_owned() } else { format!("{policy}/{rule}") }
}

/// The name of the rule of a finding.
pub(super) fn finding_rule(report: &Report, finding: &Finding) -> String {
    rule_name(report, &report.policy(finding).id, &report.rule(finding).id)
}

/// The id for Graph and the title for people: ids like `scid_2011` say nothing.
fn subject(text: Text, finding: &Finding, most: usize) -> Text {
    let id = match &finding.subject {
        Subject::Tenant => return text.fixed(pieces::NONE),
        Subject::Control(id) => id,
    };
    let text = text.foreign(id, most);
    match finding.control.as_ref().and_then(|control| control.title.as_ref()) {
        Some(title) => text.fixed(pieces::SPACE).foreign(title, most / 2),
        None => text,
    }
}

fn state(report: &Report, finding: &Finding) -> Option<Piece> {
    let blocks = match report.rule(finding).enforcement {
        Enforcement::Block => true,
        Enforcement::Advise => false,
        Enforcement::Disabled => return None,
    };
    match &finding.outcome {
        Outcome::Fail => Some(if blocks { pieces::STATE_FAILED } else { pieces::STATE_FAILED_ADVICE }),
        Outcome::Unknown(_) => Some(if blocks { pieces::STATE_UNDECIDED } else { pieces::STATE_UNDECIDED_ADVICE }),
        Outcome::Waived { .. } | Outcome::Pass | Outcome::NotApplicable(_) => None,
    }
}
