//! Why the score of one day differs from that of another: the change as a sum of parts, each with the controls behind it.

mod control_text;
mod sentence;

use jiff::civil::Date;

/// The difference between the scores of two days, taken apart. The parts sum to [`Change::total`].
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier day.
    pub from: DayScore,
    /// The later day.
    pub to: DayScore,
    /// By how much the reported score changed, in percentage points; negative where it dropped.
    pub total: f64,
    /// What the change is made of: one part for each [`Cause`], in the order of [`Cause::ALL`].
    pub parts: Vec<Contribution>,
    /// On how many controls of both days claims and losses cannot be distinguished, because a state is unknown.
    pub unknown_states: usize,
    /// What had to be assumed, as sentences.
    pub assumptions: Vec<String>,
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
    /// What it is due to.
    pub cause: Cause,
    /// Its share of the change, in percentage points of the score.
    pub percentage_points: f64,
    /// The controls behind it; their shares sum to that of the part. Those that moved most come first.
    pub controls: Vec<ControlChange>,
}

/// What a part of a change is due to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Microsoft measured more or less on controls that both days score: this is the posture.
    Observed,
    /// Points that somebody claimed, or no longer claims.
    Claimed,
    /// Controls that are no longer scored although the catalogue still has them: a licence, a connector, an outage.
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

/// How the controls are called whose maxima are unknown: together they are carried as one.
pub const REST: &str = "(controls of unknown maximum)";

/// What became of one control between the two days.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChange {
    /// The id, as Graph wrote it.
    pub id: String,
    /// The title of its profile, where there is one.
    pub title: Option<String>,
    /// Its share of the part, in percentage points of the score.
    pub percentage_points: f64,
    /// What it was worth on the earlier day; none where it was not scored.
    pub from: Option<ControlPoints>,
    /// What it was worth on the later day; none where it is not scored.
    pub to: Option<ControlPoints>,
    /// Whether its maximum or its fate is assumed rather than known for the day.
    pub assumed: bool,
}

/// What a control was worth on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlPoints {
    /// Its points.
    pub score: f64,
    /// The most points it could give; none where that is unknown.
    pub max: Option<f64>,
}

impl Cause {
    /// Every cause, in the order in which the parts are taken off the change.
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
            Self::Observed => "observed",
            Self::Claimed => "claimed",
            Self::Descoped => "descoped",
            Self::Retired => "retired",
            Self::Reweighted => "re-weighted",
            Self::Added => "added",
            Self::Unexplained => "unexplained",
        }
    }

    /// What the part is due to, as a phrase for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Observed => "points that Microsoft measured on your controls",
            Self::Claimed => "points claimed by an administrator, not measured",
            Self::Descoped => "controls that are no longer scored (expired licence, disconnected connector or outage)",
            Self::Retired => "controls that Microsoft retired",
            Self::Reweighted => "controls that Microsoft re-weighted",
            Self::Added => "controls that Microsoft added",
            Self::Unexplained => "the reported score differs from the sum of its controls",
        }
    }
}

impl Change {
    /// The part of a cause.
    #[must_use]
    pub fn part(&self, cause: Cause) -> Option<&Contribution> {
        self.parts.iter().find(|part| part.cause == cause)
    }

    /// The share of a cause, in percentage points.
    #[must_use]
    pub fn percentage_points(&self, cause: Cause) -> f64 {
        self.part(cause).map_or(0.0, |part| part.percentage_points)
    }
}
