//! What a run rests on besides the policies.

use jiff::civil::Date;

/// What a run rests on besides the policies: tool, time, inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The version of scoregate.
    pub version: String,
    /// Whether the time was given by `--now` rather than taken from the clock.
    pub replayed: bool,
    /// What was read of the tenant.
    pub inputs: Vec<crate::evidence::Input>,
    /// What is known of the repository that the policies lie in.
    pub repository: Option<Repository>,
    /// The baseline, where one was named.
    pub baseline: Option<BaselineInfo>,
}

/// The baseline that rules were judged against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineInfo {
    /// The path, as [`crate::policy::SourceFile::path`].
    pub path: String,
    /// The SHA-256 of the bytes of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The day that it holds.
    pub date: Date,
}

/// The repository and revision that the policies lie in, as CI systems name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// The address of the repository.
    pub uri: String,
    /// The revision.
    pub revision: String,
}
