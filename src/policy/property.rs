//! The properties of controls that `where` can name.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::evidence::Profile;

/// Properties of controls. A control is chosen when it has one of the values of every property that is given. Letter case
/// and spaces do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct Where {
    /// The tier: `Core`, `Defense in Depth`, `Advanced`.
    #[schemars(length(min = 1))]
    pub tier: Option<Vec<String>>,
    /// The category of the control in the snapshot: `Identity`, `Data`, `Device`, `Apps`, `Infrastructure`.
    #[schemars(length(min = 1))]
    pub category: Option<Vec<String>>,
    /// The service, as Graph names it: `AzureAD`, `EXO`, `MDO`, `SPO`, `MDATP`, ….
    #[schemars(length(min = 1))]
    pub service: Option<Vec<String>>,
    /// A threat that the control reduces: `Account breach`, `Data exfiltration`, ….
    #[schemars(length(min = 1))]
    pub threat: Option<Vec<String>>,
    /// The kind of action: `Config`, `Review`, `Behavior`.
    #[schemars(length(min = 1))]
    pub action_type: Option<Vec<String>>,
    /// The cost of implementing it: `Low`, `Moderate`, `High`, `Unknown`.
    #[schemars(length(min = 1))]
    pub implementation_cost: Option<Vec<String>>,
    /// The impact on users: `Low`, `Moderate`, `High`, `Unknown`.
    #[schemars(length(min = 1))]
    pub user_impact: Option<Vec<String>>,
}

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

    /// The values that a rule requires.
    pub(crate) const fn required_values(self, properties: &Where) -> Option<&Vec<String>> {
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
    // Nearly all text is ASCII, for which letters and case need no tables.
    let plain: String = if text.is_ascii() {
        let mut lower = text.to_ascii_lowercase();
        lower.retain(|c| c.is_ascii_alphanumeric());
        lower
    } else {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    // The documentation's `phishingOrWhaling` is `Phishing/Whaling` in responses.
    if plain == "phishingwhaling" { "phishingorwhaling".to_owned() } else { plain }
}
