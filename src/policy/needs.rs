//! How much of the past the rules look at, so that no more is read.

use super::{Against, Enforcement, Expectation, PolicySet, RegressionExpectation, ScoreCatalogue};
use crate::evidence::Needs;

impl PolicySet {
    /// What all rules together need that are not disabled.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let rules = self.policies.iter().flat_map(|policy| &policy.rules);
        let judged = rules.filter(|rule| rule.enforcement != Enforcement::Disabled);
        judged.map(|rule| rule.expect.needs()).max().unwrap_or_default()
    }

    /// Whether a rule that is not disabled reads the baseline.
    #[must_use]
    pub fn reads_baseline(&self) -> bool {
        let mut rules = self.policies.iter().flat_map(|policy| &policy.rules);
        rules.any(|rule| rule.enforcement != Enforcement::Disabled && rule.expect.reads_baseline())
    }
}

impl Expectation {
    /// How much of the past the expectation looks at.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let days = match self {
            // A control that went and came back is not new: all of the past can show that.
            Self::Score(score) => score.grace.map_or(0, |_| u32::MAX),
            Self::Controls(controls) => controls.grace.map_or(0, |_| u32::MAX),
            Self::Regression(regression) => days(regression),
            Self::Freshness(_) | Self::Claimed(_) | Self::Coverage(_) => 0,
        };
        Needs { days }
    }

    /// Whether a baseline can change the outcome. For `grace` it is one more day on which a control was scored.
    fn reads_baseline(&self) -> bool {
        match self {
            Self::Score(score) => score.grace.is_some() || score.catalogue == ScoreCatalogue::Baseline,
            Self::Controls(controls) => controls.grace.is_some(),
            Self::Regression(regression) => regression.against == Against::Baseline,
            Self::Freshness(_) | Self::Claimed(_) | Self::Coverage(_) => false,
        }
    }
}

/// The reference lies before as many snapshots as must confirm a drop; the newest is one of them.
fn days(regression: &RegressionExpectation) -> u32 {
    let confirming = regression.confirm.saturating_sub(1);
    let reference = match regression.against {
        Against::Baseline => confirming,
        Against::Previous => confirming + 1,
        Against::Days(days) => days,
        Against::BestOf(window) => window.days(),
    };
    reference.max(confirming)
}
