//! The file of a baseline: its types, whose doc comments are the descriptions in `schemas/baseline.schema.json`, and how it is
//! read.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::check;
use crate::baseline::Baseline;
use crate::error::Error;
use crate::policy::DateText;
use crate::policy::discover::hidden;
use crate::policy::load::sorted;
use crate::policy::schema::SchemaKind;
use crate::tenant::TenantId;
use crate::yaml::document::{Document, Found, Saying};
use crate::yaml::open::{open, typed};
use crate::yaml::suggest::closest;
use crate::yaml::tree::{Node, Seen};

/// The key that tells a baseline from every other file.
pub(crate) const KEY: &str = "scoregate-baseline";

/// A baseline: what every control was worth on a day that people agreed on.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate baseline")]
pub(crate) struct BaselineFile {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub(crate) scoregate_baseline: u32,
    /// The id of the tenant.
    #[schemars(with = "String", length(min = 1), regex(pattern = r"\S"))]
    pub(crate) tenant: TenantId,
    /// The day of the snapshot.
    #[schemars(with = "DateText")]
    pub(crate) date: Date,
    /// The score of the tenant on that day.
    pub(crate) score: Total,
    /// Every control that was scored, by its id.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) controls: BTreeMap<String, Control>,
}

/// The score of the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Total {
    /// `currentScore`, in points.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(crate) current: f64,
    /// `maxScore`, in points.
    #[schemars(extend("exclusiveMinimum" = 0), range(max = 1_000_000_000))]
    pub(crate) max: f64,
}

/// What one control was worth.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Control {
    /// Its points.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(crate) score: f64,
    /// The most points that it could give; left out where that was not known.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(crate) max: Option<f64>,
    /// The state that somebody had set, so that the points were claimed: `ThirdParty`. Left out where nobody had set one.
    #[schemars(length(min = 1))]
    pub(crate) state: Option<String>,
    /// Given where it was not known whether somebody had set a state.
    pub(crate) claim: Option<ClaimWord>,
}

/// What is not known of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClaimWord {
    /// It was not known whether the points were claimed.
    Unknown,
}

/// Reads a baseline; the file is told relative to the root where it lies below it.
///
/// # Errors
///
/// [`Error::Baseline`] with every problem of the file.
pub(crate) fn load(path: &Path, root: Option<&Path>) -> Result<Baseline, Error> {
    let mut problems = Vec::new();
    let loaded = match understood(path, root) {
        Ok((document, node)) => typed(document, node, SchemaKind::Baseline, check::check, &mut problems),
        Err(found) => {
            problems.push(*found);
            None
        }
    };
    match loaded {
        Some(loaded) if problems.is_empty() => Ok(loaded.into_baseline()),
        Some(_) | None => {
            let problems = hidden(path, root).map_or_else(|| sorted(problems), |hidden| vec![hidden]);
            Err(Error::Baseline { problems })
        }
    }
}

/// The tree of a file that means to be a baseline.
fn understood(path: &Path, root: Option<&Path>) -> Result<(Document, Spanned<Node>), Box<Found>> {
    let (document, node) = open(0, path, root, "a baseline has a line for each control; name the right file")?;
    let has = |key: &str| node.value.get(key).is_some();
    let misspelt = |(key, _): &(Spanned<String>, _)| closest(&key.value, [KEY]).is_some();
    if has(KEY) || node.value.entries().iter().take(100).any(misspelt) {
        return Ok((document, node));
    }
    let policy = [("policy", "a policy"), ("rules", "a policy"), ("waivers", "a file of waivers")];
    let other = policy.into_iter().find(|(key, _)| has(key));
    let message = match (other, &node.value) {
        (Some((_, other)), _) => format!("the file is {other}, not a baseline"),
        (None, Node::Null) => "the file is empty".to_owned(),
        (None, Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Map(_)) => {
            "the file is not a baseline".to_owned()
        }
    };
    let help = "a baseline begins with the key `scoregate-baseline`; `scoregate baseline write` writes one";
    Err(Box::new(document.problem_at(Seen::root(&node), Saying::new(message, "the file begins here", help))))
}
