//! Why a score changed, as findings and comparisons show it.

use schemars::JsonSchema;
use serde::Serialize;

use super::finite;
use crate::report::{Cause, Change, Contribution, ControlChange, ControlPoints, DayScore};

/// The difference between the scores of two days, attributed to causes. The parts sum to `total`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Change")]
pub(in crate::render) struct JsonChange<'a> {
    /// The earlier day.
    from: JsonDay,
    /// The later day.
    to: JsonDay,
    /// By how much the reported score changed, in percentage points; negative where it dropped.
    total: Option<f64>,
    /// The change in one sentence for people.
    sentence: String,
    /// What the change is made of: one part for each cause, always all of them, in a fixed order.
    parts: Vec<JsonPart<'a>>,
    /// What had to be assumed, as sentences.
    assumptions: &'a [String],
}

/// The reported score of a day.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Day")]
struct JsonDay {
    /// The day in UTC, such as `2026-11-23`.
    date: String,
    /// The points.
    current: Option<f64>,
    /// The most points that there could be.
    max: Option<f64>,
    /// The points as a share of the most there could be, in percent.
    percentage: Option<f64>,
}

/// One part of a change.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Part")]
struct JsonPart<'a> {
    /// What it is due to.
    cause: JsonCause,
    /// Its contribution to the change, in percentage points of the score.
    contribution: Option<f64>,
    /// The controls behind it, those that moved most first; their contributions sum to that of the part.
    controls: Vec<JsonMove<'a>>,
}

/// What a part of a change is due to.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Cause")]
enum JsonCause {
    /// Microsoft measured more or less on controls that both days score: the posture.
    Observed,
    /// Points that somebody claimed, or no longer claims.
    Claimed,
    /// Controls that are no longer scored although the catalogue has them, or may have them.
    Descoped,
    /// Controls that Microsoft took out of its catalogue, or marked as deprecated.
    Retired,
    /// Controls whose maximum Microsoft changed.
    Reweighted,
    /// Controls that are scored for the first time.
    Added,
    /// What is left: the reported score is not the sum of its controls.
    Unexplained,
}

/// What became of one control between the days.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Move")]
struct JsonMove<'a> {
    /// The id, as Graph wrote it.
    id: &'a str,
    /// The title of its profile.
    title: Option<&'a str>,
    /// Its contribution to the part, in percentage points of the score.
    contribution: Option<f64>,
    /// What it was worth on the earlier day; `null` where it was not scored.
    from: Option<JsonWorth>,
    /// What it was worth on the later day; `null` where it is not scored.
    to: Option<JsonWorth>,
    /// Whether its maximum or what became of it is assumed rather than known for the day.
    assumed: bool,
}

/// What a control was worth on one day.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Worth")]
struct JsonWorth {
    /// Its points.
    score: Option<f64>,
    /// The most points it could give; `null` where that is not known.
    max: Option<f64>,
}

impl<'a> JsonChange<'a> {
    pub(in crate::render) fn of(change: &'a Change) -> Self {
        Self {
            from: JsonDay::of(&change.from),
            to: JsonDay::of(&change.to),
            total: finite(change.total),
            sentence: change.sentence(),
            parts: change.parts.iter().map(JsonPart::of).collect(),
            assumptions: &change.assumptions,
        }
    }
}

impl JsonDay {
    fn of(day: &DayScore) -> Self {
        Self {
            date: day.date.to_string(),
            current: finite(day.current),
            max: finite(day.max),
            percentage: finite(day.percent),
        }
    }
}

impl<'a> JsonPart<'a> {
    fn of(part: &'a Contribution) -> Self {
        let cause = match part.cause {
            Cause::Observed => JsonCause::Observed,
            Cause::Claimed => JsonCause::Claimed,
            Cause::Descoped => JsonCause::Descoped,
            Cause::Retired => JsonCause::Retired,
            Cause::Reweighted => JsonCause::Reweighted,
            Cause::Added => JsonCause::Added,
            Cause::Unexplained => JsonCause::Unexplained,
        };
        Self {
            cause,
            contribution: finite(part.percentage_points),
            controls: part.controls.iter().map(JsonMove::of).collect(),
        }
    }
}

impl<'a> JsonMove<'a> {
    fn of(one: &'a ControlChange) -> Self {
        Self {
            id: &one.id,
            title: one.title.as_deref(),
            contribution: finite(one.percentage_points),
            from: one.from.map(JsonWorth::of),
            to: one.to.map(JsonWorth::of),
            assumed: one.assumed,
        }
    }
}

impl JsonWorth {
    fn of(worth: ControlPoints) -> Self {
        Self { score: finite(worth.score), max: worth.max.and_then(finite) }
    }
}
