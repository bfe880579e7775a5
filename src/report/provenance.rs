//! The tool, the time and the inputs of a run.

use jiff::civil::Date;

/// The tool, the time and the inputs of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The version of scoregate.
    pub version: String,
    /// Whether the caller gave the time; else it is the current time.
    pub replayed: bool,
    /// The inputs with data of the tenant.
    pub inputs: Vec<crate::evidence::Input>,
    /// The repository of the policies, where it is known.
    pub repository: Option<Repository>,
    /// The baseline, where one is given.
    pub baseline: Option<BaselineInfo>,
}

/// The baseline that rules compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineInfo {
    /// The path, as [`crate::policy::SourceFile::path`].
    pub path: String,
    /// The SHA-256 of the bytes of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its day.
    pub date: Date,
}

/// The repository and revision of the policies, as CI systems state them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// The address of the repository.
    pub uri: String,
    /// The revision.
    pub revision: String,
}
