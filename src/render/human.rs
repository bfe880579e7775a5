//! Text for a person at a terminal or in the log of a pipeline. It holds ANSI styles; the writer strips them.
//!
//! The order is that of a reader in a hurry: the verdict, what decides it, advice, what else there is to know, and the exit code.

mod finding;
pub(in crate::render) mod page;

use super::group::{Group, counted_passed, groups};
use super::{RenderOptions, phrases};
use crate::report::{Outcome, Report, Verdict};
use page::{BOLD, DIM, GREEN, Page, RED, YELLOW, painted, safe};

/// How many reasons for not applying are named.
const REASONS: usize = 3;

/// The report as text.
pub(super) fn render(report: &Report, options: &RenderOptions) -> String {
    let mut page = Page::default();
    header(&mut page, report);
    let groups = groups(report);
    let shown = groups.iter().filter(|group| is_shown(report, group));
    let (advice, counting): (Vec<_>, Vec<_>) = shown.partition(|group| group.advises());
    findings(&mut page, report, &counting);
    if !advice.is_empty() {
        page.blank();
        page.line(0, &painted(BOLD, "Advice, which does not fail the build:"));
        findings(&mut page, report, &advice);
    }
    if options.show_passed {
        passed(&mut page, report, &groups);
    }
    page.blank();
    rest(&mut page, report, &groups, options);
    page.blank();
    page.line(0, &phrases::exit(report, options));
    page.text()
}

/// Whether a group is shown at length: what a person should look at, but for the notes.
fn is_shown(report: &Report, group: &Group<'_>) -> bool {
    match group.first.outcome {
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => !phrases::is_note(report, group.first),
        Outcome::NotApplicable(_) | Outcome::Pass => false,
    }
}

fn header(page: &mut Page, report: &Report) {
    let verdict = report.verdict();
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
            safe(phrases::tenant(report)),
            report.snapshot.date,
            phrases::age(report),
            phrases::counts(report)
        ),
    );
}

fn findings(page: &mut Page, report: &Report, groups: &[&Group<'_>]) {
    // The places of the rules stand below one another as long as the identities are not too long for it.
    let width = groups.iter().map(|group| group.identity(report).chars().count()).filter(|width| *width <= 60).max();
    let mut after_waiver = false;
    for group in groups {
        let waiver = matches!(group.first.outcome, Outcome::Waived { .. });
        // One waiver follows another closely, being only two lines.
        if !(waiver && after_waiver) {
            page.blank();
        }
        after_waiver = waiver;
        finding::show(page, report, group, width.unwrap_or(0));
    }
}

/// Passed findings, with the required and the observed amount.
fn passed(page: &mut Page, report: &Report, groups: &[Group<'_>]) {
    let is_passed = |group: &&Group<'_>| group.first.outcome == Outcome::Pass && !phrases::is_note(report, group.first);
    let passed: Vec<&Group<'_>> = groups.iter().filter(is_passed).collect();
    if !passed.is_empty() {
        page.blank();
        page.line(0, &painted(BOLD, "Passed:"));
        findings(page, report, &passed);
    }
}

/// What is not a finding that needs a person, each in a line that begins with what it is about.
fn rest(page: &mut Page, report: &Report, groups: &[Group<'_>], options: &RenderOptions) {
    if report.counts().passed > 0 {
        page.line(0, &format!("{} {}", painted(GREEN, "✓"), counted_passed(report)));
    }
    for finding in phrases::explained(report).filter(|_| !options.show_passed) {
        let told = format!("{}  {}", report.identity(finding), finding.message);
        page.line(0, &format!("{} {}", painted(GREEN, "✓"), safe(&told)));
        finding.details.iter().for_each(|detail| page.line(4, &safe(detail)));
    }
    not_applicable(page, groups);
    page.line(0, &format!("score  {}", phrases::score(report)));
    phrases::origins(report).iter().for_each(|origin| page.line(0, &format!("data  {origin}")));
    if let Some(live) = phrases::live(report) {
        page.line(0, &format!("data  {}", safe(&live)));
    }
    warnings(page, report);
    notes(page, report);
    let disabled = phrases::disabled(report);
    if !disabled.is_empty() {
        page.line(0, &format!("disabled  {}", safe(&disabled.join(", "))));
    }
}

/// Warnings: waivers, drops that are not confirmed yet, and rules.
fn warnings(page: &mut Page, report: &Report) {
    for waiver in &report.waivers {
        if let Some(warning) = &phrases::waiver_warning(waiver) {
            let spot = painted(DIM, &safe(&report.spot(waiver.place)));
            page.line(0, &format!("{} {}  {spot}", painted(YELLOW, "!"), safe(warning)));
        }
    }
    for finding in phrases::pending(report) {
        let told = format!("{}  {}", report.identity(finding), finding.message);
        page.line(0, &format!("{} pending  {}", painted(YELLOW, "!"), safe(&told)));
        finding.details.iter().for_each(|detail| page.line(4, &safe(detail)));
    }
    for (_, rule, warning) in phrases::rule_warnings(report) {
        let spot = rule.place.map(|place| painted(DIM, &safe(&report.spot(place)))).unwrap_or_default();
        page.line(0, &format!("{} {}  {spot}", painted(YELLOW, "!"), safe(warning)));
    }
}

/// Notes on the evidence.
fn notes(page: &mut Page, report: &Report) {
    for note in phrases::notes(report) {
        page.line(0, &format!("note  {}", safe(&note.message)));
        note.details.iter().for_each(|detail| page.line(6, &safe(detail)));
    }
    if let Some(unverified) = phrases::unverified(report) {
        page.line(0, &format!("note  {}", safe(&unverified)));
    }
    for gap in phrases::untold_gaps(report) {
        page.line(0, &format!("note  the evidence is incomplete: {}", safe(gap)));
    }
}

/// How many findings do not apply, and why in short: the reasons, each once.
fn not_applicable(page: &mut Page, groups: &[Group<'_>]) {
    let mut reasons: Vec<&str> = Vec::new();
    let mut number = 0;
    for group in groups.iter().filter(|group| !group.built_in()) {
        for finding in &group.findings {
            if let Outcome::NotApplicable(reason) = &finding.outcome {
                number += 1;
                if !reasons.contains(&reason.as_str()) && reasons.len() <= REASONS {
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
    page.line(0, &format!("{} {number} not applicable: {}{more}", painted(DIM, "-"), safe(&reasons.join("; "))));
}
