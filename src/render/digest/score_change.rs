//! The reasons for the score change: the sentence, and the controls that contributed most.

use super::fence::foreign;
use super::section::{Section, SectionKind};
use crate::render::score_change::{changed_controls, changes};
use crate::render::view::View;
use crate::report::{Cause, Change, ControlChange};
use crate::text::contribution;

/// The number of controls of a change that are named.
const NAMED: usize = 5;

/// The section; none where no finding compares two days.
pub(super) fn section(view: &View<'_>, most: usize) -> Option<Section> {
    let mut lines = Vec::new();
    for (_, change) in changes(view) {
        // The sentence is the most important line, and names controls by ids that may be long.
        let sentence = foreign(&change.sentence(), most.saturating_mul(4));
        lines.push(format!("- Since {}: {sentence}\n", change.from.date));
        lines.extend(
            changed_controls(change, NAMED).into_iter().map(|(cause, one)| changed_control(change, cause, one, most)),
        );
    }
    Section::of(SectionKind::Changes, "Why the score changed", lines)
}

fn changed_control(change: &Change, cause: Cause, one: &ControlChange, most: usize) -> String {
    let worth = change.control_text(cause, one);
    let worth = if worth.is_empty() { worth } else { format!(", {worth}") };
    let (id, share) = (foreign(&one.id, most), contribution(one.percentage_points));
    format!("- Control {id}, {} {share}{worth}\n", cause.name())
}
