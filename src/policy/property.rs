//! The properties of controls that `where` can name.

use crate::evidence::Profile;
use crate::policy::Where;

/// A property that `where` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Property {
    Tier,
    Category,
    Service,
    Threat,
    ActionType,
    ImplementationCost,
    UserImpact,
}

impl Property {
    pub(crate) const ALL: [Self; 7] = [
        Self::Tier,
        Self::Category,
        Self::Service,
        Self::Threat,
        Self::ActionType,
        Self::ImplementationCost,
        Self::UserImpact,
    ];

    /// The key of a policy.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Tier => "tier",
            Self::Category => "category",
            Self::Service => "service",
            Self::Threat => "threat",
            Self::ActionType => "action-type",
            Self::ImplementationCost => "implementation-cost",
            Self::UserImpact => "user-impact",
        }
    }

    /// The values that a rule names.
    pub(crate) const fn asked(self, properties: &Where) -> Option<&Vec<String>> {
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

    /// The values that a profile gives.
    pub(crate) fn values(self, profile: &Profile) -> Vec<&str> {
        fn one(text: Option<&String>) -> Vec<&str> {
            text.map(String::as_str).into_iter().collect()
        }
        match self {
            Self::Tier => one(profile.tier.as_ref()),
            Self::Category => one(profile.category.as_ref()),
            Self::Service => one(profile.service.as_ref()),
            Self::Threat => profile.threats.iter().flatten().map(String::as_str).collect(),
            Self::ActionType => one(profile.action_type.as_ref()),
            Self::ImplementationCost => one(profile.implementation_cost.as_ref()),
            Self::UserImpact => one(profile.user_impact.as_ref()),
        }
    }

    /// Values that Microsoft documents, so that they are no typing errors even where no control has them.
    pub(crate) const fn documented(self) -> &'static [&'static str] {
        match self {
            Self::Tier => &["Core", "Defense in Depth", "Advanced"],
            Self::Category => &["Identity", "Data", "Device", "Apps", "Infrastructure"],
            Self::ActionType => &["Config", "Review", "Behavior"],
            Self::ImplementationCost | Self::UserImpact => &["Low", "Moderate", "High", "Unknown"],
            Self::Service | Self::Threat => &[],
        }
    }
}

/// Letters and digits in lower case, the form in which values are compared: Graph writes `Account breach`, `Account Breach`
/// and, in its documentation, `accountBreach`.
pub(crate) fn comparable(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // The documentation's `phishingOrWhaling` is `Phishing/Whaling` in responses.
    if plain == "phishingwhaling" { "phishingorwhaling".to_owned() } else { plain }
}
