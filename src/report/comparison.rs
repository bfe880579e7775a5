//! The comparison of two days, as a value; its renderers are pure functions of it.

use super::Change;
use crate::evidence::Input;

/// The difference between two days of a tenant. All text in it is clean (see [`crate::text`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The tenant, where the evidence names it.
    pub tenant: Option<String>,
    /// The change of the score, attributed to causes.
    pub change: Change,
    /// The changes of the catalogue between the two captures.
    pub catalogue: CatalogueChanges,
    /// The reasons why figures of either day may be wrong, as sentences that begin with the day.
    pub doubts: Vec<String>,
    /// The version of scoregate.
    pub version: String,
    /// The inputs of the earlier day.
    pub earlier_inputs: Vec<Input>,
    /// The inputs of the later day.
    pub later_inputs: Vec<Input>,
}

/// The changes of the catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CatalogueChanges {
    /// Whether there are two catalogues to compare.
    pub compared: bool,
    /// The controls whose profile changed, was added or was removed, by id without letter case.
    pub changes: Vec<CatalogueChange>,
    /// The data that could not be compared, and the reasons, as sentences.
    pub notes: Vec<String>,
}

/// The change of the profile of one control.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueChange {
    /// The id, as Graph wrote it last.
    pub id: String,
    /// The title, where there is one.
    pub title: Option<String>,
    /// The kind of change.
    pub profiled: Profiled,
}

/// The kind of change of a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Profiled {
    /// The earlier catalogue does not have it.
    Came,
    /// The later catalogue does not have it.
    Went,
    /// Both catalogues have it: the properties that differ.
    Changed(Vec<Difference>),
}

/// One property of a profile that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The word for the property: `title`, `tier`, `service`, `category`, `maximum` (in points) or `deprecated`.
    pub property: &'static str,
    /// The value in the earlier catalogue; none where it has none.
    pub from: Option<String>,
    /// The value in the later catalogue; none where it has none.
    pub to: Option<String>,
}
