//! A comparison of two days as JSON, with a schema of its own (`schemas/diff.schema.json`). Every key is always present; an
//! unknown value is `null`.

use super::format::ComparisonRenderer;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::text::json_safe;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::render::json::change::JsonChange;
use crate::render::json::convert;
use crate::render::json::model::JsonInput;
use crate::report::{CatalogueChange, CatalogueChanges, Comparison, Difference, Profiled};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ComparisonRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "json",
        description: "the whole comparison for programs (schemas/diff.schema.json)",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[],
    },
    render: |comparison| Ok(json_safe(&render(comparison)?)),
};

/// The change of a tenant's score from one day to another, attributed to causes. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate diff")]
struct JsonDiff<'a> {
    /// The version of this format: 2.
    #[schemars(extend("const" = 2))]
    scoregate_diff: u32,
    /// The id of the tenant, where the evidence names it.
    tenant: Option<&'a str>,
    /// The change of the score, attributed to causes.
    change: JsonChange<'a>,
    /// The changes of the catalogue between the two captures.
    catalogue: JsonCatalogue<'a>,
    /// The reasons why figures of either day may be wrong, as sentences.
    doubts: &'a [String],
    /// Everything that depends on the run and not on the data of the tenant.
    provenance: JsonDiffProvenance<'a>,
}

/// The changes of the catalogue.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Catalogue")]
struct JsonCatalogue<'a> {
    /// Whether each day has a catalogue of its own; if not, `changes` is empty.
    compared: bool,
    /// The controls whose profile changed, was added or was removed, by id.
    changes: Vec<JsonCatalogueChange<'a>>,
    /// The data that could not be compared, and the reasons, as sentences.
    notes: &'a [String],
}

/// The change of the profile of one control.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "CatalogueChange")]
struct JsonCatalogueChange<'a> {
    /// The id, as Graph wrote it last.
    id: &'a str,
    /// The title.
    title: Option<&'a str>,
    /// The kind of change.
    what: JsonProfiled,
    /// The properties that differ; empty for a profile that was added or removed.
    differences: Vec<JsonDifference<'a>>,
}

/// The kind of change of a profile.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Profiled")]
enum JsonProfiled {
    /// The earlier catalogue does not have it.
    Came,
    /// The later catalogue does not have it.
    Went,
    /// Both catalogues have it, with different properties.
    Changed,
}

/// One property of a profile that differs.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Difference")]
struct JsonDifference<'a> {
    /// The property: `maximum` (in points), `deprecated`, `tier`, `service`, `category` or `title`.
    property: &'a str,
    /// The value in the earlier catalogue.
    from: Option<&'a str>,
    /// The value in the later catalogue.
    to: Option<&'a str>,
}

/// The inputs of the comparison.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
struct JsonDiffProvenance<'a> {
    /// The version of scoregate.
    version: &'a str,
    /// The inputs of the earlier day.
    from: Vec<JsonInput<'a>>,
    /// The inputs of the later day.
    to: Vec<JsonInput<'a>>,
}

/// The comparison as JSON, indented, with a line feed at the end.
fn render(comparison: &Comparison) -> Result<String, String> {
    let Comparison { tenant, change, catalogue, doubts, version, earlier_inputs, later_inputs } = comparison;
    let diff = JsonDiff {
        scoregate_diff: 2,
        tenant: tenant.as_deref(),
        change: JsonChange::of(change),
        catalogue: JsonCatalogue::of(catalogue),
        doubts,
        provenance: JsonDiffProvenance {
            version,
            from: earlier_inputs.iter().map(convert::input).collect(),
            to: later_inputs.iter().map(convert::input).collect(),
        },
    };
    let mut text = serde_json::to_string_pretty(&diff).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schema (draft 2020-12) of a comparison, indented, with a line feed at the end.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<JsonDiff<'_>>();
    format!("{:#}\n", schema.as_value())
}

impl<'a> JsonCatalogue<'a> {
    fn of(catalogue: &'a CatalogueChanges) -> Self {
        let CatalogueChanges { compared, changes, notes } = catalogue;
        Self { compared: *compared, changes: changes.iter().map(JsonCatalogueChange::of).collect(), notes }
    }
}

impl<'a> JsonCatalogueChange<'a> {
    fn of(change: &'a CatalogueChange) -> Self {
        let (what, differences) = match &change.profiled {
            Profiled::Came => (JsonProfiled::Came, Vec::new()),
            Profiled::Went => (JsonProfiled::Went, Vec::new()),
            Profiled::Changed(differences) => {
                (JsonProfiled::Changed, differences.iter().map(JsonDifference::of).collect())
            }
        };
        Self { id: &change.id, title: change.title.as_deref(), what, differences }
    }
}

impl<'a> JsonDifference<'a> {
    fn of(difference: &'a Difference) -> Self {
        Self { property: difference.property, from: difference.from.as_deref(), to: difference.to.as_deref() }
    }
}
