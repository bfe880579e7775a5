//! The file of a crosswalk: its types, whose doc comments are the descriptions in `schemas/crosswalk.schema.json`.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::policy::ControlId;
use crate::yaml::FileSchema;
use crate::yaml::typed::Schematic;
use crate::yaml::vocabulary::{EntryName, TextForm, Vocabulary};

/// The key that tells a crosswalk from every other file.
pub(super) const KEY: &str = "scoregate-crosswalk";

/// A crosswalk: which controls protect against which techniques of MITRE ATT&CK.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "scoregate crosswalk")]
pub(super) struct CrosswalkContent {
    /// The version of the format and of its semantics: 1.
    #[schemars(extend("const" = 1))]
    pub(super) scoregate_crosswalk: u32,
    /// The rows. A row with the id of a shipped row replaces it.
    #[serde(default)]
    pub(super) rows: Vec<RowEntry>,
    /// The ids of shipped rows that are not used.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub(super) remove: Option<Vec<RowId>>,
}

/// The id of a row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct RowId(#[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 100))] pub(super) String);

/// The id of a technique or sub-technique of MITRE ATT&CK, such as `T1566` or `T1566.002`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct TechniqueText(#[schemars(regex(pattern = r"^T[0-9]{4}(\.[0-9]{3})?$"))] pub(super) String);

/// One statement: these controls protect against these techniques.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RowEntry {
    /// The id of the row: lower-case letters, digits and single hyphens.
    pub(super) row: RowId,
    /// The controls: ids, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[schemars(length(min = 1))]
    pub(super) controls: Vec<ControlId>,
    /// The techniques that the source states protection against: the sub-techniques where it names them, since a technique stands
    /// for all of its sub-techniques, with half of the strength.
    #[schemars(length(min = 1))]
    pub(super) techniques: Vec<TechniqueText>,
    /// The source of the statement.
    pub(super) source: RowSource,
    /// The version of the source, such as `2.6.10`, or the month in which a page was read.
    #[schemars(length(min = 1, max = 100))]
    pub(super) version: String,
    /// How far the controls do what the source is about.
    pub(super) confidence: Confidence,
    /// The statement of the source about the controls, as a sentence.
    #[schemars(length(min = 1, max = 500))]
    pub(super) why: String,
}

/// The source of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RowSource {
    /// The id of a capability in the mapping of Microsoft 365 to ATT&CK by the Center for Threat-Informed Defense (rows of the
    /// category `protect`), such as `EID-MFA-E3`.
    Ctid(#[schemars(length(min = 1, max = 200))] String),
    /// The id of a policy of CISA's Secure Cloud Business Applications (`SCuBA`), such as `MS.AAD.1.1v1`.
    Scuba(#[schemars(length(min = 1, max = 200))] String),
    /// The address of a page of Microsoft.
    Microsoft(
        #[schemars(regex(pattern = r"^https://[^\s]+$"), length(max = 500))]
        String,
    ),
    /// A source of your own, such as the number of an internal assessment.
    Own(#[schemars(length(min = 1, max = 200))] String),
}

/// How far the controls of a row do what its source is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The source is about these controls in a part only, or scores the protection as minimal. Only exactly the techniques of the
    /// row match.
    Low,
    /// The controls are a part of what the source is about, or it scores the protection as partial.
    Medium,
    /// The source is about these controls, and scores the protection as significant where it scores it.
    High,
}

impl Confidence {
    /// The word in files and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl RowSource {
    /// The text of a source without the characters that cannot be seen.
    pub(super) fn clean(self) -> Self {
        let line = |text: String| crate::text::line(&text);
        match self {
            Self::Ctid(id) => Self::Ctid(line(id)),
            Self::Scuba(id) => Self::Scuba(line(id)),
            Self::Microsoft(address) => Self::Microsoft(line(address)),
            Self::Own(text) => Self::Own(line(text)),
        }
    }
}

impl fmt::Display for RowSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ctid(id) => write!(f, "CTID {id}"),
            Self::Scuba(id) => write!(f, "SCuBA {id}"),
            Self::Microsoft(text) | Self::Own(text) => f.write_str(text),
        }
    }
}

/// The schema of crosswalks.
pub static CROSSWALK_SCHEMA: FileSchema = FileSchema::of::<CrosswalkContent>(
    "schemas/crosswalk.schema.json",
    "urn:scoregate:schema:crosswalk:1",
    include_str!("../../schemas/crosswalk.schema.json"),
    &VOCABULARY,
);

impl Schematic for CrosswalkContent {
    fn schema() -> &'static FileSchema {
        &CROSSWALK_SCHEMA
    }
}

/// The words of messages about crosswalks that are not in their schema.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    too_large: "divide the file into several crosswalks",
    too_deep: "a crosswalk has no more than four levels",
    alternative: "source",
    several_alternatives: "make a row of each source",
    entries: &[EntryName { list: "rows", noun: "the row", id: Some("row") }],
    forms: &[
        TextForm {
            key: "techniques",
            noun: "the id of a technique",
            label: "not an id",
            remedy: "write the id of ATT&CK, such as `T1566` or `T1566.002`",
        },
        TextForm {
            key: "controls",
            noun: "the id of a control or a pattern",
            label: "not an id",
            remedy: "ids and patterns have no spaces or control characters",
        },
        TextForm {
            key: "microsoft",
            noun: "the address of a page",
            label: "not an address",
            remedy: "write an address that begins with `https://`",
        },
        TextForm {
            key: "",
            noun: "an id",
            label: "not an id",
            remedy: "use lower-case letters, digits and single hyphens, such as `legacy-authentication`",
        },
    ],
    ..Vocabulary::PLAIN
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_compiles_and_offers_no_null() {
        assert!(CROSSWALK_SCHEMA.compiled().is_some());
        assert!(!CROSSWALK_SCHEMA.generate().contains("null"));
    }
}
