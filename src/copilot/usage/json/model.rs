//! The types of the JSON report, whose doc comments are the descriptions in `schemas/usage.schema.json`.

use schemars::JsonSchema;
use serde::Serialize;

/// The use of Security Compute Units (SCU) by Security Copilot. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate copilot usage")]
pub(super) struct JsonUsage<'a> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    pub(super) scoregate_usage: u32,
    /// The time zone of days, hours and months.
    pub(super) time_zone: &'a str,
    /// The first and the last day that the data cover.
    pub(super) coverage: Option<JsonCoverage>,
    /// The SCU of all uses.
    pub(super) used: f64,
    /// The number of uses.
    pub(super) uses: u64,
    /// The current calendar month.
    pub(super) month: JsonMonth<'a>,
    /// The months of the data and the current one, in their order.
    pub(super) months: Vec<JsonMonthTotal>,
    /// The totals by property.
    pub(super) by: JsonGroups<'a>,
    /// What a reader must know about the figures, as sentences.
    pub(super) notes: &'a [String],
    /// Everything that depends on the run.
    pub(super) provenance: JsonProvenance<'a>,
}

/// The covered days.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Coverage")]
pub(super) struct JsonCoverage {
    /// The first day.
    pub(super) since: String,
    /// The last day.
    pub(super) until: String,
    /// The stretches of days between them that no source covers: the use in them is unknown.
    pub(super) gaps: Vec<JsonGap>,
}

/// Some days that no source covers.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Gap")]
pub(super) struct JsonGap {
    /// The first day.
    pub(super) since: String,
    /// The last day.
    pub(super) until: String,
}

/// The current month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Month")]
pub(super) struct JsonMonth<'a> {
    /// The month: `2026-11`.
    pub(super) month: String,
    /// The SCU used so far.
    pub(super) used: f64,
    /// The forecast of the whole month.
    pub(super) forecast: Option<JsonForecast>,
    /// The reason why there is no forecast.
    pub(super) forecast_unknown: Option<&'a str>,
    /// The budget.
    pub(super) budget: Option<JsonBudget<'a>>,
}

/// The forecast: the mean of the whole days of the same weekday in the last eight weeks, for each day that is not over.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Forecast")]
pub(super) struct JsonForecast {
    /// The SCU of the whole month, rounded to tenths; near a budget with as many digits as show on which side of it it is.
    pub(super) total: f64,
    /// Two standard errors, in SCU.
    pub(super) margin: f64,
    /// The number of days that the means are of.
    pub(super) days: usize,
}

/// The budget of the month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Budget")]
pub(super) struct JsonBudget<'a> {
    /// The SCU that the month may use.
    pub(super) limit: f64,
    /// The result.
    pub(super) outcome: JsonOutcome,
    /// The reason of an unknown result.
    pub(super) reason: Option<&'a str>,
}

/// The result of the comparison with the budget.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "BudgetOutcome")]
pub(super) enum JsonOutcome {
    /// Neither the use nor the forecast is above the budget.
    Within,
    /// More was used already.
    UsedAbove,
    /// The forecast is above the budget.
    ForecastAbove,
    /// The use is not above the budget, and the forecast is unknown.
    Unknown,
}

/// One month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "MonthTotal")]
pub(super) struct JsonMonthTotal {
    /// The month: `2026-11`.
    pub(super) month: String,
    /// The SCU used.
    pub(super) used: f64,
    /// Whether the data cover the month, up to the evaluation.
    pub(super) covered: bool,
    /// The bill, where the capacity is stated.
    pub(super) billing: Option<JsonBilling>,
}

/// The bill of a month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Billing")]
pub(super) struct JsonBilling {
    /// The provisioned SCU so far, or the pool of the month.
    pub(super) included: f64,
    /// The hours so far, of provisioned capacity.
    pub(super) hours: Option<u64>,
    /// The use within the capacity or the pool.
    pub(super) within: f64,
    /// The use above it that is billed; of provisioned capacity cut to one decimal in each hour.
    pub(super) overage: f64,
    /// The use above all that is allowed.
    pub(super) beyond: f64,
    /// The hours with a use above the provisioned capacity.
    pub(super) hours_above: u64,
    /// The cost of the provisioned SCU, where the price is stated.
    pub(super) cost_provisioned: Option<String>,
    /// The cost of the overage, where the price is stated.
    pub(super) cost_overage: Option<String>,
    /// The sum of both costs, where both prices are stated.
    pub(super) cost_total: Option<String>,
}

/// The totals by property.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Groups")]
pub(super) struct JsonGroups<'a> {
    /// By day.
    pub(super) day: Vec<JsonTotal<'a>>,
    /// By user.
    pub(super) user: Vec<JsonTotal<'a>>,
    /// By plugins; a use with several stands under all of them together.
    pub(super) plugin: Vec<JsonTotal<'a>>,
    /// By category.
    pub(super) category: Vec<JsonTotal<'a>>,
    /// By type.
    pub(super) r#type: Vec<JsonTotal<'a>>,
    /// By Copilot experience.
    pub(super) experience: Vec<JsonTotal<'a>>,
    /// By session.
    pub(super) session: Vec<JsonTotal<'a>>,
}

/// One total.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Total")]
pub(super) struct JsonTotal<'a> {
    /// The value of the property; empty where the data has none.
    pub(super) key: &'a str,
    /// The SCU used.
    pub(super) used: f64,
    /// The number of uses.
    pub(super) uses: u64,
}

/// The run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
pub(super) struct JsonProvenance<'a> {
    /// The version of scoregate.
    pub(super) version: &'a str,
    /// The time of the evaluation.
    pub(super) now: String,
    /// The sources.
    pub(super) inputs: Vec<JsonSource<'a>>,
}

/// One source.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Input")]
pub(super) struct JsonSource<'a> {
    /// The file or the workspace.
    pub(super) name: &'a str,
    /// The SHA-256 of the file.
    pub(super) sha256: Option<&'a str>,
    /// The number of uses in it.
    pub(super) uses: usize,
    /// The day of the first use.
    pub(super) since: Option<String>,
    /// The day of the last use.
    pub(super) until: Option<String>,
    /// Whether dates in it have no year: the latest year in which they are not after the evaluation is assumed.
    pub(super) inferred_year: bool,
}
