//! The controls as JSON, with a schema of their own (`schemas/controls.schema.json`). Every key is always present; an unknown value is
//! `null`.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::format::InventoryRenderer;
use crate::render::format::{Audience, FormatFacts, FormatSpec};
use crate::render::json::convert;
use crate::render::json::model::{JsonControl, JsonInput};
use crate::report::{Inventory, InventoryControl};
use crate::text::json_safe;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<InventoryRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "json",
        description: "all controls for programs (schemas/controls.schema.json)",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[],
    },
    render: |inventory| Ok(json_safe(&render(inventory)?)),
};

/// The controls of a tenant on one day. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate controls")]
struct JsonInventory<'a> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    scoregate_controls: u32,
    /// The id of the tenant, where the evidence names it.
    tenant: Option<&'a str>,
    /// The day of the snapshot.
    date: String,
    /// The number of controls before any was left out.
    total: usize,
    /// The controls, those with the most points to recover first.
    controls: Vec<JsonListedControl<'a>>,
    /// The reasons why controls, or facts about them, may be missing, as sentences.
    gaps: &'a [String],
    /// Everything that depends on the run and not on the data of the tenant.
    provenance: JsonInventoryProvenance<'a>,
}

/// One control of the list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ListedControl")]
struct JsonListedControl<'a> {
    #[serde(flatten)]
    control: JsonControl<'a>,
    /// Whether the snapshot scores it; if not, only the catalogue lists it.
    scored: bool,
    /// The points that can be recovered; null where that is unknown.
    recoverable: Option<f64>,
    /// Whether its profile says that it is deprecated.
    deprecated: bool,
    /// The cost of its implementation.
    implementation_cost: Option<&'a str>,
    /// The impact on users.
    user_impact: Option<&'a str>,
    /// The threats that it counters.
    threats: &'a [String],
    /// The rules whose `match` or `where` chooses it, as `policy/rule`; null where no policies were given.
    rules: Option<&'a [String]>,
}

/// The inputs of the list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
struct JsonInventoryProvenance<'a> {
    /// The version of scoregate.
    version: &'a str,
    /// The inputs.
    inputs: Vec<JsonInput<'a>>,
}

/// The controls as JSON, indented, with a line feed at the end.
fn render(inventory: &Inventory) -> Result<String, String> {
    let list = JsonInventory {
        scoregate_controls: 1,
        tenant: inventory.tenant.as_deref(),
        date: inventory.date.to_string(),
        total: inventory.total,
        controls: inventory.controls.iter().map(|control| listed(inventory, control)).collect(),
        gaps: &inventory.gaps,
        provenance: JsonInventoryProvenance {
            version: env!("CARGO_PKG_VERSION"),
            inputs: inventory.inputs.iter().map(convert::input).collect(),
        },
    };
    let mut text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn listed<'a>(inventory: &Inventory, control: &'a InventoryControl) -> JsonListedControl<'a> {
    JsonListedControl {
        control: convert::control(&control.info),
        scored: control.is_scored,
        recoverable: control.recoverable.filter(|points| points.is_finite()),
        deprecated: control.is_deprecated,
        implementation_cost: control.implementation_cost.as_deref(),
        user_impact: control.user_impact.as_deref(),
        threats: &control.threats,
        rules: inventory.has_policies.then_some(&*control.rules),
    }
}

/// The JSON Schema (draft 2020-12) of a list of controls, indented, with a line feed at the end.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<JsonInventory<'_>>();
    format!("{:#}\n", schema.as_value())
}
