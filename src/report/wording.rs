//! What several formats say in the same words, so that a reader of two of them is not told two stories.

use super::{Counts, Finding, Outcome, PolicyInfo, RenderOptions, Report, RuleInfo, Subject, Waivable, WaiverInfo};
use crate::evidence::{Input, InputKind};
use crate::text;

/// The age in hours up to which people think in hours; beyond, days say more.
const HOURS_UP_TO: i64 = 72;

/// The most characters of a control's title beside other facts about it.
const TITLE: usize = 200;

/// How old the snapshot is at the time of the run: `31 h old`, `5 days old`, `dated 3 h ahead`.
pub(super) fn age(report: &Report) -> String {
    let seconds = report.now.duration_since(report.snapshot.created).as_secs();
    let length = |seconds: i64| match seconds / 3600 {
        hours if hours <= HOURS_UP_TO => format!("{hours} h"),
        hours => format!("{} days", hours / 24),
    };
    // A date ahead of the clock must not look like a fresh one.
    if seconds < 0 { format!("dated {} ahead", length(-seconds)) } else { format!("{} old", length(seconds)) }
}

/// What people should know of where the data came from: that it is of the cache, and since when; that names in it are pseudonyms.
pub(super) fn origins(report: &Report) -> Vec<String> {
    let (mut fetched, mut is_redacted, mut foreign) = (None, false, None);
    for input in &report.provenance.inputs {
        match input.kind {
            InputKind::Cached { captured } => fetched = Some((captured, input.origin())),
            InputKind::Recording { redacted, .. } => {
                is_redacted |= redacted;
                foreign = foreign.or(input.foreign_graph());
            }
            InputKind::Raw | InputKind::Live { .. } => {}
        }
    }
    let fetched = fetched.map(|(captured, origin)| {
        let seconds = report.now.duration_since(captured).as_secs();
        let when = match seconds {
            // A run can be judged at a time before that.
            ..0 => format!("at {}", captured.strftime("%Y-%m-%dT%H:%M:%SZ")),
            0..60 => format!("{seconds} s ago"),
            60..3600 => format!("{} min ago", seconds / 60),
            3600.. => format!("{} h ago", seconds / 3600),
        };
        let of = origin.map(|origin| format!(" of {origin}")).unwrap_or_default();
        format!("from the cache{of}, fetched {when}")
    });
    let redacted = is_redacted.then(|| "a redacted recording: names are pseudonyms".to_owned());
    let foreign = foreign.map(|graph| format!("recorded from {graph}, which is no endpoint of Microsoft Graph"));
    fetched.into_iter().chain(redacted).chain(foreign).collect()
}

/// The share of the points in percent, where both sides of it are known.
pub(super) fn percentage(report: &Report) -> Option<f64> {
    let (current, max) = (report.snapshot.current?, report.snapshot.max?);
    Some(100.0 * current / max).filter(|share| share.is_finite())
}

/// The score with what it rests on: `68.4 % (812.5 of 1188 points), 9 of them claimed`.
pub(super) fn score(report: &Report) -> String {
    let snapshot = &report.snapshot;
    let claimed = text::points(snapshot.claimed, None);
    let maybe = match snapshot.maybe_claimed {
        more if more > 0.0 => format!("; up to {} more may be", text::points(more, None)),
        _ => String::new(),
    };
    let points = |value| text::points(value, None);
    match (percentage(report), snapshot.current, snapshot.max) {
        (Some(share), Some(current), Some(max)) => format!(
            "{} ({} of {} points), {claimed} of them claimed{maybe}",
            text::percent(share, None),
            points(current),
            points(max)
        ),
        (None, Some(current), _) => {
            format!("{} points of a maximum that is not known, {claimed} of them claimed{maybe}", points(current))
        }
        (_, None, _) | (Some(_), Some(_), None) => {
            format!("not known; {claimed} points are claimed{maybe}")
        }
    }
}

/// The hosts that the data was fetched from by the run itself, each once: `live from https://graph.microsoft.com`. Whoever reads a
/// report must see where somebody was sent for the data.
pub(super) fn live(report: &Report) -> Option<String> {
    live_of(report.provenance.inputs.iter())
}

/// The same of some inputs.
pub(super) fn live_of<'i>(inputs: impl Iterator<Item = &'i Input>) -> Option<String> {
    let mut origins: Vec<&str> = inputs.filter_map(Input::live_origin).collect();
    origins.dedup();
    (!origins.is_empty()).then(|| format!("live from {}", text::list(&origins, "and")))
}

/// How many rules came out how, each by its worst finding, then how many findings: `rules: 1 failed, 2 passed · findings: …`.
pub(super) fn counts(report: &Report) -> String {
    format!("rules: {} · findings: {}", rule_counts(report), finding_counts(report))
}

/// How many rules came out how; what did not occur is left out, but failures are always named.
pub(super) fn rule_counts(report: &Report) -> String {
    let counts = report.rule_counts();
    let disabled = (counts.disabled > 0).then(|| format!(", {} disabled", counts.disabled));
    format!("{}{}", named_counts(&counts), disabled.unwrap_or_default())
}

/// How many findings came out how.
pub(super) fn finding_counts(report: &Report) -> String {
    named_counts(&report.counts())
}

fn named_counts(counts: &Counts) -> String {
    let undecided = Outcome::Unknown(String::new()).name();
    let named = [
        (counts.failed, "failed".to_owned()),
        (counts.undecided, undecided.to_owned()),
        (counts.waived, "waived".to_owned()),
        (counts.passed, "passed".to_owned()),
        (counts.not_applicable, "not applicable".to_owned()),
        (counts.advised, "failed as advice".to_owned()),
        (counts.undecided_advice, format!("{undecided} as advice")),
    ];
    let shown = named.iter().filter(|(number, word)| *number > 0 || word == "failed");
    shown.map(|(number, word)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
}

/// The exit code and what it means: `exit 1: a blocking rule failed`.
pub(super) fn exit(report: &Report, options: &RenderOptions) -> String {
    let reason = report.verdict_reason();
    match &options.exit_note {
        Some(note) => format!("{note} ({reason})"),
        None => format!("exit {}: {reason}", report.verdict().exit().code()),
    }
}

/// The references of a rule: `attack T1078.004; nist-800-53 IA-2, IA-5`.
pub(super) fn references(rule: &RuleInfo) -> Option<String> {
    let references = rule.references.iter().map(|(framework, ids)| format!("{framework} {}", ids.join(", ")));
    let references: Vec<String> = references.collect();
    (!references.is_empty()).then(|| references.join("; "))
}

/// What the rule requires, as text; none where it is no amount.
pub(super) fn required(finding: &Finding) -> Option<String> {
    finding.required.as_ref().map(ToString::to_string)
}

/// What was observed, as text.
pub(super) fn observed(finding: &Finding) -> Option<String> {
    let limit = finding.required.as_ref().map(|required| &required.quantity);
    finding.observed.as_ref().map(|observed| observed.text(limit))
}

/// The tenant, or that it is not known.
pub(super) fn tenant(report: &Report) -> &str {
    report.tenant.as_deref().unwrap_or("tenant not named")
}

/// The observation, marked where it is none: `Undecided: …`.
pub(super) fn observation(finding: &Finding) -> String {
    let undecided = match &finding.outcome {
        Outcome::Unknown(_) | Outcome::Waived { instead_of: Waivable::Unknown(_), .. } => true,
        Outcome::Pass | Outcome::Fail | Outcome::NotApplicable(_) => false,
        Outcome::Waived { instead_of: Waivable::Fail, .. } => false,
    };
    if undecided && !finding.message.starts_with("Undecided") {
        format!("Undecided: {}", finding.message)
    } else {
        finding.message.clone()
    }
}

/// The message without the word that says that it is undecided, for where that is said already.
pub(super) fn bare_message(finding: &Finding) -> &str {
    let said = ["Undecided: ", "Undecided. "].into_iter().find_map(|word| finding.message.strip_prefix(word));
    said.unwrap_or(&finding.message)
}

/// Whether a finding is a note of the program about the evidence rather than something for a person to mend: of a built-in
/// rule, without a part in the verdict, and with something to say.
pub(super) fn is_note(report: &Report, finding: &Finding) -> bool {
    let worth_telling = match &finding.outcome {
        Outcome::Fail | Outcome::Unknown(_) | Outcome::Waived { .. } => !report.blocks(finding),
        Outcome::NotApplicable(_) => true,
        Outcome::Pass => !finding.details.is_empty(),
    };
    report.built_in(finding) && worth_telling
}

/// What passes only until more snapshots show a drop, in the order of the report.
pub(super) fn pending(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.pending && finding.outcome == Outcome::Pass)
}

/// What passes by figures that differ from those of the tenant, in the order of the report: new controls are left out, or the
/// catalogue is a baseline's. Without a word on it the score beside it would seem to contradict.
pub(super) fn explained(report: &Report) -> impl Iterator<Item = &Finding> {
    let passes = |finding: &&Finding| finding.outcome == Outcome::Pass && !finding.pending && !report.built_in(finding);
    report.findings.iter().filter(passes).filter(|finding| !finding.details.is_empty())
}

/// The recordings of which nothing shows whether they were changed since they were written.
pub(super) fn unverified(report: &Report) -> Option<String> {
    let is_open = |input: &&Input| matches!(input.kind, InputKind::Recording { verified: false, .. });
    let names: Vec<&str> = report.provenance.inputs.iter().filter(is_open).map(|input| input.name.as_str()).collect();
    let what = if names.len() == 1 { "holds" } else { "hold" };
    (!names.is_empty()).then(|| {
        format!(
            "{} {what} no seal: nothing shows whether it was changed since it was recorded",
            text::sample(&names, 3)
        )
    })
}

/// Every warning about a rule itself, with the policy and the rule.
pub(super) fn rule_warnings(report: &Report) -> impl Iterator<Item = (&PolicyInfo, &RuleInfo, &str)> {
    let rules = report.policies.iter().flat_map(|policy| policy.rules.iter().map(move |rule| (policy, rule)));
    rules.filter_map(|(policy, rule)| Some((policy, rule, rule.warning.as_deref()?)))
}

/// The notes, in the order of the report.
pub(super) fn notes(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| is_note(report, finding))
}

/// Every disabled rule as `policy/rule`.
pub(super) fn disabled(report: &Report) -> Vec<String> {
    report.disabled().map(|(policy, rule)| format!("{}/{}", policy.id, rule.id)).collect()
}

/// The observation, with the control before it where it does not name it.
pub(super) fn observation_with_subject(finding: &Finding) -> String {
    let observation = observation(finding);
    match &finding.subject {
        Subject::Control(control) if !observation.contains(control.as_str()) => format!("{control}: {observation}"),
        Subject::Tenant | Subject::Control(_) => observation,
    }
}

/// The control of a finding, or that it is about the tenant.
pub(super) fn subject(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Tenant => "the tenant",
        Subject::Control(control) => control,
    }
}

/// The identity without the policy: `rule` or `rule/control`.
pub(super) fn name_in_policy(report: &Report, finding: &Finding) -> String {
    let rule = &report.rule(finding).id;
    match &finding.subject {
        Subject::Tenant => rule.clone(),
        Subject::Control(control) => format!("{rule}/{control}"),
    }
}

/// Since when and how long a waiver is active and who answers for it:
/// `until 2027-01-31, granted 2026-08-01, by ciso@contoso.example (SEC-1234)`.
pub(super) fn approval(waiver: &WaiverInfo) -> String {
    let ticket = waiver.ticket.as_ref().map(|ticket| format!(" ({ticket})")).unwrap_or_default();
    let granted = granted(waiver).map(|granted| format!(", {granted}")).unwrap_or_default();
    format!("until {}{granted}, by {}{ticket}", waiver.expires, waiver.approved_by)
}

/// The day on which a waiver was granted: `granted 2026-08-01`.
pub(super) fn granted(waiver: &WaiverInfo) -> Option<String> {
    waiver.granted.map(|day| format!("granted {day}"))
}

/// The warning about a waiver, with the day on which it was granted; none where there is nothing to warn of.
pub(super) fn waiver_warning(waiver: &WaiverInfo) -> Option<String> {
    let granted = granted(waiver).map(|granted| format!(" ({granted})")).unwrap_or_default();
    waiver.warning.as_ref().map(|warning| format!("{warning}{granted}"))
}

/// What is known of the control, in one line; nothing for a finding about the tenant.
pub(super) fn control_facts(finding: &Finding) -> Option<String> {
    let control = finding.control.as_ref()?;
    let points = match (control.score, control.max) {
        (Some(score), Some(max)) => {
            Some(format!("{} of {} points", text::points(score, Some(max)), text::points(max, None)))
        }
        (Some(score), None) => Some(format!("{} points of a maximum that is not known", text::points(score, None))),
        (None, _) => None,
    };
    let place = [&control.category, &control.service, &control.tier].map(Clone::clone);
    let state = control.state.as_ref().map(|state| format!("state {state}"));
    let title = control.title.as_ref().map(|title| clip(title, TITLE));
    let facts: Vec<String> = title.into_iter().chain(place.into_iter().flatten()).chain(points).chain(state).collect();
    (!facts.is_empty()).then(|| facts.join(" · "))
}

/// The points that mending the finding would win, as a phrase.
pub(super) fn recoverable(finding: &Finding) -> Option<String> {
    let points = finding.recoverable.filter(|points| *points > 0.0)?;
    Some(format!("{} to win", text::counted_points(points)))
}

/// What the evidence lacks, except for what findings of the built-in rules say already.
pub(super) fn untold_gaps(report: &Report) -> Vec<&str> {
    let told = |gap: &str| {
        let mut told = report.findings.iter().filter(|finding| {
            report.built_in(finding) && (is_note(report, finding) || finding.outcome != Outcome::Pass)
        });
        told.any(|finding| finding.message.contains(gap) || finding.details.iter().any(|detail| detail.contains(gap)))
    };
    report.snapshot.gaps.iter().map(String::as_str).filter(|gap| !told(gap)).collect()
}

/// Everything that the evidence lacks, each once, for formats that tell it in a place of its own.
pub(super) fn gaps(report: &Report) -> Vec<&str> {
    let mut gaps: Vec<&str> = report.snapshot.gaps.iter().map(String::as_str).collect();
    for detail in notes(report).flat_map(|note| &note.details) {
        if !gaps.contains(&detail.as_str()) {
            gaps.push(detail);
        }
    }
    gaps
}

/// The first `most` characters of a text, and a sign that there was more.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
