//! The confirmation of a drop by consecutive snapshots.

use super::{References, Span};
use crate::evaluate::attribution::Day;

/// The position of a drop in relation to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    AboveLimit,
    WithinLimit,
    /// Missing data decides.
    Unknown,
}

/// The verdict of the last snapshots together on a drop against one reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// The newest snapshot is within the limit.
    Within,
    /// The newest exceeds it, and one of those that must confirm it does not.
    Pending,
    /// Missing data decides.
    Unknown,
    /// The newest exceeds the limit, and too few snapshots are there to confirm it.
    TooFew,
    /// All that must exceed it do.
    Confirmed,
}

/// One reference, with the drop since it.
pub(super) struct Compared<'t> {
    pub(super) day: &'t Day,
    pub(super) span: Span,
    pub(super) verdict: Verdict,
}

/// Goes back from the newest snapshot to the reference. Of the days between, those that decide nothing are passed over.
pub(super) fn verdict(
    reference: &Day,
    references: &References<'_>,
    confirm: u32,
    limit: f64,
    span: impl Fn(&Day, &Day) -> Option<Span>,
) -> Verdict {
    let status = |span: Option<Span>| span.map_or(Status::Unknown, |span| span.against(limit));
    let now = span(reference, references.newest);
    match status(now) {
        Status::WithinLimit => return Verdict::Within,
        Status::Unknown => return Verdict::Unknown,
        Status::AboveLimit => {}
    }
    let mut seen = 1;
    for day in references.between.iter().rev().take_while(|day| day.date > reference.date) {
        if seen >= confirm {
            break;
        }
        match status(span(reference, day)) {
            Status::AboveLimit => seen += 1,
            // A day on which the whole loss is unknown is undetermined, and no better for being certain of a part of it.
            Status::WithinLimit if now.is_some_and(|span| !span.is_certain()) => return Verdict::Unknown,
            // With the figures of a damaged day, enough of them might show it.
            Status::WithinLimit if references.is_damaged_after(day.date) => return Verdict::TooFew,
            Status::WithinLimit => return Verdict::Pending,
            Status::Unknown => {}
        }
    }
    if seen >= confirm { Verdict::Confirmed } else { Verdict::TooFew }
}
