//! What `scoregate diff` found between two days, as a value; its renderers are pure functions of it.

use super::Change;
use crate::evidence::Input;

/// The difference between two days of a tenant. All text in it is clean (see [`crate::text`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The tenant, where the evidence names it.
    pub tenant: Option<String>,
    /// By how much the score changed, and why.
    pub change: Change,
    /// What Microsoft changed in the catalogue between the two captures.
    pub catalogue: CatalogueChanges,
    /// Why the figures of either day may be wrong, as sentences that begin with the day.
    pub doubts: Vec<String>,
    /// The version of scoregate.
    pub version: String,
    /// What was read for the earlier day.
    pub earlier_inputs: Vec<Input>,
    /// What was read for the later day.
    pub later_inputs: Vec<Input>,
}

/// What changed in the catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CatalogueChanges {
    /// Whether there are two catalogues to compare.
    pub compared: bool,
    /// The controls whose profile changed, came or went, by id without letter case.
    pub changes: Vec<CatalogueChange>,
    /// What could not be compared, and why, as sentences.
    pub notes: Vec<String>,
}

/// What became of the profile of one control.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueChange {
    /// The id, as Graph wrote it last.
    pub id: String,
    /// The title, where there is one.
    pub title: Option<String>,
    /// What happened to it.
    pub profiled: Profiled,
}

/// What happened to a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Profiled {
    /// The earlier catalogue does not have it.
    Came,
    /// The later catalogue does not have it.
    Went,
    /// It says something else: each property that differs.
    Changed(Vec<Difference>),
}

/// One property of a profile that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The word for the property: `title`, `tier`, `service`, `category`, `maximum` (in points) or `deprecated`.
    pub property: &'static str,
    /// What the earlier catalogue says; none where it says nothing.
    pub from: Option<String>,
    /// What the later catalogue says; none where it says nothing.
    pub to: Option<String>,
}
