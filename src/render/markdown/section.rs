//! The sections of the page whose length depends on the report.

use super::cell;
use super::limited_page::LimitedPage;
use crate::render::escape::markdown::inert;
use crate::render::view::{Group, View, is_note};
use crate::render::{phrases, score_change};
use crate::report::{Change, Finding, Outcome, Subject};
use crate::text::contribution;

/// The most findings of one rule that are shown with details.
const DETAILED: usize = 20;
/// The most controls of a change that are named.
const CHANGED_CONTROLS: usize = 5;

/// The reasons for the score change: the sentence, and the controls that contributed most.
pub(super) fn changes(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let changes = score_change::changes(view);
    page.rows(
        "### Why the score changed\n\n",
        changes.into_iter().map(|(finding, change)| reasons(view, finding, change)),
        limit,
        "changes",
    );
}

fn reasons(view: &View<'_>, finding: &Finding, change: &Change) -> String {
    let rule = cell(&view.report.identity(finding));
    let mut text = format!("- Since {} ({rule}): **{}**\n", change.from.date, cell(&change.sentence()));
    for (cause, one) in score_change::changed_controls(change, CHANGED_CONTROLS) {
        let title = one.title.as_ref().map(|title| format!(", {}", cell(title))).unwrap_or_default();
        let (share, worth) = (contribution(one.percentage_points), change.control_text(cause, one));
        text.push_str(&format!("  - {share} {}: {} {worth}{title}\n", cause.name(), cell(&one.id)));
    }
    text
}

/// The table of failed, unknown and waived findings.
pub(super) fn findings(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let head = "| | Severity | Rule | Control | Result |\n|---|---|---|---|---|\n";
    let shown = view.by_urgency.iter().copied().filter(|finding| needs_attention(view, finding));
    page.rows(head, shown.map(|finding| row(view, finding)), limit, "findings");
}

fn needs_attention(view: &View<'_>, finding: &Finding) -> bool {
    match finding.outcome {
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => !is_note(view.report, finding),
        Outcome::Pass | Outcome::NotApplicable(_) => false,
    }
}

fn row(view: &View<'_>, finding: &Finding) -> String {
    let rule = view.report.rule(finding);
    let advice = if view.report.blocks(finding) { "" } else { " (advisory)" };
    let control = match &finding.subject {
        Subject::Tenant => "—".to_owned(),
        Subject::Control(control) => cell(control),
    };
    format!(
        "| {} {}{advice} | {} | {} | {control} | {} |\n",
        sign(view, finding),
        finding.outcome.name(),
        rule.severity.name(),
        cell(&format!("{}/{}", view.report.policy(finding).id, rule.id)),
        cell(&phrases::observation(finding))
    )
}

fn sign(view: &View<'_>, finding: &Finding) -> &'static str {
    match (&finding.outcome, view.report.blocks(finding)) {
        (Outcome::Fail, true) => "❌",
        (Outcome::Fail, false) => "💡",
        (Outcome::Unknown(_), _) => "❔",
        (Outcome::Waived { .. }, _) => "🕓",
        (Outcome::Pass, _) => "✅",
        (Outcome::NotApplicable(_), _) => "➖",
    }
}

/// For each rule that needs attention: the observations in detail, the reason for the rule, and the fix.
pub(super) fn details(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let groups = &view.groups;
    let shown = groups.iter().filter(|group| needs_attention(view, group.first));
    page.rows("### Details\n\n", shown.map(|group| detail(view, group)), limit, "rules");
}

fn detail(view: &View<'_>, group: &Group<'_>) -> String {
    let name = format!("{}/{}", group.policy.id, group.rule.id);
    let mut text = format!(
        "<details><summary>{} {}: {}</summary>\n\n",
        sign(view, group.first),
        html(&name),
        html(&phrases::clip(&group.rule.title, 500))
    );
    for finding in group.findings.iter().take(DETAILED) {
        text.push_str(&format!("- {}\n", cell(&phrases::observation_with_subject(finding))));
        let facts = phrases::control_facts(finding);
        for line in finding.details.iter().take(DETAILED).chain(&facts) {
            text.push_str(&format!("  - {}\n", cell(line)));
        }
    }
    let more = group.findings.len().saturating_sub(DETAILED);
    if more > 0 {
        text.push_str(&format!("- and {more} more\n"));
    }
    text.push('\n');
    let place = group.rule.place.map(|place| view.report.spot(place));
    let references = phrases::references(group.rule);
    let labelled = [
        ("Why", &group.rule.why),
        ("Fix", &group.rule.fix),
        ("References", &references),
        ("Owner", &group.policy.owner),
        ("Rule", &place),
    ];
    for (label, words) in labelled {
        if let Some(words) = words {
            text.push_str(&format!("**{label}:** {}\n\n", inert(&phrases::clip(words, 4_000))));
        }
    }
    text.push_str("</details>\n\n");
    text
}

/// Escapes text for HTML in which neither Markdown nor links nor mentions are recognised.
fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => html.push(' '),
            '@' | ':' => html.push_str(&format!("{c}<!-- -->")),
            '-' | '/' | '.' | ',' => html.push(c),
            _ if c.is_ascii_punctuation() => html.push_str(&format!("&#{};", u32::from(c))),
            _ => html.push(c),
        }
    }
    html
}

/// The passed findings, in a collapsed section.
pub(super) fn passed(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let passed: Vec<&Finding> =
        view.report.findings.iter().filter(|finding| finding.outcome == Outcome::Pass).collect();
    if passed.is_empty() {
        return;
    }
    let head = format!("<details><summary>✅ {}</summary>\n\n", phrases::passed(view));
    let rows = passed
        .iter()
        .map(|finding| format!("- {}: {}\n", cell(&view.report.identity(finding)), cell(&finding.message)));
    if page.rows(&head, rows, limit, "findings that passed") {
        page.push("</details>\n\n");
    }
}
