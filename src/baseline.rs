//! A baseline: the points of every control on an agreed day, the reference of rules against regression.
//!
//! It is a small YAML file, sorted and one line a control, meant for review in a pull request. Its schema is
//! `schemas/baseline.schema.json`.

mod check;
mod format;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use miette::{NamedSource, SourceSpan};

use crate::error::{Error, Problem, SourceText};
use crate::tenant::TenantId;
use crate::yaml::{Place, SourceFile};

pub use format::BASELINE_SCHEMA;

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

/// Like [`load`]; its path is shown relative to the root where it lies below it.
///
/// # Errors
///
/// [`Error::Baseline`] with every problem of the file.
pub fn load_from(path: &Path, root: Option<&Path>) -> Result<Baseline, Error> {
    format::read(path, root, check::check)
}

/// Reads a baseline that is in memory. `path` is for messages and reports.
///
/// # Errors
///
/// [`Error::Baseline`] with every problem of the file.
pub fn from_memory(path: String, bytes: &[u8]) -> Result<Baseline, Error> {
    format::read_bytes(path, bytes, check::check)
}

/// The agreed points of a tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The tenant.
    pub tenant: TenantId,
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
    /// No state had been set: the points were measured.
    No,
    /// The state that had been set, so that the points were claimed.
    Yes(String),
    /// The state was not known.
    Unknown,
}

/// The file that a baseline was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineSource {
    /// The file.
    pub file: SourceFile,
    /// The place of the tenant in the file; `source` is not used.
    pub tenant: Place,
    /// The place of the date in the file; `source` is not used.
    pub date: Place,
}

impl Baseline {
    /// Refuses evidence of another tenant than the baseline's. Evidence that names no tenant is refused by the rules that
    /// compare.
    pub(crate) fn require_tenant(&self, tenant: Option<&TenantId>) -> Result<(), Error> {
        match tenant {
            Some(tenant) if self.tenant != *tenant => Err(Error::Baseline {
                problems: vec![Problem {
                    message: format!("the baseline is of tenant {}, and the evidence of {tenant}", self.tenant),
                    source_code: self.source.as_ref().map(BaselineSource::code),
                    span: self.source.as_ref().map(BaselineSource::tenant_span),
                    label: "this tenant".to_owned(),
                    help: Some(
                        "name the baseline of the tenant that is evaluated, or the evidence of the baseline's tenant"
                            .to_owned(),
                    ),
                }],
            }),
            Some(_) | None => Ok(()),
        }
    }
}

impl BaselineSource {
    fn code(&self) -> Arc<NamedSource<SourceText>> {
        Arc::new(NamedSource::new(&self.file.path, SourceText::new(&self.file.text)))
    }

    /// The bytes of the tenant's id in the file.
    fn tenant_span(&self) -> SourceSpan {
        let (line, column) = (self.tenant.line.max(1) as usize, self.tenant.column.max(1) as usize);
        let before = self.file.text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let rest = self.file.text.get(before..).unwrap_or_default();
        let start: usize = rest.chars().take(column - 1).map(char::len_utf8).sum();
        let long = self.tenant.end_column.saturating_sub(self.tenant.column) as usize;
        let length: usize = rest.chars().skip(column - 1).take(long).map(char::len_utf8).sum();
        (before + start, length).into()
    }
}

/// The number of controls that differ between two baselines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Controls of both whose points, maximum or claim differ.
    pub changed: usize,
    /// Controls of the newer one alone.
    pub added: usize,
    /// Controls of the older one alone.
    pub removed: usize,
}

impl Difference {
    /// Compares the controls by id without letter case.
    #[must_use]
    pub fn between(older: &Baseline, newer: &Baseline) -> Self {
        let by_id = |baseline: &Baseline| -> BTreeMap<String, BaselineControl> {
            baseline.controls.iter().map(|control| (control.id.to_lowercase(), control.clone())).collect()
        };
        let (older, newer) = (by_id(older), by_id(newer));
        let same = |a: &BaselineControl, b: &BaselineControl| (a.score, a.max, &a.claim) == (b.score, b.max, &b.claim);
        let both = || newer.iter().filter_map(|(id, control)| Some((older.get(id)?, control)));
        Self {
            changed: both().filter(|(a, b)| !same(a, b)).count(),
            added: newer.len() - both().count(),
            removed: older.len() - both().count(),
        }
    }
}
