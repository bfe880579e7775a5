//! `coverage`: how much of the score can be judged by the evidence.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::{Kind, Scope, Site};
use crate::evidence::Needs;
use crate::policy::quantity::Percent;
use crate::policy::selector::Selected;
use crate::yaml::problem::LocatedProblem;

/// How much of the score can be judged.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CoverageExpectation {
    /// The smallest share of the tenant's maximum whose maximum, profile and state are known.
    pub at_least: Percent,
}

impl Kind for CoverageExpectation {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn description(&self) -> String {
        format!("At least {} of the score can be judged", self.at_least)
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn reads_baseline(&self) -> bool {
        false
    }

    fn scope(&self) -> Scope {
        Scope::Tenant
    }

    fn measures_score(&self) -> bool {
        true
    }

    fn selected(&self) -> Selected<'_> {
        Selected::default()
    }

    fn check(&self, _: &Site<'_>, _: &mut Vec<LocatedProblem>) {}
}
