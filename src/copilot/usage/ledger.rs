//! All uses of several sources, each counted once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::columns::Column;
use super::row::Use;

/// One source that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file or the workspace.
    pub name: String,
    /// The SHA-256 of the file in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// The number of uses in it.
    pub uses: usize,
    /// The days of the first and of the last use.
    pub days: Option<(Date, Date)>,
    /// Whether dates in it have no year, so that the days are inferred.
    pub is_without_year: bool,
    /// The headers of its columns.
    pub(super) headers: BTreeSet<String>,
}

/// The uses of several sources.
///
/// Exports overlap: a use that several of them contain, equal in every column, is counted once. Two equal rows of one export are two uses. So the number
/// of equal uses is the largest number that one source contains. An export covers a span of time, and equal rows have the same
/// time: they are in the same export.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    uses: BTreeMap<Use, usize>,
    pub(super) sources: Vec<Source>,
    /// The columns that no source has or fills.
    pub(super) missing: Vec<Column>,
    /// The number of rows that were not counted, because an earlier source contains them.
    pub(super) repeated: usize,
    /// The uses that may have occurred so many times more, because it is unknown whether an export was cut or two overlap.
    pub(super) doubtful: BTreeMap<Use, u64>,
    /// What a reader must know about the sources, as sentences.
    pub(super) notes: Vec<String>,
}

impl Ledger {
    /// Adds the uses of a source.
    pub(super) fn add(&mut self, source: Source, uses: impl IntoIterator<Item = Use>) {
        self.sources.push(source);
        let mut own: BTreeMap<Use, usize> = BTreeMap::new();
        uses.into_iter().for_each(|used| *own.entry(used).or_default() += 1);
        for (used, number) in own {
            let known = self.uses.entry(used).or_default();
            self.repeated += number.min(*known);
            *known = number.max(*known);
        }
    }

    /// Every use, in the order of time, and how often it occurs.
    pub(super) fn uses(&self) -> impl Iterator<Item = (&Use, u64)> {
        self.uses.iter().map(|(used, number)| (used, u64::try_from(*number).unwrap_or(u64::MAX)))
    }
}
