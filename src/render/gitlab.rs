//! The report of GitLab's Code Quality: an array with an entry for each finding to act on, the most urgent first.
//!
//! GitLab shows entries that a merge request adds; it cannot show a waiver, so waived findings are left out. Its parser stops at the
//! first entry without a description, fingerprint, severity or location, and of several entries with one fingerprint it keeps one.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::phrases;
use super::view::{View, is_note};
use crate::policy::{Place, Severity};
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::report::{Finding, Outcome, Report, RuleInfo, Verdict};
use crate::text::{json_safe, line};

/// The most characters of a description, which GitLab shows in a row of a list.
const MAX_DESCRIPTION_CHARS: usize = 1_000;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "gitlab",
        description: "Code Quality report for merge requests of GitLab",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |view, _| Ok(json_safe(&render(view)?)),
};

/// An entry.
#[derive(Serialize)]
struct Entry<'r> {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    /// Relative to the root of the repository.
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    /// From 1.
    begin: u32,
}

/// The report as an array; empty where nothing is to be done.
fn render(view: &View<'_>) -> Result<String, String> {
    let mut fingerprints = Fingerprints::default();
    let findings = view.by_urgency.iter().filter_map(|finding| of_finding(view, finding, &mut fingerprints));
    let mut entries: Vec<Entry<'_>> = findings.collect();
    entries.extend(waivers(view, &mut fingerprints));
    let mut text = serde_json::to_string_pretty(&entries).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn of_finding<'r>(view: &View<'r>, finding: &Finding, fingerprints: &mut Fingerprints) -> Option<Entry<'r>> {
    let severity = severity(view, finding)?;
    let report = view.report;
    let (policy, rule) = (report.policy(finding), report.rule(finding));
    // A built-in rule has no place of its own, and an entry without one ends the parsing.
    let instead = || report.policies.iter().find_map(|policy| policy.place);
    let place = report.place(finding).or_else(instead)?;
    Some(Entry {
        description: description(finding, rule),
        check_name: format!("{}/{}", policy.id, rule.id),
        fingerprint: fingerprints.next(&report.identity(finding)),
        severity,
        location: location(report, place),
    })
}

/// The observation with the title of the control and the fix, in one line: the only text of an entry that GitLab shows.
fn description(finding: &Finding, rule: &RuleInfo) -> String {
    let title = finding.control.as_ref().and_then(|control| control.title.as_ref());
    let title = title.map(|title| format!(" Control: {}", phrases::sentence(title))).unwrap_or_default();
    let fix = rule.fix.as_ref().map(|fix| format!(" Fix: {}", phrases::one_line(fix))).unwrap_or_default();
    let observation = phrases::sentence(&phrases::observation_with_subject(finding));
    phrases::clip(&line(&format!("{}: {observation}{title}{fix}", rule.title)), MAX_DESCRIPTION_CHARS)
}

/// The warnings about waivers, such as one that has expired.
fn waivers<'r>(view: &View<'r>, fingerprints: &mut Fingerprints) -> Vec<Entry<'r>> {
    let of = |waiver: &crate::report::WaiverInfo| {
        let check_name = format!("{}/{}", waiver.policy, waiver.rule);
        Some(Entry {
            description: phrases::waiver_warning(waiver)?,
            fingerprint: fingerprints.next(&format!("waiver {check_name} {}", waiver.controls.join(" "))),
            check_name,
            severity: "minor",
            location: location(view.report, waiver.place),
        })
    };
    view.report.waivers.iter().filter_map(of).collect()
}

fn location(report: &Report, place: Place) -> Location<'_> {
    let path = report.sources.get(place.source).map_or("", |file| file.path.as_str());
    Location { path: path.trim_start_matches("./"), lines: Lines { begin: place.line.max(1) } }
}

/// The severity of a finding to act on, from `blocker` to `info`. Findings that fail the build are at least `major`, all others `minor`
/// at most.
fn severity(view: &View<'_>, finding: &Finding) -> Option<&'static str> {
    let report = view.report;
    if is_note(report, finding) {
        return None;
    }
    match (&finding.outcome, report.blocks(finding)) {
        (Outcome::Fail, true) => Some(match report.rule(finding).severity {
            Severity::Critical => "blocker",
            Severity::High => "critical",
            Severity::Medium | Severity::Low => "major",
        }),
        // An unknown finding ends the build only where nothing failed.
        (Outcome::Unknown(_), true) if view.verdict == Verdict::Inconclusive => Some("major"),
        (Outcome::Fail, false) => Some("minor"),
        (Outcome::Unknown(_), true | false) => Some("info"),
        (Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_), true | false) => None,
    }
}
