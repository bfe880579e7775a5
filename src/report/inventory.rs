//! The controls of a tenant: those that a snapshot scores, and those that only its catalogue lists.

use std::sync::Arc;

use jiff::civil::Date;

use super::ControlInfo;
use crate::evidence::Input;

/// The controls of a tenant on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Inventory {
    /// The id of the tenant, where the evidence names it.
    pub tenant: Option<String>,
    /// The day of the snapshot.
    pub date: Date,
    /// The reasons why controls, or facts about them, may be missing, as sentences.
    pub gaps: Vec<String>,
    /// Whether policies were given: if not, the rules of a control are unknown.
    pub has_policies: bool,
    /// The number of controls before any was left out.
    pub total: usize,
    /// The controls, those with the most points to recover first.
    pub controls: Vec<InventoryControl>,
    /// The inputs.
    pub inputs: Vec<Input>,
}

/// One control of a tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct InventoryControl {
    /// The control as reports show it.
    pub info: Arc<ControlInfo>,
    /// Whether the snapshot scores it; if not, only the catalogue lists it.
    pub is_scored: bool,
    /// The points that can be recovered, where they are known.
    pub recoverable: Option<f64>,
    /// Whether its profile says that it is deprecated.
    pub is_deprecated: bool,
    /// The cost of its implementation, by its profile.
    pub implementation_cost: Option<String>,
    /// The impact on users, by its profile.
    pub user_impact: Option<String>,
    /// The threats that it counters, by its profile.
    pub threats: Vec<String>,
    /// The rules whose `match` or `where` chooses it, as `policy/rule`, in the order of the policies. Rules about all controls or about
    /// the score do not choose single ones.
    pub rules: Vec<String>,
}
