//! The parts of the digest that are lists. No item begins with text of others: behind a list mark it could begin a heading.

use std::collections::BTreeMap;

use super::budget::{Piece, Text};
use super::section::{Item, Part, Section};
use super::{pieces, table};
use crate::report::{Finding, Outcome, Report, RuleRef, Subject, WaiverInfo, WaiverStatus, wording};
use crate::text;

/// The waivers that somebody should look at: those that lapse soon, the first to lapse first, then those that no longer hold.
pub(super) fn waivers(report: &Report, most: usize) -> Option<Section> {
    let mut chosen: Vec<(&WaiverInfo, Piece)> =
        report.waivers.iter().filter_map(|waiver| Some((waiver, fate(waiver)?))).collect();
    chosen.sort_by_key(|(waiver, _)| (!waiver.lapses_soon, waiver.expires));
    let texts = chosen.into_iter().map(|(waiver, fate)| waiver_line(report, waiver, fate, most)).collect();
    section(Part::Waivers, pieces::WAIVERS, texts)
}

fn fate(waiver: &WaiverInfo) -> Option<Piece> {
    match waiver.status {
        WaiverStatus::Active | WaiverStatus::Unused => waiver.lapses_soon.then_some(pieces::WAIVER_LAPSES),
        WaiverStatus::Lapsed => Some(pieces::WAIVER_LAPSED),
        WaiverStatus::Ended => Some(pieces::WAIVER_ENDED),
        WaiverStatus::TooLong => Some(pieces::WAIVER_TOO_LONG),
        WaiverStatus::NotYet => Some(pieces::WAIVER_NOT_YET),
    }
}

fn waiver_line(report: &Report, waiver: &WaiverInfo, fate: Piece, most: usize) -> Text {
    let rule = table::rule_name(report, &waiver.policy, &waiver.rule);
    let text = Text::of(pieces::WAIVER).foreign(&rule, most);
    let text = if waiver.controls.is_empty() {
        text
    } else {
        text.fixed(pieces::SPACE).foreign(&text::sample(&waiver.controls, 3), most)
    };
    let mut text = text.fixed(fate).figure(&waiver.expires.to_string());
    if waiver.lapses_soon {
        text = text.fixed(pieces::WAIVER_DAYS).figure(&waiver.days_left.to_string());
    }
    text = text.fixed(pieces::WAIVER_BY).foreign(&waiver.approved_by, most);
    if let Some(ticket) = &waiver.ticket {
        text = text.fixed(pieces::COMMA).foreign(ticket, most / 2);
    }
    text.fixed(pieces::WAIVER_REASON).foreign(&waiver.reason, most).fixed(pieces::NEWLINE)
}

/// The waived findings, the most severe first: until when, and who answers for it.
pub(super) fn waived(report: &Report, most: usize) -> Option<Section> {
    let line = |finding: &Finding| match &finding.outcome {
        Outcome::Waived { waiver, .. } => Some(waived_line(report, finding, report.waivers.get(*waiver)?, most)),
        Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::NotApplicable(_) => None,
    };
    let texts = report.by_urgency().into_iter().filter_map(line).collect();
    section(Part::Waived, pieces::WAIVED, texts)
}

fn waived_line(report: &Report, finding: &Finding, waiver: &WaiverInfo, most: usize) -> Text {
    let text = Text::of(pieces::WAIVED_ITEM).foreign(&table::finding_rule(report, finding), most);
    let text = match &finding.subject {
        Subject::Control(control) => text.fixed(pieces::SPACE).foreign(control, most),
        Subject::Tenant => text,
    };
    let text = text.fixed(pieces::WAIVED_UNTIL).figure(&waiver.expires.to_string());
    text.fixed(pieces::WAIVER_BY).foreign(&waiver.approved_by, most).fixed(pieces::NEWLINE)
}

/// What the failing rules say is to be done, the most urgent first, with the points of all their failing findings.
pub(super) fn actions(report: &Report, open: &[&Finding], most: usize) -> Option<Section> {
    let mut points: BTreeMap<RuleRef, f64> = BTreeMap::new();
    let mut rules: Vec<&Finding> = Vec::new();
    for &finding in open.iter().filter(|finding| matches!(finding.outcome, Outcome::Fail)) {
        if !points.contains_key(&finding.rule) {
            rules.push(finding);
        }
        *points.entry(finding.rule).or_default() += finding.recoverable.unwrap_or(0.0);
    }
    let with_fix = rules.into_iter().filter_map(|finding| Some((finding, report.rule(finding).fix.as_ref()?)));
    let texts = with_fix.zip(1..).map(|((finding, fix), number)| {
        let won = points.get(&finding.rule).copied().unwrap_or_default();
        action_line(report, finding, fix, (number, won), most)
    });
    section(Part::Actions, pieces::ACTIONS, texts.collect())
}

fn action_line(report: &Report, finding: &Finding, fix: &str, (number, won): (i32, f64), most: usize) -> Text {
    let text = Text::default().figure(&number.to_string()).fixed(pieces::ACTION);
    let text = text.foreign(&table::finding_rule(report, finding), most).fixed(pieces::ACTION_OPEN);
    let mut text = text.fixed(pieces::severity(report.rule(finding).severity));
    if won > 0.0 {
        text = text.fixed(pieces::ACTION_POINTS).figure(&text::points(won, None)).fixed(pieces::ACTION_POINTS_END);
    }
    // What to do is worth twice the room of what is the case.
    text.fixed(pieces::ACTION_FIX).foreign(fix, most.saturating_mul(2)).fixed(pieces::NEWLINE)
}

/// What the evidence lacks.
pub(super) fn gaps(report: &Report, most: usize) -> Option<Section> {
    let line = |gap: &str| Text::of(pieces::GAP).foreign(gap, most).fixed(pieces::NEWLINE);
    section(Part::Gaps, pieces::GAPS, wording::gaps(report).into_iter().map(line).collect())
}

/// Where the data of a live run came from, and the notes of the built-in rules that stand in no other part; their details are gaps.
pub(super) fn notes(report: &Report, most: usize) -> Option<Section> {
    let untold = wording::notes(report).filter(|note| match note.outcome {
        Outcome::Pass | Outcome::NotApplicable(_) => true,
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => false,
    });
    let live = wording::live(report).map(|live| format!("The data was read {live}."));
    let notes = live.into_iter().chain(untold.map(|note| note.message.clone()));
    let texts = notes.map(|note| Text::of(pieces::NOTE).foreign(&note, most).fixed(pieces::NEWLINE));
    section(Part::Notes, pieces::NOTES, texts.collect())
}

/// The rules that were not judged.
pub(super) fn disabled(report: &Report, most: usize) -> Option<Section> {
    let texts = report.disabled().map(|(policy, rule)| {
        let name = table::rule_name(report, &policy.id, &rule.id);
        Text::of(pieces::DISABLED_ITEM).foreign(&name, most).fixed(pieces::NEWLINE)
    });
    section(Part::Disabled, pieces::DISABLED, texts.collect())
}

/// The policies that somebody wrote, and who answers for them.
pub(super) fn policies(report: &Report, most: usize) -> Option<Section> {
    let written = report.policies.iter().filter(|policy| policy.id != crate::policy::BUILT_IN);
    let texts = written.map(|policy| {
        let mut text = Text::of(pieces::POLICY).foreign(&policy.id, most);
        if let Some(title) = &policy.title {
            text = text.fixed(pieces::COMMA).foreign(title, most);
        }
        if let Some(owner) = &policy.owner {
            text = text.fixed(pieces::POLICY_OWNER).foreign(owner, most);
        }
        text.fixed(pieces::NEWLINE)
    });
    section(Part::Policies, pieces::POLICIES, texts.collect())
}

/// What to ask Security Copilot, as far as the report gives cause to ask it.
pub(super) fn prompts(open: &[&Finding]) -> Option<Section> {
    let failed = open.iter().any(|finding| matches!(finding.outcome, Outcome::Fail));
    let undecided = open.iter().any(|finding| matches!(finding.outcome, Outcome::Unknown(_)));
    let prompts = [
        (true, pieces::PROMPT_EXPLAIN),
        (failed, pieces::PROMPT_PLAN),
        (failed, pieces::PROMPT_INCIDENTS),
        (undecided, pieces::PROMPT_UNDECIDED),
    ];
    let asked = prompts.into_iter().filter(|(cause, _)| *cause).map(|(_, prompt)| Text::of(prompt));
    section(Part::Prompts, pieces::PROMPTS, asked.collect())
}

fn section(part: Part, head: Piece, texts: Vec<Text>) -> Option<Section> {
    let items: Vec<Item> = texts.into_iter().map(|text| Item { text, severity: None }).collect();
    (!items.is_empty()).then(|| Section { part, head: Text::of(head), items })
}
