//! The phrases that several formats share, so that two reports of one run use the same words.

mod finding;
mod incident;
mod verdict;
mod waiver;

use crate::evidence::{Input, InputKind};
use crate::report::Report;
use crate::text;

pub(super) use finding::{
    bare_message, control_facts, name_in_policy, observation, observation_with_subject, observed, recoverable,
    references, required, subject,
};
pub(super) use incident::{
    INCIDENTS, STRENGTH, bearing, bearing_control, cause, crosswalk, excluded, incident, incident_basis,
    incident_counts, links,
};
pub(super) use verdict::{built_in_counts, counts, exit, finding_counts, passed, rule_counts};
pub(super) use waiver::{approval, granted, waiver_status, waiver_warning};

/// The greatest age that is shown in hours; a greater one is shown in days.
const HOURS_UP_TO: i64 = 72;

/// The age of the snapshot at the time of the run: `31 h old`, `5 d old`, `dated 3 h in the future`.
pub(super) fn age(report: &Report) -> String {
    let seconds = report.now.duration_since(report.snapshot.created).as_secs();
    let length = |seconds: i64| match seconds / 3600 {
        hours if hours <= HOURS_UP_TO => format!("{hours} h"),
        hours => format!("{} d", hours / 24),
    };
    // A date ahead of the clock must not look like a fresh one.
    if seconds < 0 { format!("dated {} in the future", length(-seconds)) } else { format!("{} old", length(seconds)) }
}

/// Notes on the origin of the data: the cache with its time, a redacted recording, an endpoint other than Microsoft's.
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
            // A run can be evaluated as of a time before that.
            ..0 => format!("at {}", captured.strftime("%Y-%m-%dT%H:%M:%SZ")),
            0..60 => format!("{seconds} s ago"),
            60..3600 => format!("{} min ago", seconds / 60),
            3600.. => format!("{} h ago", seconds / 3600),
        };
        let of = origin.map(|origin| format!(" of {origin}")).unwrap_or_default();
        format!("from the cache{of}, fetched {when}")
    });
    let redacted = is_redacted.then(|| "a redacted recording: names are pseudonyms".to_owned());
    let foreign = foreign.map(|graph| format!("recorded from {graph}, which is not an endpoint of Microsoft Graph"));
    fetched.into_iter().chain(redacted).chain(foreign).collect()
}

/// The points in percent of the maximum, where both are known.
pub(crate) fn percentage(report: &Report) -> Option<f64> {
    let (current, max) = (report.snapshot.current?, report.snapshot.max?);
    Some(100.0 * current / max).filter(|share| share.is_finite())
}

/// The score with its points: `68.4% (812.5 of 1188 points), 9 of them claimed`.
pub(super) fn score(report: &Report) -> String {
    let snapshot = &report.snapshot;
    let claimed = text::points(snapshot.claimed, None);
    let maybe = match snapshot.maybe_claimed {
        more if more > 0.0 => format!("; up to {} more may be claimed", text::points(more, None)),
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
            format!("{} points of an unknown maximum, {claimed} of them claimed{maybe}", points(current))
        }
        (_, None, _) | (Some(_), Some(_), None) => {
            format!("unknown; {claimed} points are claimed{maybe}")
        }
    }
}

/// The hosts that the run fetched the data from, each once: `live from https://graph.microsoft.com`. The reader of a report must
/// see where the data came from.
pub(super) fn live(report: &Report) -> Option<String> {
    live_of(report.provenance.inputs.iter())
}

/// The same of some inputs.
pub(super) fn live_of<'i>(inputs: impl Iterator<Item = &'i Input>) -> Option<String> {
    let mut origins: Vec<&str> = inputs.filter_map(Input::live_origin).collect();
    origins.dedup();
    (!origins.is_empty()).then(|| format!("live from {}", text::list(&origins, "and")))
}

/// The tenant, or `unknown tenant`.
pub(super) fn tenant(report: &Report) -> &str {
    report.tenant.as_deref().unwrap_or("unknown tenant")
}

/// The note on recordings without a seal, which may have been changed.
pub(super) fn unverified(report: &Report) -> Option<String> {
    let is_open = |input: &&Input| matches!(input.kind, InputKind::Recording { verified: false, .. });
    let names: Vec<&str> = report.provenance.inputs.iter().filter(is_open).map(|input| input.name.as_str()).collect();
    (!names.is_empty()).then(|| unsealed(&names))
}

/// The sentence on recordings without a seal, by name.
pub(super) fn unsealed(names: &[&str]) -> String {
    let (what, them) = match names.len() {
        1 => ("is not a sealed recording", "it"),
        _ => ("are not sealed recordings", "them"),
    };
    let names = text::sample(names, 3);
    format!("{names} {what}, so changes to {them} cannot be detected (`scoregate record` writes sealed ones)")
}

/// The first `most` characters of a text, with `…` where it is cut.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text of several paragraphs in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text with a full stop at its end, unless it ends as a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
