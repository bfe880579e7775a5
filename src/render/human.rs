//! Text for a person at a terminal or in the log of a pipeline, with ANSI styles, which the writer removes where they are not wanted.
//!
//! The most important comes first: the verdict, the findings that decide it, advisory findings, warnings and notes, and the exit
//! code.

mod finding;
mod incident;

use super::terminal_page::{BOLD, DIM, GREEN, RED, TerminalPage, YELLOW, painted, safe};
use super::{RenderOptions, phrases};
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::render::options::FormatOption;
use crate::render::view::{Group, View, is_note};
use crate::report::{Finding, Outcome, Verdict};
use crate::text::count;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "human",
        description: "text for a person at a terminal",
        audience: Audience::People,
        shares_standard_output: true,
        shows_hashes: false,
        options: &[FormatOption::ShowPassed],
    },
    render: |view, options| Ok(render(view, options)),
};

/// The most reasons for not applying that are named.
const REASONS: usize = 3;

/// The report as text.
fn render(view: &View<'_>, options: &RenderOptions) -> String {
    let mut page = TerminalPage::with_links(options.hyperlinks);
    header(&mut page, view);
    let groups = &view.groups;
    let shown = groups.iter().filter(|group| is_shown(view, group));
    let (advice, counting): (Vec<_>, Vec<_>) = shown.partition(|group| group.advises());
    findings(&mut page, view, &counting);
    if !advice.is_empty() {
        page.blank();
        page.line(0, &painted(BOLD, "Advisory rules, which do not fail the build:"));
        findings(&mut page, view, &advice);
    }
    if options.show_passed {
        passed(&mut page, view, groups);
    }
    incident::show(&mut page, view);
    page.blank();
    rest(&mut page, view, groups, options);
    page.blank();
    page.line(0, &phrases::exit(view, options));
    page.text()
}

/// Whether a group is shown at length: what needs attention, except notes.
fn is_shown(view: &View<'_>, group: &Group<'_>) -> bool {
    match group.first.outcome {
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => !is_note(view.report, group.first),
        Outcome::NotApplicable(_) | Outcome::Pass => false,
    }
}

fn header(page: &mut TerminalPage, view: &View<'_>) {
    let verdict = view.verdict;
    let style = match verdict {
        Verdict::Passed => GREEN,
        Verdict::Failed => RED,
        Verdict::Inconclusive => YELLOW,
    };
    page.line(
        0,
        &format!(
            "{}  {} · snapshot {} ({}) · {}",
            painted(style, &verdict.name().to_uppercase()),
            safe(phrases::tenant(view.report)),
            view.report.snapshot.date,
            phrases::age(view.report),
            phrases::counts(view)
        ),
    );
}

fn findings(page: &mut TerminalPage, view: &View<'_>, groups: &[&Group<'_>]) {
    // The locations of the rules are aligned, unless an identity is too long.
    let width =
        groups.iter().map(|group| group.identity(view.report).chars().count()).filter(|width| *width <= 60).max();
    let mut after_waiver = false;
    for group in groups {
        let waiver = matches!(group.first.outcome, Outcome::Waived { .. });
        // No blank line between waivers, which take two lines each.
        if !(waiver && after_waiver) {
            page.blank();
        }
        after_waiver = waiver;
        finding::show(page, view, group, width.unwrap_or(0));
    }
}

/// The passed findings, with required and observed values.
fn passed(page: &mut TerminalPage, view: &View<'_>, groups: &[Group<'_>]) {
    let is_passed = |group: &&Group<'_>| group.first.outcome == Outcome::Pass && !is_note(view.report, group.first);
    let passed: Vec<&Group<'_>> = groups.iter().filter(is_passed).collect();
    if !passed.is_empty() {
        page.blank();
        page.line(0, &painted(BOLD, "Passed:"));
        findings(page, view, &passed);
    }
}

/// Everything else, each in a line that begins with a label.
fn rest(page: &mut TerminalPage, view: &View<'_>, groups: &[Group<'_>], options: &RenderOptions) {
    if view.finding_counts.passed > 0 {
        page.line(0, &format!("{} {}", painted(GREEN, "✓"), phrases::passed(view)));
    }
    for finding in view.explained().filter(|_| !options.show_passed) {
        let text = format!("{}  {}", view.report.identity(finding), finding.message);
        page.line(0, &format!("{} {}", painted(GREEN, "✓"), safe(&text)));
        finding.details.iter().for_each(|detail| page.line(4, &safe(detail)));
    }
    not_applicable(page, groups);
    page.line(0, &format!("score  {}", phrases::score(view.report)));
    phrases::origins(view.report).iter().for_each(|origin| page.line(0, &format!("data  {origin}")));
    if let Some(live) = phrases::live(view.report) {
        page.line(0, &format!("data  {}", safe(&live)));
    }
    warnings(page, view);
    notes(page, view, options);
    let disabled = view.disabled();
    if !disabled.is_empty() {
        page.line(0, &format!("disabled  {}", safe(&disabled.join(", "))));
    }
}

/// Warnings: waivers, drops that are not confirmed yet, and rules.
fn warnings(page: &mut TerminalPage, view: &View<'_>) {
    for waiver in &view.report.waivers {
        if let Some(warning) = &phrases::waiver_warning(waiver) {
            let spot = painted(DIM, &safe(&view.report.spot(waiver.place)));
            page.line(0, &format!("{} {}  {spot}", painted(YELLOW, "!"), safe(warning)));
        }
    }
    for finding in view.pending() {
        let text = format!("{}  {}", view.report.identity(finding), finding.message);
        page.line(0, &format!("{} pending  {}", painted(YELLOW, "!"), safe(&text)));
        finding.details.iter().for_each(|detail| page.line(4, &safe(detail)));
    }
    for (_, rule, warning) in view.rule_warnings() {
        let spot = rule.place.map(|place| painted(DIM, &safe(&view.report.spot(place)))).unwrap_or_default();
        page.line(0, &format!("{} {}  {spot}", painted(YELLOW, "!"), safe(warning)));
    }
}

/// Notes on the words and on the evidence.
fn notes(page: &mut TerminalPage, view: &View<'_>, options: &RenderOptions) {
    let is_shown = |finding: &&&Finding| finding.outcome != Outcome::Pass || options.show_passed || finding.pending;
    if let Some(explanation) = View::explanation(view.by_urgency.iter().filter(is_shown).copied()) {
        page.line(0, &format!("note  {explanation}"));
    }
    for note in view.notes.iter() {
        page.line(0, &format!("note  {}", safe(&note.message)));
        note.details.iter().map(String::as_str).chain(view.remedy(note)).for_each(|line| page.line(6, &safe(line)));
    }
    if let Some(unverified) = phrases::unverified(view.report) {
        page.line(0, &format!("note  {}", safe(&unverified)));
    }
    for gap in view.unreported_gaps.iter() {
        page.line(0, &format!("note  the evidence is incomplete: {}", safe(gap)));
    }
}

/// The number of findings that do not apply, and the reasons, each once.
fn not_applicable(page: &mut TerminalPage, groups: &[Group<'_>]) {
    let mut reasons: Vec<String> = Vec::new();
    let mut number = 0;
    for group in groups.iter().filter(|group| !group.built_in()) {
        for finding in &group.findings {
            if let Outcome::NotApplicable(exclusion) = &finding.outcome {
                let reason = exclusion.to_string();
                number += 1;
                if !reasons.contains(&reason) && reasons.len() <= REASONS {
                    reasons.push(reason);
                }
            }
        }
    }
    if number == 0 {
        return;
    }
    let more = if reasons.len() > REASONS { "; …" } else { "" };
    reasons.truncate(REASONS);
    let findings = count(number, "finding");
    page.line(0, &format!("{} {findings} not applicable: {}{more}", painted(DIM, "-"), safe(&reasons.join("; "))));
}
