//! The crosswalk: which controls protect against which techniques of MITRE ATT&CK, as published sources state it.
//!
//! It is data: YAML files in `crosswalk/`, which are compiled in, and files of users that add rows, replace rows or remove them.
//! Their schema is `schemas/crosswalk.schema.json`.

mod check;
mod format;
mod load;

pub use format::{CROSSWALK_SCHEMA, Confidence, RowSource};
pub use load::{load_from, shipped};

use crate::evidence::Technique;
use crate::policy::ControlId;

/// The rows of all files of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crosswalk {
    /// The rows, in the order of their ids.
    pub rows: Vec<Row>,
    /// The files of users, in the order in which they were named; the shipped rows are those of the program's version.
    pub files: Vec<CrosswalkFile>,
}

/// A file of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkFile {
    /// The path.
    pub path: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The number of rows that it adds.
    pub added: usize,
    /// The number of shipped rows that it replaces.
    pub replaced: usize,
    /// The number of shipped rows that it removes.
    pub removed: usize,
}

/// One statement: these controls protect against these techniques.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The id.
    pub id: String,
    /// The controls: ids, or patterns.
    pub controls: Vec<ControlId>,
    /// The techniques.
    pub techniques: Vec<Technique>,
    /// The source of the statement.
    pub source: RowSource,
    /// The version of the source.
    pub version: String,
    /// How far the controls do what the source is about.
    pub confidence: Confidence,
    /// The statement of the source, as a sentence.
    pub why: String,
    /// Where a user wrote the row, as `file:line`; none of a shipped one.
    pub place: Option<String>,
}
