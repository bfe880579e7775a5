//! A baseline: what every control was worth on a day that people agreed on, as the floor under regression.
//!
//! It is a small YAML file, sorted and one line a control, meant for review in a pull request. Its schema is
//! `schemas/baseline.schema.json`.

mod difference;
mod sums;
mod yaml;

use std::path::Path;

use jiff::civil::Date;

use crate::error::Error;
use crate::policy::{self, Place, SourceFile};

pub use difference::Difference;
pub(crate) use sums::SumFlaw;

/// The longest id of a control, in characters. YAML allows a key 1024; the ids of Graph have less than 100.
pub(crate) const LONGEST_ID: usize = 500;

/// Reads a baseline.
///
/// # Errors
///
/// [`Error::Baseline`] with every problem of the file: it cannot be read, it is something else, or its figures do not add up.
pub fn load(path: &Path) -> Result<Baseline, Error> {
    load_from(path, None)
}

/// Like [`load`]; the file is told relative to the root where it lies below it.
///
/// # Errors
///
/// [`Error::Baseline`] with every problem of the file.
pub fn load_from(path: &Path, root: Option<&Path>) -> Result<Baseline, Error> {
    policy::load_baseline(path, root)
}

/// What was agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The tenant (`azureTenantId`).
    pub tenant: String,
    /// The day of the snapshot it was made of.
    pub date: Date,
    /// `currentScore` of that day, in points.
    pub current: f64,
    /// `maxScore` of that day, in points.
    pub max: f64,
    /// Every control that was scored, by id without letter case; an id stands once.
    pub controls: Vec<BaselineControl>,
    /// The file it was read from; none for one that is being written.
    pub source: Option<BaselineSource>,
}

/// One control of a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineControl {
    /// The id, as Graph wrote it.
    pub id: String,
    /// Its points.
    pub score: f64,
    /// The most points it could give; none where that was not known.
    pub max: Option<f64>,
    /// Whether its points were claimed.
    pub claim: BaselineClaim,
}

/// Whether the points of a control were claimed when the baseline was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaselineClaim {
    /// Nobody had set a state: the points were measured.
    No,
    /// Somebody had set the state that is named here, so that the points were claimed.
    Yes(String),
    /// The state was not known.
    Unknown,
}

/// Where a baseline was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineSource {
    /// The file.
    pub file: SourceFile,
    /// Where the tenant stands in it; `source` means nothing here.
    pub tenant: Place,
    /// Where the date stands in it; `source` means nothing here.
    pub date: Place,
}
