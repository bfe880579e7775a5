//! The parts of a digest, and how they share the room.

use super::budget::{Piece, Text};
use super::pieces;
use crate::policy::Severity;

/// What a section is about, in the order of the page. A part that has nothing to say has no section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Failed and undecided findings.
    Findings,
    /// Why the score changed.
    Changes,
    /// Waivers that lapse soon or no longer hold.
    Waivers,
    /// Findings that are waived.
    Waived,
    /// What to do next.
    Actions,
    /// What the evidence lacks.
    Gaps,
    /// What else there is to know of the evidence.
    Notes,
    /// Rules that were not judged.
    Disabled,
    /// The policies and who answers for them.
    Policies,
    /// Prompts to paste.
    Prompts,
}

/// One part of the digest: a heading, and items of which the first ones matter most.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// What it is about.
    pub(super) part: Part,
    /// The heading.
    pub(super) head: Text,
    /// The items, by rank.
    pub(super) items: Vec<Item>,
}

/// A row or an entry of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The text, with its line feed.
    pub(super) text: Text,
    /// The severity, for a finding.
    pub(super) severity: Option<Severity>,
}

/// How room is given away, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// The first item of each part: nothing is passed over in silence for the tenth row of a table.
    One,
    /// What fits into the part's share.
    Share,
    /// What fits.
    Rest,
}

impl Part {
    /// Which part gets room first.
    const fn rank(self) -> u8 {
        match self {
            Self::Findings => 0,
            Self::Actions => 1,
            Self::Changes => 2,
            Self::Waivers => 3,
            Self::Gaps => 4,
            Self::Waived => 5,
            Self::Notes => 6,
            Self::Disabled => 7,
            Self::Prompts => 8,
            Self::Policies => 9,
        }
    }

    /// How much of the room it may take, in percent, before all others have had their share. Without shares, two hundred
    /// findings would leave nobody told what to do.
    const fn share(self) -> usize {
        match self {
            Self::Findings => 44,
            Self::Actions => 17,
            Self::Prompts => 9,
            Self::Changes | Self::Waivers => 8,
            Self::Gaps => 6,
            Self::Waived | Self::Notes | Self::Disabled | Self::Policies => 2,
        }
    }

    /// Whether it holds text of others.
    pub(super) const fn fenced(self) -> bool {
        match self {
            Self::Findings
            | Self::Changes
            | Self::Waivers
            | Self::Waived
            | Self::Actions
            | Self::Gaps
            | Self::Notes
            | Self::Disabled
            | Self::Policies => true,
            Self::Prompts => false,
        }
    }

    /// What one and several of its items are called.
    pub(super) const fn noun(self) -> (Piece, Piece) {
        match self {
            Self::Findings => (pieces::ONE_FINDING, pieces::FINDINGS_LEFT),
            Self::Changes => (pieces::ONE_CHANGE, pieces::CHANGES_LEFT),
            Self::Waivers => (pieces::ONE_WAIVER, pieces::WAIVERS_LEFT),
            Self::Actions => (pieces::ONE_ACTION, pieces::ACTIONS_LEFT),
            Self::Gaps => (pieces::ONE_GAP, pieces::GAPS_LEFT),
            Self::Waived => (pieces::ONE_WAIVED, pieces::WAIVED_LEFT),
            Self::Notes => (pieces::ONE_NOTE, pieces::NOTES_LEFT),
            Self::Disabled => (pieces::ONE_DISABLED, pieces::DISABLED_LEFT),
            Self::Policies => (pieces::ONE_POLICY, pieces::POLICIES_LEFT),
            Self::Prompts => (pieces::ONE_PROMPT, pieces::PROMPTS_LEFT),
        }
    }
}

impl Section {
    /// How many items fit when `shown` are there already, at most `most` in all, and what the further ones cost. Only ever
    /// the first ones: an item is never shown in place of one that matters more.
    fn grow(&self, shown: usize, most: usize, room: usize) -> (usize, usize) {
        let (mut count, mut spent) = (shown, 0);
        for item in self.items.iter().take(most).skip(shown) {
            let head = if count == 0 { self.head.cost() + 1 } else { 0 };
            let cost = head + item.text.cost() + 1;
            if spent + cost > room {
                break;
            }
            (count, spent) = (count + 1, spent + cost);
        }
        (count, spent)
    }
}

/// How many items of each section fit into the room, by rank: first one of each, then each within its share, then whatever is
/// left.
pub(super) fn fit(sections: &[Section], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_by_key(|index| sections[*index].part.rank());
    let (mut shown, mut taken) = (vec![0; sections.len()], vec![0; sections.len()]);
    let mut left = room;
    for round in [Round::One, Round::Share, Round::Rest] {
        for &index in &order {
            let section = &sections[index];
            let share = room.saturating_mul(section.part.share()) / 100;
            let (most, allowed) = match round {
                Round::One => (1, left),
                Round::Share => (usize::MAX, share.saturating_sub(taken[index]).min(left)),
                Round::Rest => (usize::MAX, left),
            };
            let (count, spent) = section.grow(shown[index], most, allowed);
            taken[index] += spent;
            shown[index] = count;
            left -= spent;
        }
    }
    shown
}

/// The sections as far as they are shown, one after the other.
pub(super) fn write(sections: &[Section], shown: &[usize], fenced: bool) -> Text {
    let mut text = Text::default();
    for (section, count) in sections.iter().zip(shown) {
        if section.part.fenced() != fenced || *count == 0 {
            continue;
        }
        text = section.items.iter().take(*count).fold(text.join(&section.head), |text, item| text.join(&item.text));
    }
    text
}

/// The sentence about what is not shown; none where everything is.
pub(super) fn left_out(sections: &[Section], shown: &[usize]) -> Option<Text> {
    let mut text: Option<Text> = None;
    for (section, count) in sections.iter().zip(shown) {
        let rest = section.items.get(*count..).unwrap_or_default();
        if rest.is_empty() {
            continue;
        }
        let begun = text.map_or_else(|| Text::of(pieces::LEFT_OUT), |text| text.fixed(pieces::COMMA));
        let (one, many) = section.part.noun();
        let mut named = begun.figure(&rest.len().to_string()).fixed(if rest.len() == 1 { one } else { many });
        if section.part == Part::Findings {
            let of = |severity| rest.iter().filter(|item| item.severity == Some(severity)).count().to_string();
            named = named.fixed(pieces::LEFT_OUT_CRITICAL).figure(&of(Severity::Critical));
            named = named.fixed(pieces::LEFT_OUT_HIGH).figure(&of(Severity::High)).fixed(pieces::LEFT_OUT_HIGH_END);
        }
        text = Some(named);
    }
    text.map(|text| text.fixed(pieces::LEFT_OUT_END))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room is kept for the sentence in which everything is left out; a shorter one must not cost more.
    #[test]
    fn one_of_a_thing_costs_no_more_than_several() {
        let parts = [
            Part::Findings,
            Part::Changes,
            Part::Waivers,
            Part::Waived,
            Part::Actions,
            Part::Gaps,
            Part::Notes,
            Part::Disabled,
            Part::Policies,
            Part::Prompts,
        ];
        for (one, many) in parts.map(Part::noun) {
            assert!(one.tokens <= many.tokens, "{}", one.text);
        }
    }

    #[test]
    fn a_long_list_leaves_the_other_parts_their_share() {
        let item = |bytes: usize| Item { text: Text::default().figure(&"x".repeat(bytes)), severity: None };
        let section = |part, count| Section { part, head: Text::default(), items: vec![item(8); count] };
        let shown = fit(&[section(Part::Findings, 500), section(Part::Actions, 5), section(Part::Prompts, 1)], 1_000);
        assert_eq!(shown, [93, 5, 1]);
        assert_eq!(fit(&[section(Part::Findings, 500)], 9), [0]);
    }
}
