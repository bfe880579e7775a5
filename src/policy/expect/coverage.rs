//! `coverage`: the part of the score that the evidence allows to evaluate.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::{Kind, Scope, Site};
use crate::evidence::Needs;
use crate::policy::quantity::Percent;
use crate::policy::selector::Selected;
use crate::yaml::problem::LocatedProblem;

/// The part of the score that can be evaluated with the evidence.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CoverageExpectation {
    /// The smallest percentage of the tenant's maximum score that belongs to controls of known maximum, profile and state.
    pub at_least: Percent,
}

impl Kind for CoverageExpectation {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn description(&self) -> String {
        format!("It must be possible to evaluate at least {} of the score", self.at_least)
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
