//! The operation `list_changes`: why the score changed since a day.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head};
use super::arguments::Arguments;
use super::basis::Basis;
use super::bounded::{Bounded, ContentLimits, Extent, finite, fit};
use super::operation::Operation;
use super::parameter::{Kind, MAX_TOKENS, Parameter};
use super::refusal::Refusal;
use crate::error::{Help, Reference};
use crate::evaluate::compare;
use crate::report::{Cause, Change, Comparison, Contribution, ControlChange, DayScore};

pub(super) const OPERATION: Operation = Operation {
    name: "list_changes",
    path: "/v1/changes",
    summary: "List the changes since a day",
    description: "Returns by how much the Secure Score changed since a day, and why: the change is broken down into what Microsoft measured, \
                  claims, controls that are no longer scored, and controls that Microsoft retired, re-weighted or added, with the \
                  controls behind each part. The parts add up to the change. Without a day it starts 30 days before the snapshot.",
    example_prompts: &["Why did our Secure Score drop this month?", "Which controls changed since 2026-11-01?"],
    parameters: &[
        Parameter {
            name: "since",
            description: "The day to compare with, in UTC, such as 2026-11-01; empty for 30 days before the snapshot. Where there is no data of \
                          that day, the nearest earlier day is taken, or else the oldest one.",
            kind: Kind::Day,
        },
        MAX_TOKENS,
    ],
    response: |generator| generator.subschema_for::<ChangesAnswer>(),
    answer,
};

/// The number of days before the snapshot where no day is given.
const DEFAULT_DAYS: i64 = 30;

/// The change of the score since a day.
#[derive(Serialize, JsonSchema)]
struct ChangesAnswer {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    content: Content,
}

#[derive(Serialize, JsonSchema)]
struct Content {
    /// The day that was requested.
    since: String,
    /// The day that is compared with, which differs from the requested one where there is no data of that.
    from: Day,
    /// The day of the snapshot.
    to: Day,
    /// The change of the score, in percentage points; negative where it dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    change_pp: Option<f64>,
    /// The change in one sentence.
    sentence: String,
    /// The parts of the change, which add up to it.
    parts: Vec<Part>,
    /// What had to be assumed, and why the figures of a day may be wrong.
    caveats: Vec<String>,
    #[serde(flatten)]
    extent: Extent,
    /// The controls behind the change, those of the first part first, and in each the largest contribution first.
    controls: Vec<Move>,
}

/// The score of a day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DayScore")]
struct Day {
    /// The day in UTC.
    date: String,
    /// The share of the maximum, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<f64>,
    /// The points.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    /// The maximum, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_points: Option<f64>,
}

/// A part of the change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ChangePart")]
struct Part {
    /// The cause.
    cause: Cause,
    /// The cause in words.
    meaning: String,
    /// The contribution to the change, in percentage points.
    #[serde(skip_serializing_if = "Option::is_none")]
    contribution_pp: Option<f64>,
}

/// The change of one control.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ControlMove")]
struct Move {
    /// The id, for `explain_control`.
    id: String,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The cause of the part that it belongs to.
    cause: Cause,
    /// The contribution to the change, in percentage points of the score.
    #[serde(skip_serializing_if = "Option::is_none")]
    contribution_pp: Option<f64>,
    /// The points on the earlier day; missing where it was not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_points: Option<f64>,
    /// The points on the later day; missing where it is not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_points: Option<f64>,
}

/// The most entries of the lists of texts.
const MOST: usize = 5;

fn answer(basis: &Basis, arguments: &Arguments) -> Result<Answer, Refusal> {
    let newest = basis.evidence.snapshot.date();
    let since = arguments.day("since").unwrap_or_else(|| newest.saturating_sub(jiff::Span::new().days(DEFAULT_DAYS)));
    let from = day_of(basis, since)?;
    let comparison = compare((&basis.evidence, Some(from)), (&basis.evidence, None))
        .map_err(|error| Refusal::Evidence(error.explained(ToString::to_string).to_string().into()))?;
    let Comparison { change, doubts, .. } = &comparison;
    let moves: Vec<(Cause, &ControlChange)> =
        change.parts.iter().flat_map(|part| part.controls.iter().map(|control| (part.cause, control))).collect();
    let assumptions = change.assumption_sentences();
    let caveats: Vec<&String> = assumptions.iter().chain(doubts).collect();
    let content = |count: usize, limits: &ContentLimits| Content {
        since: since.to_string(),
        from: Day::of(&change.from),
        to: Day::of(&change.to),
        change_pp: finite(change.total),
        sentence: limits.sentence(&Change::sentence(change)),
        parts: change.parts.iter().map(Part::of).collect(),
        caveats: limits.list(&caveats, MOST).map(|text| limits.text(text)).collect(),
        extent: Extent::of(count, moves.len()),
        controls: moves.iter().take(count).map(|(cause, one)| Move::of(*cause, one, limits)).collect(),
    };
    fit(basis, arguments.number(MAX_TOKENS.name), moves.len(), content)
}

impl Bounded for Content {
    fn extent(&mut self) -> &mut Extent {
        &mut self.extent
    }
}

/// The day of the history to compare with: the requested one, the nearest before it, or else the oldest.
fn day_of(basis: &Basis, since: Date) -> Result<Date, Refusal> {
    let evidence = &basis.evidence;
    let newest = evidence.snapshot.date();
    if since >= newest {
        let message = format!("the latest snapshot is of {newest}: request the changes since an earlier day");
        return Err(Refusal::Evidence(message.into()));
    }
    let usable = || evidence.history.iter().filter(|day| !day.unnamed && day.current.is_some() && day.max.is_some());
    let before = usable().rfind(|day| day.date <= since);
    before.or_else(|| usable().next()).map(|day| day.date).ok_or_else(|| {
        let message = format!(
            "the evidence has no usable day before {newest}: the server must read recordings or responses of earlier days, or from Graph with more "
        );
        Refusal::Evidence(Help::from(message) + "days (" + Reference::History + ")")
    })
}

impl Day {
    fn of(day: &DayScore) -> Self {
        Self {
            date: day.date.to_string(),
            percent: finite(day.percent),
            points: finite(day.current),
            max_points: finite(day.max),
        }
    }
}

impl Part {
    fn of(part: &Contribution) -> Self {
        Self {
            cause: part.cause,
            meaning: part.cause.meaning().to_owned(),
            contribution_pp: finite(part.percentage_points),
        }
    }
}

impl Move {
    fn of(cause: Cause, change: &ControlChange, limits: &ContentLimits) -> Self {
        Self {
            id: limits.id(&change.id),
            title: limits.optional(change.title.as_deref()),
            cause,
            contribution_pp: finite(change.percentage_points),
            from_points: change.from.and_then(|worth| finite(worth.score)),
            to_points: change.to.and_then(|worth| finite(worth.score)),
        }
    }
}
