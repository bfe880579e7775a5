//! The properties of controls that `where` can ask for.

use super::standing::Standing;
use crate::evidence::Profile;
use crate::policy::Where;

/// What `where` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Property {
    Tier,
    Category,
    Service,
    Threat,
    ActionType,
    ImplementationCost,
    UserImpact,
}

impl Property {
    pub(super) const ALL: [Self; 7] = [
        Self::Tier,
        Self::Category,
        Self::Service,
        Self::Threat,
        Self::ActionType,
        Self::ImplementationCost,
        Self::UserImpact,
    ];

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
        let text = |text: &Option<String>| text.iter().map(|text| comparable(text)).collect();
        match self {
            Self::Tier => text(&profile.tier),
            Self::Category => text(&profile.category),
            Self::Service => text(&profile.service),
            Self::Threat => profile.threats.iter().flatten().map(|threat| comparable(threat)).collect(),
            Self::ActionType => text(&profile.action_type),
            Self::ImplementationCost => text(&profile.implementation_cost),
            Self::UserImpact => text(&profile.user_impact),
        }
    }

    /// Values that Microsoft documents, so that they are no slips of the pen even where no control has them.
    pub(super) const fn documented(self) -> &'static [&'static str] {
        match self {
            Self::Tier => &["core", "defenseindepth", "advanced"],
            Self::Category => &["identity", "data", "device", "apps", "infrastructure"],
            Self::ActionType => &["config", "review", "behavior"],
            Self::ImplementationCost | Self::UserImpact => &["low", "moderate", "high", "unknown"],
            Self::Service | Self::Threat => &[],
        }
    }

    pub(super) fn asked(self, properties: &Where) -> Option<&Vec<String>> {
        match self {
            Self::Tier => properties.tier.as_ref(),
            Self::Category => properties.category.as_ref(),
            Self::Service => properties.service.as_ref(),
            Self::Threat => properties.threat.as_ref(),
            Self::ActionType => properties.action_type.as_ref(),
            Self::ImplementationCost => properties.implementation_cost.as_ref(),
            Self::UserImpact => properties.user_impact.as_ref(),
        }
    }
}

/// Letters and digits in lower case: Graph writes `Account breach`, `Account Breach` and, in its documentation, `accountBreach`.
pub(super) fn comparable(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        // The documentation's `phishingOrWhaling` is `Phishing/Whaling` in responses.
        "phishingwhaling" => "phishingorwhaling".to_owned(),
        _ => plain,
    }
}
