//! What a rule can expect: one variant a kind, one file in `evaluate/` a variant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Age, ControlId, ControlsDrop, Percent, RegressionExpectation, Selector, Threshold, Where};

/// What must hold. Exactly one kind is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The score of the tenant, of a category or of a service.
    Score(ScoreExpectation),
    /// The score or the state of single controls.
    Controls(ControlsExpectation),
    /// How much may be lost against an earlier day.
    Regression(RegressionExpectation),
    /// The age of the data.
    Freshness(FreshnessExpectation),
    /// Points that rest on what someone claimed, not on what Microsoft measured.
    Claimed(ClaimedExpectation),
    /// How much of the score the evidence lets one judge.
    Coverage(CoverageExpectation),
}

/// The least score, overall or of a part. Exactly one of `at-least` and `peers` is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["at-least"] }, { "required": ["peers"] }]))]
pub struct ScoreExpectation {
    /// The least share of the points, or the least number of points.
    pub at_least: Option<Threshold>,
    /// At least the average of a group of tenants that Microsoft compares with.
    pub peers: Option<PeerGroup>,
    /// Only the controls of this category of the snapshot: `Identity`, `Data`, `Device`, `Apps`, `Infrastructure`.
    #[schemars(length(min = 1))]
    pub category: Option<String>,
    /// Only the controls of this service: `AzureAD`, `EXO`, `MDO`, `SPO`, `MDATP`, ….
    #[schemars(length(min = 1))]
    pub service: Option<String>,
    /// Ids of controls, or patterns, that are left out of the category or service.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// Which points count.
    #[serde(default = "Points::reported")]
    pub points: Points,
    /// On which catalogue the score is judged.
    #[serde(default)]
    pub catalogue: ScoreCatalogue,
    /// With `catalogue: baseline`: how old the baseline may be before the rule is undecided. 180 days where it is not given.
    pub max_age: Option<Age>,
    /// Leaves out controls that were first scored within this time, so that the rule does not fail on the day on which Microsoft
    /// adds some.
    pub grace: Option<Age>,
}

/// Single controls: the least score of each, or the state of each.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("allOf" = [
    { "oneOf": [{ "required": ["match"] }, { "required": ["where"] }] },
    { "oneOf": [{ "required": ["at-least"] }, { "required": ["state"] }] },
]))]
pub struct ControlsExpectation {
    /// Ids of controls, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[serde(rename = "match")]
    #[schemars(length(min = 1))]
    pub ids: Option<Vec<ControlId>>,
    /// Properties that a control must have.
    #[serde(rename = "where")]
    pub properties: Option<Where>,
    /// Ids of controls, or patterns, that are left out.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// The least share of a control's points, or the least number of its points.
    pub at_least: Option<Threshold>,
    /// The state that each control must have.
    pub state: Option<ControlState>,
    /// Which points count for `at-least`.
    #[serde(default = "Points::observed")]
    pub points: Points,
    /// The least number of controls that must be found; with fewer the rule is undecided. 1 where it is not given.
    #[schemars(range(min = 1))]
    pub min_matches: Option<u32>,
    /// What an id of `match` is that the snapshot does not score.
    #[serde(default)]
    pub when_missing: WhenMissing,
    /// Leaves out controls that were first scored within this time: the rule does not apply to them yet.
    pub grace: Option<Age>,
}

/// The longest age of the data. At least one limit is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["snapshot"] }, { "required": ["last-synced"] }]))]
pub struct FreshnessExpectation {
    /// The longest age of the snapshot, counted from the start of its day (UTC).
    pub snapshot: Option<Age>,
    /// The longest time since each control was last synced.
    pub last_synced: Option<Age>,
    /// The controls that `last-synced` is about; all where it is not given.
    pub controls: Option<Selector>,
}

/// Points that rest on claims. At least one limit is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["at-most"] }, { "required": ["unwaived"] }]))]
pub struct ClaimedExpectation {
    /// The largest share of the tenant's points that may be claimed ones.
    pub at_most: Option<Percent>,
    /// What a control is whose points are claimed, or that someone set to Ignored, without a waiver of this rule.
    pub unwaived: Option<Unwaived>,
}

/// How much of the score can be judged.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CoverageExpectation {
    /// The smallest share of the tenant's maximum whose maximum, profile and state are known.
    pub at_least: Percent,
}

/// Which points count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Points {
    /// All points that Graph reports.
    Reported,
    /// Only points that Microsoft measured; none that someone claimed.
    Observed,
}

impl Points {
    const fn reported() -> Self {
        Self::Reported
    }

    const fn observed() -> Self {
        Self::Observed
    }
}

/// On which catalogue a score is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreCatalogue {
    /// The one of the snapshot: all controls that are scored today.
    #[default]
    Current,
    /// The one of the baseline that `--baseline` names: today's points, on its controls and their maxima.
    Baseline,
}

/// A group of tenants that Microsoft publishes an average of (`averageComparativeScores[].basis`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
pub enum PeerGroup {
    /// All tenants.
    AllTenants,
    /// Tenants of about as many seats.
    TotalSeats,
    /// Tenants of the same industry.
    IndustryTypes,
}

/// The state that a control must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ControlState {
    /// All points, and measured by Microsoft rather than claimed.
    Implemented,
    /// Nobody set a state.
    Default,
    /// The risk was accepted.
    Ignored,
    /// Resolved through a third party: the points are claimed.
    ThirdParty,
    /// Reviewed: the points are claimed.
    Reviewed,
}

/// What an id of `match` is that the snapshot does not score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenMissing {
    /// Undecided.
    #[default]
    Unknown,
    /// A failure.
    Fail,
    /// Not applicable, if a complete catalogue knows the id; else undecided.
    NotApplicable,
}

/// What an unwaived claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unwaived {
    /// A failure.
    Fail,
}

impl PeerGroup {
    /// The word that Graph uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllTenants => "AllTenants",
            Self::TotalSeats => "TotalSeats",
            Self::IndustryTypes => "IndustryTypes",
        }
    }
}

impl ControlState {
    /// The word that policies use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Implemented => "implemented",
            Self::Default => "default",
            Self::Ignored => "ignored",
            Self::ThirdParty => "third-party",
            Self::Reviewed => "reviewed",
        }
    }
}

/// The choice of controls that an expectation makes, of whichever kind it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Selected<'e> {
    /// The entries of `match`.
    pub(crate) ids: Option<&'e Vec<ControlId>>,
    /// The properties of `where`.
    pub(crate) properties: Option<&'e Where>,
    /// The entries of `except`.
    pub(crate) except: Option<&'e Vec<ControlId>>,
}

impl<'e> From<&'e Selector> for Selected<'e> {
    fn from(chosen: &'e Selector) -> Self {
        let Selector { ids, properties, except } = chosen;
        Self { ids: ids.as_ref(), properties: properties.as_ref(), except: except.as_ref() }
    }
}

impl<'e> From<&'e ControlsDrop> for Selected<'e> {
    fn from(chosen: &'e ControlsDrop) -> Self {
        let ControlsDrop { ids, properties, except, max_drop: _ } = chosen;
        Self { ids: ids.as_ref(), properties: properties.as_ref(), except: except.as_ref() }
    }
}

impl Expectation {
    /// The choice of controls; empty where the kind has none.
    pub(crate) fn selected(&self) -> Selected<'_> {
        match self {
            Self::Controls(controls) => Selected {
                ids: controls.ids.as_ref(),
                properties: controls.properties.as_ref(),
                except: controls.except.as_ref(),
            },
            Self::Regression(regression) => regression.controls.as_ref().map(Selected::from).unwrap_or_default(),
            Self::Freshness(freshness) => freshness.controls.as_ref().map(Selected::from).unwrap_or_default(),
            Self::Score(score) => Selected { except: score.except.as_ref(), ..Selected::default() },
            Self::Claimed(_) | Self::Coverage(_) => Selected::default(),
        }
    }

    /// The word that policies use for the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Score(_) => "score",
            Self::Controls(_) => "controls",
            Self::Regression(_) => "regression",
            Self::Freshness(_) => "freshness",
            Self::Claimed(_) => "claimed",
            Self::Coverage(_) => "coverage",
        }
    }

    /// Whether the rule's findings are about single controls, so that a waiver of it must name controls.
    #[must_use]
    pub const fn is_over_controls(&self) -> bool {
        match self {
            Self::Controls(_) => true,
            Self::Regression(expectation) => expectation.controls.is_some() && expectation.score.is_none(),
            Self::Freshness(expectation) => expectation.last_synced.is_some() && expectation.snapshot.is_none(),
            Self::Claimed(expectation) => expectation.unwaived.is_some() && expectation.at_most.is_none(),
            Self::Score(_) | Self::Coverage(_) => false,
        }
    }
}
