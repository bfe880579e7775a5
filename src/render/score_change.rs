//! The changes of the score that the findings of a report contain, for formats with a section about them.

use super::view::View;
use crate::figures::ZERO_CHANGE;
use crate::report::{Cause, Change, ControlChange, Finding};

/// The most changes that a page shows: rules may compare with different days.
const CHANGES: usize = 3;

/// The changes of the findings, each once with its first finding, the most urgent first. A change of zero is left out.
pub(super) fn changes<'r>(view: &View<'r>) -> Vec<(&'r Finding, &'r Change)> {
    let mut changes: Vec<(&'r Finding, &'r Change)> = Vec::new();
    for &finding in &view.by_urgency {
        let Some(change) = finding.change.as_deref() else { continue };
        let is_something = change.parts.iter().any(|part| part.percentage_points.abs() > ZERO_CHANGE);
        if is_something && changes.len() < CHANGES && !changes.iter().any(|(_, known)| *known == change) {
            changes.push((finding, change));
        }
    }
    changes
}

/// The controls that changed the score: losses of the tenant first, then by size, whatever the cause.
pub(super) fn changed_controls(change: &Change, most: usize) -> Vec<(Cause, &ControlChange)> {
    let all = change.parts.iter().flat_map(|part| part.controls.iter().map(|one| (part.cause, one)));
    let mut changed: Vec<(Cause, &ControlChange)> =
        all.filter(|(_, one)| one.percentage_points.abs() > ZERO_CHANGE).collect();
    let is_loss = |cause: Cause, one: &ControlChange| {
        matches!(cause, Cause::Observed | Cause::Descoped) && one.percentage_points < 0.0
    };
    // Equal contributions stay in the order of the causes.
    changed.sort_by(|(first, a), (second, b)| {
        is_loss(*second, b)
            .cmp(&is_loss(*first, a))
            .then(b.percentage_points.abs().total_cmp(&a.percentage_points.abs()))
    });
    changed.truncate(most);
    changed
}
