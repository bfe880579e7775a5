//! Workflow commands for GitHub Actions. The runner shows about ten annotations of a level for a step, so that the most severe
//! come first, findings of one rule share an annotation, and the first line is what the rule requires.

use std::collections::BTreeMap;

use super::escape::workflow_command::{data, property};
use super::group::{Group, groups};
use super::{RenderOptions, phrases};
use crate::policy::Place;
use crate::report::{Finding, Outcome, Report, Verdict};

/// From this many findings on, the findings of one rule share an annotation.
const TOGETHER_FROM: usize = 4;
/// How many controls a shared annotation names.
const NAMED: usize = 5;
/// The most characters of a message and of a title; GitHub cuts longer ones without saying so.
const MESSAGE: usize = 4_000;
const TITLE: usize = 200;

/// The levels of annotations, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Error,
    Warning,
    Notice,
}

struct Annotation {
    level: Level,
    place: Option<Place>,
    title: String,
    message: String,
}

/// The report as workflow commands, one a line.
pub(super) fn render(report: &Report, options: &RenderOptions) -> String {
    let groups = groups(report);
    // Advice comes last of its level: after all that counts for the verdict, and after what is said of waivers and evidence.
    let (advice, counting): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.advises() && !group.built_in());
    let mut annotations: Vec<Annotation> = Vec::new();
    annotations.extend(counting.iter().flat_map(|group| of_group(report, group)));
    annotations.extend(of_waivers(report));
    annotations.extend(of_rules(report));
    annotations.extend(of_gaps(report));
    annotations.extend(of_disabled(report));
    annotations.extend(groups.iter().filter_map(|group| of_waived(report, group)));
    annotations.extend(advice.iter().flat_map(|group| of_group(report, group)));
    annotations.sort_by_key(|annotation| annotation.level);
    annotations.insert(0, summary(report, options));
    annotations.iter().map(|annotation| command(report, annotation)).collect()
}

fn of_group(report: &Report, group: &Group<'_>) -> Vec<Annotation> {
    let Some(level) = level(report, group) else { return Vec::new() };
    if group.findings.len() < TOGETHER_FROM {
        return group.findings.iter().map(|finding| single(report, group, finding, level)).collect();
    }
    let word = group.first.outcome.name();
    let mut lines = vec![group.rule.title.clone(), format!("{} {word}:", group.counted())];
    lines.extend(group.findings.iter().take(NAMED).map(|finding| phrases::observation_with_subject(finding)));
    let more = group.findings.len() - NAMED.min(group.findings.len());
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines.extend(advice_to_people(group));
    vec![annotation(group, level, &group.identity(report), &lines)]
}

fn single(report: &Report, group: &Group<'_>, finding: &Finding, level: Level) -> Annotation {
    let note = phrases::is_note(report, finding);
    let mut lines = if note {
        vec![finding.message.clone()]
    } else {
        vec![group.rule.title.clone(), phrases::observation(finding)]
    };
    lines.extend(finding.details.iter().cloned());
    lines.extend(advice_to_people(group));
    let place = report.place(finding);
    Annotation { place, ..annotation(group, level, &report.identity(finding), &lines) }
}

fn annotation(group: &Group<'_>, level: Level, identity: &str, lines: &[String]) -> Annotation {
    let kind = match (level, group.advises()) {
        (Level::Notice, _) => "note",
        (Level::Error | Level::Warning, true) => "advice",
        (Level::Error | Level::Warning, false) => group.rule.severity.name(),
    };
    Annotation { level, place: group.rule.place, title: format!("{kind}: {identity}"), message: lines.join("\n") }
}

fn advice_to_people(group: &Group<'_>) -> impl Iterator<Item = String> {
    let why = group.rule.why.as_ref().map(|why| format!("Why: {why}"));
    let fix = group.rule.fix.as_ref().map(|fix| format!("Fix: {fix}"));
    let owner = group.policy.owner.as_ref().map(|owner| format!("Owner: {owner}"));
    let references = phrases::references(group.rule).map(|references| format!("References: {references}"));
    [why, fix, owner, references].into_iter().flatten()
}

/// How loudly findings are told; not at all where nobody needs to do anything.
fn level(report: &Report, group: &Group<'_>) -> Option<Level> {
    match (&group.first.outcome, group.advises()) {
        (Outcome::Fail, false) => Some(Level::Error),
        (Outcome::Fail, true) if group.built_in() => Some(Level::Notice),
        (Outcome::Fail, true) => Some(Level::Warning),
        // What is undecided ends the build only where nothing failed.
        (Outcome::Unknown(_), false) if report.verdict() == Verdict::Inconclusive => Some(Level::Error),
        (Outcome::Unknown(_), false) => Some(Level::Warning),
        (Outcome::Unknown(_), true) => Some(Level::Notice),
        (Outcome::NotApplicable(_) | Outcome::Pass, _) if phrases::is_note(report, group.first) => Some(Level::Notice),
        (Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_), _) => None,
    }
}

fn of_waivers(report: &Report) -> impl Iterator<Item = Annotation> {
    report.waivers.iter().filter_map(|waiver| {
        Some(Annotation {
            level: Level::Warning,
            place: Some(waiver.place),
            title: format!("waiver: {}/{}", waiver.policy, waiver.rule),
            message: phrases::waiver_warning(waiver)?,
        })
    })
}

/// The waived findings of a rule in one annotation, with those who answer for it. It stands at the first waiver.
fn of_waived(report: &Report, group: &Group<'_>) -> Option<Annotation> {
    let mut waivers: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for finding in &group.findings {
        if let Outcome::Waived { waiver, .. } = &finding.outcome {
            waivers.entry(*waiver).or_default().push(phrases::subject(finding));
        }
    }
    let place = report.waivers[*waivers.keys().next()?].place;
    let lines = waivers.into_iter().map(|(waiver, subjects)| {
        let waiver = &report.waivers[waiver];
        let subjects = crate::text::sample(&subjects, NAMED);
        format!("{subjects}: waived {}. Accepted because: {}", phrases::approval(waiver), waiver.reason)
    });
    Some(Annotation {
        level: Level::Notice,
        place: Some(place),
        title: format!("waived: {}", group.identity(report)),
        message: lines.collect::<Vec<_>>().join("\n"),
    })
}

/// The disabled rules in one annotation.
fn of_disabled(report: &Report) -> Option<Annotation> {
    let disabled = phrases::disabled(report);
    (!disabled.is_empty()).then(|| Annotation {
        level: Level::Notice,
        place: None,
        title: format!("disabled: {}", crate::text::count(disabled.len(), "rule")),
        message: format!("Not judged, because disabled: {}", disabled.join(", ")),
    })
}

/// The gaps of the evidence, in one annotation.
/// What is questionable about a rule itself, and drops that too few snapshots show yet.
fn of_rules(report: &Report) -> impl Iterator<Item = Annotation> {
    let warnings = phrases::rule_warnings(report).map(|(policy, rule, warning)| Annotation {
        level: Level::Warning,
        place: rule.place,
        title: format!("warning: {}/{}", policy.id, rule.id),
        message: warning.to_owned(),
    });
    let pending = phrases::pending(report).map(|finding| Annotation {
        level: Level::Warning,
        place: report.rule(finding).place,
        title: format!("pending: {}", report.identity(finding)),
        message: finding.message.clone(),
    });
    warnings.chain(pending)
}

fn of_gaps(report: &Report) -> Option<Annotation> {
    let gaps = phrases::untold_gaps(report);
    (!gaps.is_empty()).then(|| Annotation {
        level: Level::Notice,
        place: None,
        title: "evidence is incomplete".to_owned(),
        message: gaps.join("\n"),
    })
}

fn summary(report: &Report, options: &RenderOptions) -> Annotation {
    let note = options.exit_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    Annotation {
        level: Level::Notice,
        place: None,
        title: "scoregate".to_owned(),
        message: format!(
            "{}: {}{note}; {} · snapshot {} ({}) · {} · score {}",
            report.verdict().name().to_uppercase(),
            report.verdict_reason(),
            phrases::tenant(report),
            report.snapshot.date,
            phrases::age(report),
            phrases::counts(report),
            phrases::score(report)
        ),
    }
}

fn command(report: &Report, annotation: &Annotation) -> String {
    let level = match annotation.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    let place = annotation.place.map(|place| {
        let path = &report.sources[place.source].path;
        format!("file={},line={},col={},", property(path), place.line, place.column)
    });
    format!(
        "::{level} {}title={}::{}\n",
        place.unwrap_or_default(),
        property(&phrases::clip(&annotation.title, TITLE)),
        data(&phrases::clip(&annotation.message, MESSAGE))
    )
}
