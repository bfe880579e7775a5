//! `controls`: the least score, or the state, of single controls.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::{Kind, Points, Scope, Site};
use crate::evidence::Needs;
use crate::policy::property::Where;
use crate::policy::quantity::{Age, Threshold};
use crate::policy::selector::{ControlId, Selected};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};

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
    /// Ids of controls, or patterns, that are excluded.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// The least percentage of a control's points, or the least number of its points.
    pub at_least: Option<Threshold>,
    /// The state that each control must have.
    pub state: Option<ControlState>,
    /// The points that count for `at-least`.
    #[serde(default = "Points::observed")]
    pub points: Points,
    /// The least number of controls that must be found; with fewer the outcome is unknown. Default: 1.
    #[schemars(range(min = 1))]
    pub min_matches: Option<u32>,
    /// The outcome for an id of `match` that the snapshot does not score.
    #[serde(default)]
    pub when_missing: WhenMissing,
    /// Excludes controls that were first scored within this time: the rule does not apply to them yet.
    pub grace: Option<Age>,
}

/// The state that a control must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ControlState {
    /// All points, and measured by Microsoft rather than claimed.
    Implemented,
    /// No state was set.
    Default,
    /// The risk was accepted.
    Ignored,
    /// Resolved through a third party: the points are claimed.
    ThirdParty,
    /// Reviewed: the points are claimed.
    Reviewed,
}

/// The outcome for an id of `match` that the snapshot does not score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenMissing {
    /// Unknown.
    #[default]
    Unknown,
    /// A failure.
    Fail,
    /// Not applicable, if a complete catalogue contains the id; else unknown.
    NotApplicable,
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

impl Kind for ControlsExpectation {
    fn name(&self) -> &'static str {
        "controls"
    }

    fn description(&self) -> String {
        let chosen = self.selected().description();
        let each = if self.selected().is_one() { "" } else { " each" };
        match (self.at_least, self.state) {
            (Some(threshold), _) => format!("{chosen} must{each} reach at least {threshold}"),
            (None, Some(ControlState::Implemented)) => format!("{chosen} must be implemented"),
            (None, Some(state)) => format!("{chosen} must be in the state {}", state.name()),
            (None, None) => chosen,
        }
    }

    /// A control that went and came back is not new: the whole history can show that.
    fn needs(&self) -> Needs {
        Needs { days: self.grace.map_or(0, |_| u32::MAX) }
    }

    /// For `grace` a baseline is one more day on which a control was scored.
    fn reads_baseline(&self) -> bool {
        self.grace.is_some()
    }

    fn scope(&self) -> Scope {
        Scope::Controls
    }

    fn measures_score(&self) -> bool {
        true
    }

    fn selected(&self) -> Selected<'_> {
        Selected { ids: self.ids.as_ref(), properties: self.properties.as_ref(), except: self.except.as_ref() }
    }

    fn check(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>) {
        if self.properties.is_some() && site.has("when-missing") {
            let words = DiagnosticText::new(
                "`when-missing` cannot be combined with `where`",
                "not for `where`",
                "remove it: it is about ids of `match` that are not scored",
            );
            found.push(site.problem("when-missing", words));
        }
        if self.state.is_some() && site.has("points") {
            let words = DiagnosticText::new(
                "`points` cannot be combined with `state`",
                "not for `state`",
                "remove it, or give `at-least` in place of `state`",
            );
            found.push(site.problem("points", words));
        }
        site.check_patterns("match", self.ids.as_deref(), found);
        site.check_patterns("except", self.except.as_deref(), found);
    }
}
