//! The file of a baseline: its types, whose doc comments are the descriptions in `schemas/baseline.schema.json`, and how it is read
//! and written. A written baseline has one line a control, and the same bytes for the same figures.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::{Baseline, BaselineClaim, BaselineControl, BaselineSource};
use crate::error::{Error, Problem};
use crate::tenant::{ID_REMEDY, TenantId};
use crate::text::json_safe;
use crate::text::suggest::closest;
use crate::yaml::document::Document;
use crate::yaml::file::{self, Opened, hidden};
use crate::yaml::problem::{DiagnosticText, LocatedProblem, sorted};
use crate::yaml::schema::{DateText, FileSchema};
use crate::yaml::tree::{Cursor, Node};
use crate::yaml::typed::{Schematic, TypedDocument};
use crate::yaml::vocabulary::{TextForm, Vocabulary};

/// The key that distinguishes a baseline from every other file.
pub(super) const KEY: &str = "scoregate-baseline";

/// A baseline: the points of every control on an agreed day.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate baseline")]
pub(super) struct BaselineFile {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub(super) scoregate_baseline: u32,
    /// The id of the tenant.
    #[schemars(with = "String", length(min = 1), regex(pattern = r"\S"))]
    pub(super) tenant: TenantId,
    /// The day of the snapshot.
    #[schemars(with = "DateText")]
    pub(super) date: Date,
    /// The score of the tenant on that day.
    pub(super) score: TenantScore,
    /// Every control that was scored, by its id.
    #[schemars(extend("minProperties" = 1))]
    pub(super) controls: BTreeMap<String, ControlEntry>,
}

/// The score of the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TenantScore {
    /// `currentScore`, in points.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(super) current: f64,
    /// `maxScore`, in points.
    #[schemars(extend("exclusiveMinimum" = 0), range(max = 1_000_000_000))]
    pub(super) max: f64,
}

/// The points of one control.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ControlEntry {
    /// Its points.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(super) score: f64,
    /// The most points that it could give; left out where that was not known.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(super) max: Option<f64>,
    /// The state that had been set, so that the points were claimed: `ThirdParty`. Left out where no state had been set.
    #[schemars(length(min = 1))]
    pub(super) state: Option<String>,
    /// Given where it was not known whether a state had been set.
    pub(super) claim: Option<ClaimWord>,
}

/// The word for a claim that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ClaimWord {
    /// It was not known whether the points were claimed.
    Unknown,
}

/// The schema of baselines.
pub static BASELINE_SCHEMA: FileSchema = FileSchema::of::<BaselineFile>(
    "schemas/baseline.schema.json",
    "urn:scoregate:schema:baseline:1",
    include_str!("../../schemas/baseline.schema.json"),
    &VOCABULARY,
);

static VOCABULARY: Vocabulary = Vocabulary {
    too_large: "a baseline has a line for each control; name the right file",
    too_deep: "a baseline has no more than three levels",
    forms: &[TextForm { key: "tenant", noun: "the id of a tenant", label: "blank", remedy: ID_REMEDY }],
    ..Vocabulary::PLAIN
};

impl Schematic for BaselineFile {
    fn schema() -> &'static FileSchema {
        &BASELINE_SCHEMA
    }
}

/// The check of a baseline for what no schema can express: returns every problem.
pub(super) type Check = fn(&TypedDocument<BaselineFile>) -> Vec<LocatedProblem>;

/// Reads a baseline; its path is shown relative to the root where it lies below it.
pub(super) fn read(path: &Path, root: Option<&Path>, check: Check) -> Result<Baseline, Error> {
    checked(file::open(0, path, root, &VOCABULARY), check).map_err(|problems| {
        let problems = hidden(path, root).map_or(problems, |hidden| vec![hidden]);
        Error::Baseline { problems }
    })
}

/// Reads a baseline that is in memory. `path` is for messages and reports.
pub(super) fn read_bytes(path: String, bytes: &[u8], check: Check) -> Result<Baseline, Error> {
    checked(file::parse(0, path, bytes, &VOCABULARY), check).map_err(|problems| Error::Baseline { problems })
}

/// The baseline in a file, or its problems.
fn checked(opened: Opened, check: Check) -> Result<Baseline, Vec<Problem>> {
    let mut problems = Vec::new();
    let typed = match opened.and_then(require_baseline) {
        Ok((document, node)) => TypedDocument::of(document, node, check, &mut problems),
        Err(found) => {
            problems.push(*found);
            None
        }
    };
    match typed {
        Some(typed) if problems.is_empty() => Ok(typed.into_baseline()),
        Some(_) | None => Err(sorted(problems)),
    }
}

/// Refuses the tree of a file that is not a baseline.
fn require_baseline((document, node): (Document, Spanned<Node>)) -> Opened {
    let has = |key: &str| node.value.get(key).is_some();
    let misspelt = |(key, _): &(Spanned<String>, _)| closest(&key.value, [KEY]).is_some();
    if has(KEY) || node.value.entries().iter().take(100).any(misspelt) {
        return Ok((document, node));
    }
    let policy = [("policy", "a policy"), ("rules", "a policy"), ("waivers", "a waiver file")];
    let other = policy.into_iter().find(|(key, _)| has(key));
    let message = match (other, &node.value) {
        (Some((_, other)), _) => format!("the file is {other}, not a baseline"),
        (None, Node::Null) => "the file is empty".to_owned(),
        (None, Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Map(_)) => {
            "the file is not a baseline".to_owned()
        }
    };
    let help = "a baseline begins with the key `scoregate-baseline`; `scoregate baseline write` writes one";
    Err(Box::new(document.problem_at(Cursor::root(&node), DiagnosticText::new(message, "the file begins here", help))))
}

impl BaselineFile {
    /// The content of the file, without its places.
    pub(super) fn content(&self) -> Baseline {
        let control = |(id, control): (&String, &ControlEntry)| BaselineControl {
            id: id.clone(),
            score: control.score,
            max: control.max,
            claim: match (&control.state, control.claim) {
                (Some(state), _) => BaselineClaim::Yes(state.clone()),
                (None, Some(_)) => BaselineClaim::Unknown,
                (None, None) => BaselineClaim::No,
            },
        };
        let mut controls: Vec<BaselineControl> = self.controls.iter().map(control).collect();
        controls.sort_by_cached_key(|control| control.id.to_lowercase());
        Baseline {
            tenant: self.tenant.clone(),
            date: self.date,
            current: self.score.current,
            max: self.score.max,
            controls,
            source: None,
        }
    }
}

impl TypedDocument<BaselineFile> {
    /// The baseline with the places that findings point at.
    pub(super) fn into_baseline(self) -> Baseline {
        let root = self.top();
        let (tenant, date) = (self.place(0, root, "tenant"), self.place(0, root, "date"));
        let content = self.content.content();
        Baseline { source: Some(BaselineSource { file: self.document.source, tenant, date }), ..content }
    }
}

const HEAD: &str = "\
# Written by `scoregate baseline write`. Review changes to it as you would review a policy.
# All figures are points. `state`: the state that was set, so that the points are claimed. `claim: unknown`: not known.
";

impl Baseline {
    /// The baseline as YAML, ends with a line feed. Figures are written in the fewest digits that give the same figure again.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = HEAD.to_owned();
        // Writing to a text cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> fmt::Result {
        writeln!(text, "scoregate-baseline: 1")?;
        writeln!(text, "tenant: {}", quoted(self.tenant.as_str()))?;
        writeln!(text, "date: {}", self.date)?;
        writeln!(text, "score: {{ current: {}, max: {} }}", figure(self.current), figure(self.max))?;
        writeln!(text, "controls:")?;
        let mut controls: Vec<&BaselineControl> = self.controls.iter().collect();
        controls.sort_by_cached_key(|control| control.id.to_lowercase());
        controls.into_iter().try_for_each(|control| control.write(text))
    }
}

impl BaselineControl {
    fn write(&self, text: &mut String) -> fmt::Result {
        write!(text, "  {}: {{ score: {}", quoted(&self.id), figure(self.score))?;
        if let Some(max) = self.max {
            write!(text, ", max: {}", figure(max))?;
        }
        match &self.claim {
            BaselineClaim::No => {}
            BaselineClaim::Yes(state) => write!(text, ", state: {}", quoted(state))?,
            BaselineClaim::Unknown => write!(text, ", claim: unknown")?,
        }
        writeln!(text, " }}")
    }
}

/// JSON's text is YAML's too, in every version of it. All texts are quoted: which words need it (`null`, `yes`, `1e3`) differs
/// between the versions and their parsers.
fn quoted(text: &str) -> String {
    json_safe(&serde_json::Value::from(text).to_string())
}

/// No exponent, which YAML 1.1 reads as text, and no sign on a zero.
fn figure(value: f64) -> String {
    format!("{}", if value == 0.0 { 0.0 } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_compiles_and_offers_no_null() {
        assert!(BASELINE_SCHEMA.compiled().is_some());
        assert!(!BASELINE_SCHEMA.generate().contains("null"));
    }
}
