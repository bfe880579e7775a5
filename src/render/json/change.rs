//! The change of a score in JSON, for findings and comparisons.

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
    /// The change of the reported score, in percentage points; negative where it dropped.
    total: Option<f64>,
    /// The change in one sentence for people.
    sentence: String,
    /// The parts of the change: one for each cause, always all of them, in a fixed order.
    parts: Vec<JsonPart<'a>>,
    /// The assumptions, as sentences.
    assumptions: Vec<String>,
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
    /// The maximum, in points.
    max: Option<f64>,
    /// The points in percent of the maximum.
    percentage: Option<f64>,
}

/// One part of a change.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Part")]
struct JsonPart<'a> {
    /// The cause.
    cause: Cause,
    /// Its contribution to the change, in percentage points of the score.
    contribution: Option<f64>,
    /// The controls behind it, the largest contribution first; their contributions sum to that of the part.
    controls: Vec<JsonControlChange<'a>>,
}

/// The change of one control between the days.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Move")]
struct JsonControlChange<'a> {
    /// The id, as Graph wrote it.
    id: &'a str,
    /// The title of its profile.
    title: Option<&'a str>,
    /// Its contribution to the part, in percentage points of the score.
    contribution: Option<f64>,
    /// Its points on the earlier day; `null` where it was not scored.
    from: Option<JsonControlPoints>,
    /// Its points on the later day; `null` where it is not scored.
    to: Option<JsonControlPoints>,
    /// Whether its maximum, or the reason why it is no longer scored, is assumed.
    assumed: bool,
}

/// The points of a control on one day.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Worth")]
struct JsonControlPoints {
    /// Its points.
    score: Option<f64>,
    /// Its maximum, in points; `null` where it is unknown.
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
            assumptions: change.assumption_sentences(),
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
        Self {
            cause: part.cause,
            contribution: finite(part.percentage_points),
            controls: part.controls.iter().map(JsonControlChange::of).collect(),
        }
    }
}

impl<'a> JsonControlChange<'a> {
    fn of(one: &'a ControlChange) -> Self {
        Self {
            id: &one.id,
            title: one.title.as_deref(),
            contribution: finite(one.percentage_points),
            from: one.from.map(JsonControlPoints::of),
            to: one.to.map(JsonControlPoints::of),
            assumed: one.assumed,
        }
    }
}

impl JsonControlPoints {
    fn of(worth: ControlPoints) -> Self {
        Self { score: finite(worth.score), max: worth.max.and_then(finite) }
    }
}
