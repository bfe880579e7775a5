//! The annotations of a report on lines of policies, for the runners of pipelines. A runner shows about ten annotations of a level for a
//! step. Therefore the most severe come first, findings of one rule share an annotation, and the first line is the title of the rule.

use std::collections::BTreeMap;

use super::view::{Group, View, is_note};
use super::{RenderOptions, phrases};
use crate::policy::Place;
use crate::report::{Finding, Outcome, Report, Verdict};

/// The number of findings from which the findings of one rule share an annotation.
const SHARED_FROM: usize = 4;
/// The most controls that a shared annotation names.
const MAX_NAMED: usize = 5;
/// The most characters of a message and of a title; GitHub cuts longer ones without a notice.
const MAX_MESSAGE_CHARS: usize = 4_000;
const MAX_TITLE_CHARS: usize = 200;

/// The levels of annotations, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Something that fails the build.
    Error,
    /// Something to act on that does not fail the build.
    Warning,
    /// Something to know.
    Notice,
}

/// A line and column of a file, from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'a> {
    /// The path, relative to the root of the repository where it is in there.
    pub(crate) path: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// An annotation of a report.
struct Annotation {
    level: Level,
    place: Option<Place>,
    title: String,
    message: String,
}

impl Annotation {
    /// The place, where it is in a file.
    fn spot<'r>(&self, report: &'r Report) -> Option<Spot<'r>> {
        let place = self.place?;
        let path = &report.sources[place.source].path;
        Some(Spot { path, line: place.line as usize, column: place.column as usize })
    }

    /// The title, cut to what is shown.
    fn title(&self) -> String {
        phrases::clip(&self.title, MAX_TITLE_CHARS)
    }

    /// The message, cut to what is shown.
    fn message(&self) -> String {
        phrases::clip(&self.message, MAX_MESSAGE_CHARS)
    }
}

/// The command of a runner for an annotation: of its level, place, title and message.
pub(super) type Command = fn(Level, Option<Spot<'_>>, &str, &str) -> String;

/// The annotations of a report as commands of a runner.
pub(super) fn written(view: &View<'_>, options: &RenderOptions, command: Command) -> String {
    let annotations = annotations(view, options);
    annotations.iter().map(|one| command(one.level, one.spot(view.report), &one.title(), &one.message())).collect()
}

/// The annotations of a report: first the summary, then the worst.
fn annotations(view: &View<'_>, options: &RenderOptions) -> Vec<Annotation> {
    let groups = &view.groups;
    // Advisory findings come last of their level: after all that counts for the verdict, and after waivers and evidence.
    let (advice, counting): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.advises() && !group.built_in());
    let mut annotations: Vec<Annotation> = Vec::new();
    annotations.extend(counting.iter().flat_map(|group| of_group(view, group)));
    annotations.extend(of_waivers(view));
    annotations.extend(of_rules(view));
    annotations.extend(of_gaps(view));
    annotations.extend(of_incidents(view));
    annotations.extend(of_disabled(view));
    annotations.extend(groups.iter().filter_map(|group| of_waived(view, group)));
    annotations.extend(advice.iter().flat_map(|group| of_group(view, group)));
    annotations.sort_by_key(|annotation| annotation.level);
    annotations.insert(0, summary(view, options));
    annotations
}

fn of_group(view: &View<'_>, group: &Group<'_>) -> Vec<Annotation> {
    let Some(level) = level(view, group) else { return Vec::new() };
    if group.findings.len() < SHARED_FROM {
        return group.findings.iter().map(|finding| single(view, group, finding, level)).collect();
    }
    let word = group.first.outcome.name();
    let mut lines = vec![group.rule.title.clone(), format!("{} {word}:", group.counted())];
    lines.extend(group.findings.iter().take(MAX_NAMED).map(|finding| phrases::observation_with_subject(finding)));
    let more = group.findings.len() - MAX_NAMED.min(group.findings.len());
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines.extend(remediation(group));
    vec![annotation(group, level, &group.identity(view.report), &lines)]
}

fn single(view: &View<'_>, group: &Group<'_>, finding: &Finding, level: Level) -> Annotation {
    let note = is_note(view.report, finding);
    let mut lines = if note {
        vec![finding.message.clone()]
    } else {
        vec![group.rule.title.clone(), phrases::observation(finding)]
    };
    lines.extend(finding.details.iter().cloned());
    lines.extend(remediation(group));
    let place = view.report.place(finding);
    Annotation { place, ..annotation(group, level, &view.report.identity(finding), &lines) }
}

fn annotation(group: &Group<'_>, level: Level, identity: &str, lines: &[String]) -> Annotation {
    let kind = match (level, group.advises()) {
        (Level::Notice, _) => "note",
        (Level::Error | Level::Warning, true) => "advisory",
        (Level::Error | Level::Warning, false) => group.rule.severity.name(),
    };
    Annotation { level, place: group.rule.place, title: format!("{kind}: {identity}"), message: lines.join("\n") }
}

fn remediation(group: &Group<'_>) -> impl Iterator<Item = String> {
    let why = group.rule.why.as_ref().map(|why| format!("Why: {why}"));
    let fix = group.rule.fix.as_ref().map(|fix| format!("Fix: {fix}"));
    let owner = group.policy.owner.as_ref().map(|owner| format!("Owner: {owner}"));
    let references = phrases::references(group.rule).map(|references| format!("References: {references}"));
    [why, fix, owner, references].into_iter().flatten()
}

/// The level of the annotation of a group; none where no action is needed.
fn level(view: &View<'_>, group: &Group<'_>) -> Option<Level> {
    match (&group.first.outcome, group.advises()) {
        (Outcome::Fail, false) => Some(Level::Error),
        (Outcome::Fail, true) if group.built_in() => Some(Level::Notice),
        (Outcome::Fail, true) => Some(Level::Warning),
        // An unknown finding ends the build only where nothing failed.
        (Outcome::Unknown(_), false) if view.verdict == Verdict::Inconclusive => Some(Level::Error),
        (Outcome::Unknown(_), false) => Some(Level::Warning),
        (Outcome::Unknown(_), true) => Some(Level::Notice),
        (Outcome::NotApplicable(_) | Outcome::Pass, _) if is_note(view.report, group.first) => Some(Level::Notice),
        (Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_), _) => None,
    }
}

fn of_waivers(view: &View<'_>) -> impl Iterator<Item = Annotation> {
    view.report.waivers.iter().filter_map(|waiver| {
        Some(Annotation {
            level: Level::Warning,
            place: Some(waiver.place),
            title: format!("waiver: {}/{}", waiver.policy, waiver.rule),
            message: phrases::waiver_warning(waiver)?,
        })
    })
}

/// The waived findings of a rule in one annotation, with their approvers. It stands at the first waiver.
fn of_waived(view: &View<'_>, group: &Group<'_>) -> Option<Annotation> {
    let mut waivers: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for finding in &group.findings {
        if let Outcome::Waived { waiver, .. } = &finding.outcome {
            waivers.entry(*waiver).or_default().push(phrases::subject(finding));
        }
    }
    let place = view.report.waivers[*waivers.keys().next()?].place;
    let lines = waivers.into_iter().map(|(waiver, subjects)| {
        let waiver = &view.report.waivers[waiver];
        let subjects = crate::text::sample(&subjects, MAX_NAMED);
        format!("{subjects}: waived, {}. Waiver reason: {}", phrases::approval(waiver), waiver.reason)
    });
    Some(Annotation {
        level: Level::Notice,
        place: Some(place),
        title: format!("waived: {}", group.identity(view.report)),
        message: lines.collect::<Vec<_>>().join("\n"),
    })
}

/// The disabled rules in one annotation.
fn of_disabled(view: &View<'_>) -> Option<Annotation> {
    let disabled = view.disabled();
    (!disabled.is_empty()).then(|| Annotation {
        level: Level::Notice,
        place: None,
        title: format!("disabled: {}", crate::text::count(disabled.len(), "rule")),
        message: format!("Disabled, and not evaluated: {}", disabled.join(", ")),
    })
}

/// The warnings about rules themselves, and drops that too few snapshots confirm so far.
fn of_rules(view: &View<'_>) -> impl Iterator<Item = Annotation> {
    let warnings = view.rule_warnings().map(|(policy, rule, warning)| Annotation {
        level: Level::Warning,
        place: rule.place,
        title: format!("warning: {}/{}", policy.id, rule.id),
        message: warning.to_owned(),
    });
    let pending = view.pending().map(|finding| Annotation {
        level: Level::Warning,
        place: view.report.rule(finding).place,
        title: format!("pending: {}", view.report.identity(finding)),
        message: finding.message.clone(),
    });
    warnings.chain(pending)
}

/// The incidents, in one annotation.
fn of_incidents(view: &View<'_>) -> Option<Annotation> {
    let report = view.report.incidents.as_ref()?;
    let shown = report.incidents.iter().take(MAX_NAMED);
    let mut lines = vec![phrases::incident_counts(report)];
    lines.extend(
        shown.map(|info| format!("{} {}; {}", info.severity.name(), phrases::incident(info), phrases::bearing(info))),
    );
    let more = report.incidents.len().saturating_sub(MAX_NAMED);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    Some(Annotation { level: Level::Notice, place: None, title: "incidents".to_owned(), message: lines.join("\n") })
}

/// The gaps of the evidence, in one annotation.
fn of_gaps(view: &View<'_>) -> Option<Annotation> {
    let gaps = &view.unreported_gaps;
    (!gaps.is_empty()).then(|| Annotation {
        level: Level::Notice,
        place: None,
        title: "evidence is incomplete".to_owned(),
        message: gaps.join("\n"),
    })
}

fn summary(view: &View<'_>, options: &RenderOptions) -> Annotation {
    let note = options.exit_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    Annotation {
        level: Level::Notice,
        place: None,
        title: "scoregate".to_owned(),
        message: format!(
            "{}: {}{note}; {} · snapshot {} ({}) · {} · score {}",
            view.verdict.name().to_uppercase(),
            view.verdict_reason,
            phrases::tenant(view.report),
            view.report.snapshot.date,
            phrases::age(view.report),
            phrases::counts(view),
            phrases::score(view.report)
        ),
    }
}
