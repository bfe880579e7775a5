//! The attribution of a score change between two days: a sum of parts, each with the controls behind it.

mod assumption;
mod control_text;
mod sentence;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub use assumption::Assumption;

/// The difference between the scores of two days, attributed to causes. The parts sum to [`Change::total`].
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier day.
    pub from: DayScore,
    /// The later day.
    pub to: DayScore,
    /// The change of the reported score, in percentage points; negative where it dropped.
    pub total: f64,
    /// The parts of the change: one for each [`Cause`], in the order of [`Cause::ALL`].
    pub parts: Vec<Contribution>,
    /// The number of controls of both days whose claims and losses cannot be distinguished, because a state is unknown.
    pub unknown_states: usize,
    /// The assumptions that the parts rest on.
    pub assumptions: Vec<Assumption>,
}

/// The reported score of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayScore {
    /// The day in UTC.
    pub date: Date,
    /// `currentScore`, in points.
    pub current: f64,
    /// `maxScore`, in points.
    pub max: f64,
    /// `currentScore` of `maxScore` in percent; 0 where there is no maximum.
    pub percent: f64,
}

/// One part of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The cause.
    pub cause: Cause,
    /// Its contribution to the change, in percentage points of the score.
    pub percentage_points: f64,
    /// The controls behind it, the largest contribution first; their contributions sum to that of the part.
    pub controls: Vec<ControlChange>,
}

/// The cause of a part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Points that Microsoft measured on controls that both days score: the posture.
    Observed,
    /// Points that an administrator claimed, or no longer claims.
    Claimed,
    /// Controls that are no longer scored although the catalogue contains them, or may contain them.
    Descoped,
    /// Controls that Microsoft removed from its catalogue, or marked as deprecated.
    Retired,
    /// Controls whose maximum Microsoft changed.
    Reweighted,
    /// Controls that are scored for the first time.
    Added,
    /// The rest: the reported score differs from the sum of its controls.
    Unexplained,
}

/// The name for the controls of unknown maximum, which are treated as one control.
pub const REST: &str = "(controls of unknown maximum)";

/// The change of one control between the two days.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChange {
    /// The id, as Graph wrote it.
    pub id: String,
    /// The title of its profile, where there is one.
    pub title: Option<String>,
    /// Its contribution to the part, in percentage points of the score.
    pub percentage_points: f64,
    /// Its points on the earlier day; none where it was not scored.
    pub from: Option<ControlPoints>,
    /// Its points on the later day; none where it is not scored.
    pub to: Option<ControlPoints>,
    /// Whether its maximum or its disposition is assumed rather than known for the day.
    pub assumed: bool,
}

/// The points of a control on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlPoints {
    /// Its points.
    pub score: f64,
    /// Its maximum, in points; none where it is unknown.
    pub max: Option<f64>,
}

impl Cause {
    /// Every cause, in the order in which the change is attributed.
    pub const ALL: [Self; 7] = [
        Self::Observed,
        Self::Claimed,
        Self::Descoped,
        Self::Retired,
        Self::Reweighted,
        Self::Added,
        Self::Unexplained,
    ];

    /// The word for the part.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observed => "measured",
            Self::Claimed => "claimed",
            Self::Descoped => "no longer scored",
            Self::Retired => "retired",
            Self::Reweighted => "re-weighted",
            Self::Added => "added",
            Self::Unexplained => "not attributed",
        }
    }

    /// The cause as a phrase for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Observed => "points that Microsoft measured on controls scored on both days (the posture)",
            Self::Claimed => {
                "set in the portal to resolved through third party, to alternate mitigation or to risk accepted, not measured by Microsoft"
            }
            Self::Descoped => "possible causes: expired licence, disconnected connector, outage",
            Self::Retired => "controls that Microsoft retired",
            Self::Reweighted => "controls that Microsoft re-weighted",
            Self::Added => "controls that Microsoft added",
            Self::Unexplained => "the reported score differs from the sum of its controls",
        }
    }
}

impl Change {
    /// The assumptions as sentences, without a capital letter and a full stop.
    #[must_use]
    pub fn assumption_sentences(&self) -> Vec<String> {
        self.assumptions.iter().map(ToString::to_string).collect()
    }

    /// The part of a cause.
    #[must_use]
    pub fn part(&self, cause: Cause) -> Option<&Contribution> {
        self.parts.iter().find(|part| part.cause == cause)
    }

    /// The contribution of a cause, in percentage points.
    #[must_use]
    pub fn percentage_points(&self, cause: Cause) -> f64 {
        self.part(cause).map_or(0.0, |part| part.percentage_points)
    }
}
