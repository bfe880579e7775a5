//! The provenance of a run in the JSON report.

use schemars::JsonSchema;
use serde::ser::Error;
use serde::{Serialize, Serializer};

/// The tool, the time and the inputs of a run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
pub(in crate::render::json) struct JsonProvenance<'a> {
    /// The version of scoregate.
    pub(in crate::render::json) version: &'a str,
    /// The time as of which the run evaluated.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) now: String,
    /// Whether that time was given by `--now` rather than taken from the clock.
    pub(in crate::render::json) replayed: bool,
    /// The policy and waiver files.
    pub(in crate::render::json) sources: Vec<JsonSource<'a>>,
    /// The data of the tenant that was read.
    pub(in crate::render::json) inputs: Vec<JsonInput<'a>>,
    /// The repository of the policies.
    pub(in crate::render::json) repository: Option<JsonRepository<'a>>,
    /// The baseline that rules compare with.
    pub(in crate::render::json) baseline: Option<JsonBaseline<'a>>,
}

/// A baseline.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Baseline")]
pub(in crate::render::json) struct JsonBaseline<'a> {
    /// The path.
    pub(in crate::render::json) path: &'a str,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub(in crate::render::json) sha256: &'a str,
    /// Its day.
    #[schemars(extend("format" = "date"))]
    pub(in crate::render::json) date: String,
}

/// A policy or waiver file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Source")]
pub(in crate::render::json) struct JsonSource<'a> {
    /// The path.
    pub(in crate::render::json) path: &'a str,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub(in crate::render::json) sha256: &'a str,
}

/// A file or response that was read.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Input")]
pub(in crate::render) struct JsonInput<'a> {
    /// The path, `-` for standard input, or the address for a response that was fetched.
    pub(in crate::render::json) name: &'a str,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    #[serde(serialize_with = "hash")]
    #[schemars(with = "&str")]
    pub(in crate::render::json) sha256: Option<&'a str>,
    /// The number of bytes that were read.
    pub(in crate::render::json) bytes: u64,
    /// The number of bytes of the responses of Graph in it that were used, unpacked: of a recording their bodies; of a file of raw
    /// responses their JSON as the file has it.
    pub(in crate::render::json) response_bytes: u64,
    /// The kind of input.
    pub(in crate::render::json) kind: JsonInputKind,
    /// For a recording: the endpoint of Graph that it states as its origin.
    pub(in crate::render::json) graph: Option<&'a str>,
    /// For a recording: whether every response in it matched the SHA-256 that was recorded with it.
    pub(in crate::render::json) verified: Option<bool>,
    /// For a recording: whether names in it are pseudonyms.
    pub(in crate::render::json) redacted: Option<bool>,
    /// For a recording: the time at which it was recorded. For a live read and for the cache: the time of the last response.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) captured: Option<String>,
    /// For the cache: the age at the time of the run, in seconds; negative where the run is evaluated as of an earlier time.
    pub(in crate::render::json) age: Option<i64>,
}

/// The kind of an input.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "InputKind")]
pub(in crate::render::json) enum JsonInputKind {
    /// A recording of scoregate.
    Recording,
    /// Responses of Graph in a file.
    Raw,
    /// A response that the run fetched from Graph.
    Live,
    /// A response that an earlier run fetched from Graph, read from the cache.
    Cached,
}

/// A repository and revision.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Repository")]
pub(in crate::render::json) struct JsonRepository<'a> {
    /// The address.
    pub(in crate::render::json) uri: &'a str,
    /// The revision.
    pub(in crate::render::json) revision: &'a str,
}

/// Writes the hash of an input. Evidence that was read without hashes is no part of such a report.
fn hash<S: Serializer>(hash: &Option<&str>, serializer: S) -> Result<S::Ok, S::Error> {
    let hash = hash.ok_or_else(|| Error::custom("the evidence was read without the SHA-256 that this format shows"))?;
    serializer.serialize_str(hash)
}
