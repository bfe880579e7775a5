//! The sections of a digest, and the distribution of the budget among them.

use super::tokens::Size;
use crate::policy::Severity;

/// The topic of a section, in the order of the page. A topic without content has no section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SectionKind {
    /// Failed and unknown findings.
    Findings,
    /// The changes of the score.
    Changes,
    /// Waivers that expire soon or are no longer active.
    Waivers,
    /// Findings that are waived.
    Waived,
    /// The next actions.
    Actions,
    /// Incidents, with the controls that bear on them.
    Incidents,
    /// The explanations of the links between incidents and controls.
    Links,
    /// The points by category.
    Categories,
    /// The techniques that controls with missing points protect against.
    Techniques,
    /// Points that can still be recovered.
    Open,
    /// Passed findings, and what was required.
    Passed,
    /// The gaps of the evidence.
    Gaps,
    /// Notes on the evidence.
    Notes,
    /// Disabled rules.
    Disabled,
    /// The policies and their owners.
    Policies,
    /// The size of the raw responses.
    RawSize,
    /// Prompts to paste.
    Prompts,
}

/// One section of the digest: a heading and items, the most important first.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Its topic.
    pub(super) kind: SectionKind,
    /// The heading.
    pub(super) head: String,
    /// The items, by rank.
    pub(super) items: Vec<Item>,
}

/// A row or an entry of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The text, with its line feed.
    pub(super) text: String,
    /// The severity, for a finding.
    pub(super) severity: Option<Severity>,
    /// The topics of prompts that it answers.
    pub(super) topics: Vec<Topic>,
    /// The topic that must be shown for the item to make sense, for a prompt that asks about it.
    pub(super) needs: Option<Topic>,
}

/// The topic of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Any item of a part.
    Section(SectionKind),
    /// An unknown finding.
    Open,
    /// An incident on which a control bears.
    Causes,
    /// A failed finding whose rule refers to techniques of MITRE ATT&CK.
    Techniques,
}

impl Section {
    /// The section of a topic whose items are single lines; none without a line.
    pub(super) fn of(kind: SectionKind, title: &str, texts: impl IntoIterator<Item = String>) -> Option<Self> {
        let items: Vec<Item> = texts.into_iter().map(Item::of).collect();
        (!items.is_empty()).then(|| Self { kind, head: format!("\n## {title}\n\n"), items })
    }
}

impl Item {
    /// An item that stands for itself.
    pub(super) const fn of(text: String) -> Self {
        Self { text, severity: None, topics: Vec::new(), needs: None }
    }
}

/// The rounds in which room is given away, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// The first item of each part: nothing is passed over in silence for the tenth row of a table.
    One,
    /// The items that fit into the share of the section.
    Share,
    /// The items that fit.
    Rest,
}

impl SectionKind {
    /// The rank: a section with a lower number gets room first.
    const fn rank(self) -> u8 {
        match self {
            Self::Findings => 0,
            Self::Actions => 1,
            Self::Incidents => 2,
            Self::Changes => 3,
            Self::Waivers => 4,
            Self::Gaps => 5,
            Self::Categories => 6,
            Self::Waived => 7,
            Self::Links => 8,
            Self::Techniques => 9,
            Self::Open => 10,
            Self::Passed => 11,
            Self::Notes => 12,
            Self::Disabled => 13,
            Self::Prompts => 14,
            Self::RawSize => 15,
            Self::Policies => 16,
        }
    }

    /// The percentage of the budget that it may take before the other sections have had their share. Without shares, two
    /// hundred findings would leave no room for the next actions.
    const fn share(self) -> usize {
        match self {
            Self::Findings => 40,
            Self::Actions | Self::Incidents => 16,
            Self::Changes | Self::Waivers | Self::Links => 8,
            Self::Prompts => 6,
            Self::Gaps | Self::Categories | Self::Techniques | Self::Open => 4,
            Self::Waived | Self::Passed | Self::Notes | Self::Disabled | Self::Policies | Self::RawSize => 2,
        }
    }

    /// Whether it contains text of the tenant or of policies.
    pub(super) const fn fenced(self) -> bool {
        match self {
            Self::Findings
            | Self::Changes
            | Self::Waivers
            | Self::Waived
            | Self::Actions
            | Self::Incidents
            | Self::Links
            | Self::Categories
            | Self::Techniques
            | Self::Open
            | Self::Passed
            | Self::Gaps
            | Self::Notes
            | Self::Disabled
            | Self::Policies => true,
            Self::RawSize | Self::Prompts => false,
        }
    }

    /// The noun for one item and for several; none where an item that is left out is not missed: it states nothing about the tenant.
    const fn noun(self) -> Option<(&'static str, &'static str)> {
        let noun = match self {
            Self::RawSize => return None,
            Self::Findings => ("finding", "findings"),
            Self::Changes => ("line on why the score changed", "lines on why the score changed"),
            Self::Waivers => ("waiver", "waivers"),
            Self::Waived => ("waived finding", "waived findings"),
            Self::Actions => ("next action", "next actions"),
            Self::Incidents => ("line on incidents", "lines on incidents"),
            Self::Links => ("link of an incident to a control", "links of incidents to controls"),
            Self::Categories => ("category", "categories"),
            Self::Techniques => ("line on techniques", "lines on techniques"),
            Self::Open => ("control with recoverable points", "controls with recoverable points"),
            Self::Passed => ("line on passed findings", "lines on passed findings"),
            Self::Gaps => ("gap in the evidence", "gaps in the evidence"),
            Self::Notes => ("note", "notes"),
            Self::Disabled => ("disabled rule", "disabled rules"),
            Self::Policies => ("policy", "policies"),
            Self::Prompts => ("prompt", "prompts"),
        };
        Some(noun)
    }
}

impl Section {
    /// The number of items that fit, at most `most`, if `shown` are included already, and the room that is left. Items are
    /// included in order: none in place of a more important one.
    fn grow(&self, shown: usize, most: usize, mut room: Size) -> (usize, Size) {
        let mut count = shown;
        for item in self.items.iter().take(most).skip(shown) {
            let size = Size::of(&item.text);
            let size = if count == 0 { size.plus(Size::of(&self.head)) } else { size };
            let Some(rest) = room.minus(size) else { break };
            (count, room) = (count + 1, rest);
        }
        (count, room)
    }
}

/// The sections by rank, as positions.
fn by_rank(sections: &[Section]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_by_key(|index| sections[*index].kind.rank());
    order
}

/// The number of items of each section that fit into the room, by rank: first one item of each section, then those within
/// its share, then the rest.
pub(super) fn fit(sections: &[Section], room: Size) -> Vec<usize> {
    let mut shown = vec![0; sections.len()];
    let mut shares: Vec<Size> = sections.iter().map(|section| room.percent(section.kind.share())).collect();
    let mut left = room;
    for round in [Round::One, Round::Share, Round::Rest] {
        for index in by_rank(sections) {
            let (most, allowed) = match round {
                Round::One => (1, left),
                Round::Share => (usize::MAX, shares[index].min(left)),
                Round::Rest => (usize::MAX, left),
            };
            let (count, rest) = sections[index].grow(shown[index], most, allowed);
            let spent = allowed.minus(rest).unwrap_or(allowed);
            // The share shrinks by the size of the first item.
            shares[index] = shares[index].minus(spent).unwrap_or(Size { tokens: 0, bytes: 0 });
            left = left.minus(spent).unwrap_or(left);
            shown[index] = count;
        }
    }
    shown
}

/// Removes the least important item; none where nothing is shown.
pub(super) fn shrink(sections: &[Section], shown: &mut [usize]) -> Option<()> {
    let last = by_rank(sections).into_iter().rev().find(|index| shown[*index] > 0)?;
    shown[last] -= 1;
    Some(())
}

/// Adds items by rank, as far as they fit into the room that is left.
pub(super) fn grow(sections: &[Section], shown: &[usize], room: Size) -> Vec<usize> {
    let (mut shown, mut left) = (shown.to_vec(), room);
    for index in by_rank(sections) {
        (shown[index], left) = sections[index].grow(shown[index], usize::MAX, left);
    }
    shown
}

/// Whether the topic that an item needs is shown.
fn is_answerable(sections: &[Section], shown: &[usize], item: &Item) -> bool {
    let Some(needs) = item.needs else { return true };
    let mut items = sections
        .iter()
        .zip(shown)
        .flat_map(|(section, count)| section.items.iter().take(*count).map(|item| (section.kind, item)));
    items.any(|(part, item)| Topic::Section(part) == needs || item.topics.contains(&needs))
}

/// The text of the shown items of all sections.
pub(super) fn write(sections: &[Section], shown: &[usize], fenced: bool) -> String {
    let mut text = String::new();
    for (section, count) in sections.iter().zip(shown) {
        if section.kind.fenced() != fenced || *count == 0 {
            continue;
        }
        text.push_str(&section.head);
        let items = section.items.iter().take(*count);
        items.filter(|item| is_answerable(sections, shown, item)).for_each(|item| text.push_str(&item.text));
    }
    text
}

/// The sentence about the items that are left out; none where all are shown.
pub(super) fn left_out(sections: &[Section], shown: &[usize]) -> Option<String> {
    let mut parts = Vec::new();
    for (section, count) in sections.iter().zip(shown) {
        let rest = section.items.get(*count..).unwrap_or_default();
        let rest: Vec<&Item> = rest.iter().filter(|item| is_answerable(sections, shown, item)).collect();
        let Some((one, many)) = section.kind.noun() else { continue };
        match rest.len() {
            0 => continue,
            1 => parts.push(format!("1 {one}")),
            number => parts.push(format!("{number} {many}")),
        }
        if section.kind == SectionKind::Findings {
            let of = |severity| rest.iter().filter(|item| item.severity == Some(severity)).count();
            let (critical, high) = (of(Severity::Critical), of(Severity::High));
            parts.iter_mut().last().into_iter().for_each(|part| {
                part.push_str(&format!(" ({critical} critical, {high} high)"));
            });
        }
    }
    (!parts.is_empty()).then(|| format!("Left out: {}.\n", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_leaves_the_other_parts_their_share() {
        let section = |kind, count| Section {
            kind,
            head: "## Head\n".to_owned(),
            items: vec![Item::of("- one two three four five six\n".to_owned()); count],
        };
        let sections =
            [section(SectionKind::Findings, 500), section(SectionKind::Actions, 5), section(SectionKind::Prompts, 1)];
        let shown = fit(&sections, Size::room(1_000));
        assert_eq!(shown[1..], [5, 1]);
        assert!(shown[0] > 100 && shown[0] < 125, "{shown:?}");
        assert_eq!(fit(&sections[..1], Size::room(9)), [0]);
    }

    #[test]
    fn the_item_that_matters_least_goes_first() {
        let section = |kind| Section { kind, head: String::new(), items: vec![Item::of("- item\n".to_owned()); 2] };
        let sections = [section(SectionKind::Findings), section(SectionKind::Policies), section(SectionKind::Prompts)];
        let mut shown = vec![2, 1, 2];
        let mut order = Vec::new();
        while shrink(&sections, &mut shown).is_some() {
            order.push(shown.clone());
        }
        assert_eq!(order, [[2, 0, 2], [2, 0, 1], [2, 0, 0], [1, 0, 0], [0, 0, 0]]);
    }
}
