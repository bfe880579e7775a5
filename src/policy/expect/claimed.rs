//! `claimed`: points that someone claimed, not measured by Microsoft.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::{Kind, Scope, Site};
use crate::evidence::Needs;
use crate::policy::quantity::Percent;
use crate::policy::selector::Selected;
use crate::yaml::problem::LocatedProblem;

/// Claimed points. At least one limit is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["at-most"] }, { "required": ["unwaived"] }]))]
pub struct ClaimedExpectation {
    /// The largest percentage of the tenant's points that may be claimed.
    pub at_most: Option<Percent>,
    /// The outcome for a control whose points are claimed, or that an administrator set to Ignored, without a waiver of this rule.
    pub unwaived: Option<Unwaived>,
}

/// The outcome for an unwaived claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unwaived {
    /// A failure.
    Fail,
}

impl Kind for ClaimedExpectation {
    fn name(&self) -> &'static str {
        "claimed"
    }

    fn description(&self) -> String {
        let most = self.at_most.map(|share| format!("At most {share} of the points may be claimed"));
        match (most, self.unwaived) {
            (Some(most), Some(Unwaived::Fail)) => format!("{most}, and every claim must have a waiver"),
            (Some(most), None) => most,
            (None, Some(Unwaived::Fail) | None) => "Every claim must have a waiver".to_owned(),
        }
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn reads_baseline(&self) -> bool {
        false
    }

    fn scope(&self) -> Scope {
        Scope::of(self.at_most.is_some(), self.unwaived.is_some())
    }

    fn measures_score(&self) -> bool {
        false
    }

    fn selected(&self) -> Selected<'_> {
        Selected::default()
    }

    fn check(&self, _: &Site<'_>, _: &mut Vec<LocatedProblem>) {}
}
