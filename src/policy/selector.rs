//! Which controls a rule is about.

use schemars::JsonSchema;
use serde::Deserialize;

/// A choice of controls; exactly one of `match` and `where` is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["match"] }, { "required": ["where"] }]))]
pub struct Selector {
    /// Ids of controls, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[serde(rename = "match")]
    #[schemars(length(min = 1))]
    pub ids: Option<Vec<ControlId>>,
    /// Properties that a control must have.
    #[serde(rename = "where")]
    pub properties: Option<Where>,
    /// Ids of controls, or patterns, that are left out.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
}

/// The id of a control, such as `AdminMFAV2`, or a pattern, such as `mdo_safelinks*`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ControlId(#[schemars(regex(pattern = r"^[^\s\x00-\x1f\x7f]+$"))] pub String);

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
    /// A threat that the control lessens: `Account breach`, `Data exfiltration`, ….
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

impl ControlId {
    /// Whether this is a pattern rather than one id.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        self.0.contains(['*', '?', '['])
    }
}
