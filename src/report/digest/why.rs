//! Why the score changed: the sentence, and the controls that moved it most.

use super::budget::Text;
use super::pieces;
use super::section::{Item, Part, Section};
use crate::report::comparison::cell;
use crate::report::{Cause, Change, Move, Report, why};

/// How many controls of a change are named.
const NAMED: usize = 5;

/// The section; none where no finding compares two days.
pub(super) fn section(report: &Report, most: usize) -> Option<Section> {
    let mut texts = Vec::new();
    for (_, change) in why::changes(report) {
        let text = Text::of(pieces::CHANGE).figure(&change.from.date.to_string()).fixed(pieces::CHANGE_SAYS);
        // The sentence is what people need, and names controls by ids that may be long.
        texts.push(text.foreign(&change.sentence(), most.saturating_mul(4)).fixed(pieces::NEWLINE));
        texts.extend(why::movers(change, NAMED).into_iter().map(|(cause, one)| mover(change, cause, one, most)));
    }
    let items: Vec<Item> = texts.into_iter().map(|text| Item { text, severity: None }).collect();
    (!items.is_empty()).then(|| Section { part: Part::Changes, head: Text::of(pieces::CHANGES), items })
}

fn mover(change: &Change, cause: Cause, one: &Move, most: usize) -> Text {
    let text = Text::of(pieces::MOVER).foreign(&one.id, most).fixed(pieces::COMMA).figure(cause.name());
    let text = text.fixed(pieces::SPACE).figure(&cell::share(one.share));
    let worth = cell::story(change, cause, one);
    let text = if worth.is_empty() { text } else { text.fixed(pieces::COMMA).figure(&worth) };
    text.fixed(pieces::NEWLINE)
}
