//! The vocabulary of policies: the content of a YAML file, as types.
//!
//! `schemas/policy.schema.json` is generated from these types, and the program validates every file against it before it
//! builds them, so that one description serves editors, auditors and the program. Doc comments of the types and fields
//! below are the descriptions in that schema: they are written for the author of a policy.

mod check;
mod discover;
mod expect;
mod known;
mod load;
pub(crate) mod property;
mod quantity;
mod schema;
mod selector;
mod set;
mod waiver;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tenant::TenantId;
pub use crate::yaml::{Place, SourceFile};

pub use discover::has_yaml_ending;
pub(crate) use expect::Scope;
pub use expect::{
    Against, ClaimedExpectation, ControlState, ControlsDrop, ControlsExpectation, CoverageExpectation, Expectation,
    FreshnessExpectation, Judge, PeerGroup, Points, RegressionExpectation, ScoreCatalogue, ScoreDrop, ScoreExpectation,
    Unwaived, WhenDescoped, WhenMissing,
};
pub use load::{from_memory, load, load_from, load_valid};
pub use property::Where;
pub use quantity::{Age, Drop, Percent, Threshold};
pub use schema::{POLICY_SCHEMA, WAIVERS_SCHEMA};
pub(crate) use selector::Selected;
pub use selector::{ControlId, Selector};
pub use set::PolicySet;
pub use waiver::{WaivedControl, Waiver, WaiverFile, WaiverLimits};

/// The id that names the built-in rules; no policy may take it.
pub const BUILT_IN: &str = "scoregate";

/// A policy: rules for the posture of a tenant, and the waivers that go with them.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate policy")]
pub struct Policy {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub scoregate: u32,
    /// The id of the policy, unique in a run; by convention the stem of the file's name.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 100))]
    pub policy: String,
    /// The name of the policy for people.
    #[schemars(length(min = 1, max = 300))]
    pub title: Option<String>,
    /// The purpose of the policy.
    pub description: Option<String>,
    /// The owner of the policy: a team or an address.
    pub owner: Option<String>,
    /// The id of the only tenant that this policy evaluates; evidence of another ends the run with exit code 5.
    #[schemars(with = "Option<String>", length(min = 1, max = 100), regex(pattern = r"\S"))]
    pub tenant: Option<TenantId>,
    /// Limits for every waiver of a rule of this policy.
    pub waiver_limits: Option<WaiverLimits>,
    /// The rules, each evaluated on its own.
    #[schemars(length(min = 1))]
    pub rules: Vec<Rule>,
    /// Waivers of rules of this policy.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// The place of the policy's id.
    #[serde(skip)]
    pub place: Place,
}

/// One rule: exactly one expectation, and what people need to know about it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// The id of the rule, unique in its policy.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 100))]
    pub id: String,
    /// The rule in one line, as a statement that is true when the rule passes.
    #[schemars(length(min = 1, max = 300))]
    pub title: Option<String>,
    /// The severity of a failure.
    pub severity: Severity,
    /// The effect of a failure.
    #[serde(default)]
    pub enforcement: Enforcement,
    /// The expectation.
    pub expect: Expectation,
    /// The reason for the rule: what happens where it fails.
    pub why: Option<String>,
    /// The remedy for a failure.
    pub fix: Option<String>,
    /// Entries of frameworks that the rule serves, by framework: `attack: [T1078.004]`.
    #[serde(default)]
    pub references: BTreeMap<String, Vec<String>>,
    /// The place of the rule's id.
    #[serde(skip)]
    pub place: Place,
    /// The entries of `match`, ids and patterns, with the place of each.
    #[serde(skip)]
    pub named: Vec<NamedControl>,
}

/// The severity of a failure of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Fix it when there is time.
    Low,
    /// Fix it soon.
    Medium,
    /// Fix it next.
    High,
    /// Fix it now.
    Critical,
}

/// The effect of a failure of the rule on the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// It fails the build.
    #[default]
    Block,
    /// It is reported and does not change the verdict.
    Advise,
    /// The rule is not evaluated, only listed.
    Disabled,
}

/// An entry of `match` and its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedControl {
    /// The id, or the pattern.
    pub id: String,
    /// The place.
    pub place: Place,
}

impl Severity {
    /// Every severity, the mildest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word that policies use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Enforcement {
    /// The word that policies use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Advise => "advise",
            Self::Disabled => "disabled",
        }
    }
}
