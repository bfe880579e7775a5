//! The properties that a scored control has.

use super::control_assessment::ControlAssessment;
use crate::evidence::Profile;
pub(super) use crate::policy::property::{Property, comparable};

impl Property {
    /// The values that a control has, in the form in which values are compared. A profile that stands twice with different
    /// values gives none.
    pub(super) fn of(self, assessment: &ControlAssessment<'_>) -> Vec<String> {
        match self {
            Self::Category => assessment.control.category.iter().map(|category| comparable(category)).collect(),
            Self::Tier
            | Self::Service
            | Self::Threat
            | Self::ActionType
            | Self::ImplementationCost
            | Self::UserImpact => {
                let profile = assessment.profile.filter(|profile| !profile.disputed);
                profile.map(|profile| self.of_profile(profile)).unwrap_or_default()
            }
        }
    }

    /// Whether the values that a control has are known. The category is the snapshot's, all else its profile's: without one, or
    /// where the property is null or without text, it may have any value. A list of no threats is known.
    pub(super) fn is_known(self, assessment: &ControlAssessment<'_>) -> bool {
        match self {
            Self::Category => assessment.control.category.as_deref().is_some_and(has_text),
            Self::Tier
            | Self::Service
            | Self::Threat
            | Self::ActionType
            | Self::ImplementationCost
            | Self::UserImpact => {
                assessment.profile.is_some_and(|profile| !profile.disputed && self.is_known_of_profile(profile))
            }
        }
    }

    /// The same of a profile.
    pub(super) fn is_known_of_profile(self, profile: &Profile) -> bool {
        let text = match self {
            Self::Category => &profile.category,
            Self::Tier => &profile.tier,
            Self::Service => &profile.service,
            Self::Threat => {
                return profile.threats.as_ref().is_some_and(|threats| threats.iter().all(|threat| has_text(threat)));
            }
            Self::ActionType => &profile.action_type,
            Self::ImplementationCost => &profile.implementation_cost,
            Self::UserImpact => &profile.user_impact,
        };
        text.as_deref().is_some_and(has_text)
    }

    /// The values that a profile gives, in the same form.
    pub(super) fn of_profile(self, profile: &Profile) -> Vec<String> {
        self.values(profile).into_iter().map(comparable).collect()
    }
}

/// Whether a text has letters or digits, by which values are compared.
fn has_text(text: &str) -> bool {
    !comparable(text).is_empty()
}
