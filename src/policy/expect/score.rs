//! `score`: the least score of the tenant, of a category or of a service.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Kind, Points, Scope, Site};
use crate::evidence::Needs;
use crate::policy::property::Property;
use crate::policy::quantity::{Age, Threshold};
use crate::policy::selector::{ControlId, Selected};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};

/// The least score, overall or of a part. Exactly one of `at-least` and `peers` is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["at-least"] }, { "required": ["peers"] }]))]
pub struct ScoreExpectation {
    /// The least percentage of the points, or the least number of points.
    pub at_least: Option<Threshold>,
    /// At least the average of a group of tenants that Microsoft compares with.
    pub peers: Option<PeerGroup>,
    /// Only the controls of this category of the snapshot: `Identity`, `Data`, `Device`, `Apps`, `Infrastructure`.
    #[schemars(length(min = 1))]
    pub category: Option<String>,
    /// Only the controls of this service: `AzureAD`, `EXO`, `MDO`, `SPO`, `MDATP`, ….
    #[schemars(length(min = 1))]
    pub service: Option<String>,
    /// Ids of controls, or patterns, that are excluded of the category or service.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
    /// The points that count.
    #[serde(default = "Points::reported")]
    pub points: Points,
    /// The catalogue on which the score is evaluated.
    #[serde(default)]
    pub catalogue: ScoreCatalogue,
    /// With `catalogue: baseline`: the age of the baseline above which the outcome is unknown. Default: 180 days.
    pub max_age: Option<Age>,
    /// Excludes controls that were first scored within this time, so that the rule does not fail on the day on which Microsoft
    /// adds some.
    pub grace: Option<Age>,
}

/// The catalogue on which a score is evaluated.
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

impl Kind for ScoreExpectation {
    fn name(&self) -> &'static str {
        "score"
    }

    fn description(&self) -> String {
        let part = self.category.as_ref().map(|name| format!(" of category {name}"));
        let part = part.or_else(|| self.service.as_ref().map(|name| format!(" of service {name}")));
        let required = match (self.at_least, self.peers) {
            (Some(threshold), _) => threshold.to_string(),
            (None, Some(group)) => format!("the average of {}", group.name()),
            (None, None) => String::new(),
        };
        let observed = match self.points {
            Points::Reported => "",
            Points::Observed => ", counting only points measured by Microsoft",
        };
        format!("The score{} must be at least {required}{observed}", part.unwrap_or_default())
    }

    /// A control that went and came back is not new: the whole history can show that.
    fn needs(&self) -> Needs {
        Needs { days: self.grace.map_or(0, |_| u32::MAX) }
    }

    /// For `grace` a baseline is one more day on which a control was scored.
    fn reads_baseline(&self) -> bool {
        self.grace.is_some() || self.catalogue == ScoreCatalogue::Baseline
    }

    fn scope(&self) -> Scope {
        Scope::Tenant
    }

    fn measures_score(&self) -> bool {
        true
    }

    fn selected(&self) -> Selected<'_> {
        Selected { except: self.except.as_ref(), ..Selected::default() }
    }

    fn selected_values(&self) -> Vec<(Property, &str)> {
        let category = self.category.as_deref().map(|value| (Property::Category, value));
        category.into_iter().chain(self.service.as_deref().map(|value| (Property::Service, value))).collect()
    }

    fn check(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>) {
        if self.category.is_some() && self.service.is_some() {
            let words = DiagnosticText::new(
                "a score is that of a category or of a service, not of both",
                "one too many",
                "write a separate rule for each, or select controls by both with `controls: { where: … }`",
            );
            found.push(site.problem("service", words));
        } else if self.peers.is_some() && self.service.is_some() {
            let words = DiagnosticText::new(
                "Microsoft publishes no peer average of a service",
                "not for `peers`",
                "remove `service`, or give `at-least` in place of `peers`",
            );
            found.push(site.problem("service", words));
        }
        self.check_except(site, found);
        let on_baseline = self.catalogue == ScoreCatalogue::Baseline;
        for (key, given, why) in [
            ("max-age", self.max_age.is_some() && !on_baseline, "it limits the age of a baseline"),
            ("peers", self.peers.is_some() && on_baseline, "Microsoft's averages use the current catalogue"),
            ("peers", self.peers.is_some() && self.grace.is_some(), "Microsoft's averages include new controls"),
            ("grace", self.grace.is_some() && on_baseline, "a baseline contains no controls that were added after it"),
            ("service", self.service.is_some() && on_baseline, "a baseline contains no services"),
            ("category", self.category.is_some() && on_baseline, "a baseline contains no categories"),
        ] {
            if given {
                let other = if key == "peers" && !on_baseline { "grace" } else { "catalogue: baseline" };
                let (relation, label) = match key {
                    "max-age" => ("requires", "requires a baseline"),
                    _ => ("cannot be combined with", "cannot be combined"),
                };
                let words = DiagnosticText::new(
                    format!("`{key}` {relation} `{other}`: {why}"),
                    label,
                    format!("remove `{key}`, or write a separate rule for it"),
                );
                found.push(site.problem(key, words));
            }
        }
    }
}

impl ScoreExpectation {
    fn check_except(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>) {
        if self.except.is_some() && self.category.is_none() && self.service.is_none() {
            let words = DiagnosticText::new(
                "`except` requires `category` or `service`",
                "not for the score of the tenant",
                "remove it: the score of the tenant is the one that Graph reports, for all controls",
            );
            found.push(site.problem("except", words));
        }
        site.check_patterns("except", self.except.as_deref(), found);
    }
}
