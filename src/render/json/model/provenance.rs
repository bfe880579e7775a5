//! What a run rests on, in the JSON report.

use schemars::JsonSchema;
use serde::Serialize;

/// What a run rests on besides policies and evidence.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
pub(in crate::render::json) struct JsonProvenance<'a> {
    /// The version of scoregate.
    pub(in crate::render::json) version: &'a str,
    /// The time that the run was judged at.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) now: String,
    /// Whether that time was given by `--now` rather than taken from the clock.
    pub(in crate::render::json) replayed: bool,
    /// The policy and waiver files.
    pub(in crate::render::json) sources: Vec<JsonSource<'a>>,
    /// What was read of the tenant.
    pub(in crate::render::json) inputs: Vec<JsonInput<'a>>,
    /// The repository that the policies lie in.
    pub(in crate::render::json) repository: Option<JsonRepository<'a>>,
    /// The baseline that rules were judged against.
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
    /// The day that it holds.
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
    pub(in crate::render::json) sha256: &'a str,
    /// How many bytes were read.
    pub(in crate::render::json) bytes: u64,
    /// What it was.
    pub(in crate::render::json) kind: JsonInputKind,
    /// For a recording: the endpoint of Graph that it says it was made from.
    pub(in crate::render::json) graph: Option<&'a str>,
    /// For a recording: whether every response in it matched the SHA-256 that was recorded with it.
    pub(in crate::render::json) verified: Option<bool>,
    /// For a recording: whether names in it are pseudonyms.
    pub(in crate::render::json) redacted: Option<bool>,
    /// For a recording: when it was recorded. For a live read and for the cache: when its last response had come.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) captured: Option<String>,
    /// For the cache: how long before the time of the run that was, in seconds; negative where the run is judged at an earlier time.
    pub(in crate::render::json) age: Option<i64>,
}

/// What an input was.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "InputKind")]
pub(in crate::render::json) enum JsonInputKind {
    /// A recording of scoregate.
    Recording,
    /// Responses of Graph as they came.
    Raw,
    /// A response that the run fetched from Graph.
    Live,
    /// A response that an earlier run fetched from Graph, out of the cache.
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
