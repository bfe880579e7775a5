//! The properties that a scored control has.

use super::standing::Standing;
use crate::evidence::Profile;
pub(super) use crate::policy::property::{Property, comparable};

impl Property {
    /// The values that a control has, in the form in which values are compared. A profile that stands twice with different
    /// values gives none.
    pub(super) fn of(self, standing: &Standing<'_>) -> Vec<String> {
        match self {
            Self::Category => standing.control.category.iter().map(|category| comparable(category)).collect(),
            Self::Tier
            | Self::Service
            | Self::Threat
            | Self::ActionType
            | Self::ImplementationCost
            | Self::UserImpact => {
                let profile = standing.profile.filter(|profile| !profile.disputed);
                profile.map(|profile| self.of_profile(profile)).unwrap_or_default()
            }
        }
    }

    /// Whether the values that a control has are known. The category is the snapshot's, all else its profile's: without one, or
    /// where the property is null or without text, it may have any value. A list of no threats is known.
    pub(super) fn is_known(self, standing: &Standing<'_>) -> bool {
        match self {
            Self::Category => standing.control.category.is_some(),
            Self::Tier
            | Self::Service
            | Self::Threat
            | Self::ActionType
            | Self::ImplementationCost
            | Self::UserImpact => {
                standing.profile.is_some_and(|profile| !profile.disputed && self.is_known_of_profile(profile))
            }
        }
    }

    /// The same of a profile.
    pub(super) const fn is_known_of_profile(self, profile: &Profile) -> bool {
        match self {
            Self::Category => profile.category.is_some(),
            Self::Tier => profile.tier.is_some(),
            Self::Service => profile.service.is_some(),
            Self::Threat => profile.threats.is_some(),
            Self::ActionType => profile.action_type.is_some(),
            Self::ImplementationCost => profile.implementation_cost.is_some(),
            Self::UserImpact => profile.user_impact.is_some(),
        }
    }

    /// The values that a profile gives, in the same form.
    pub(super) fn of_profile(self, profile: &Profile) -> Vec<String> {
        self.values(profile).into_iter().map(comparable).collect()
    }
}
