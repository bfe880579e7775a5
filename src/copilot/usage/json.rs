//! The report as JSON, with a schema of its own (`schemas/usage.schema.json`). Every key is always present; an unknown value is
//! `null`. SCU are numbers with at most three decimals, costs are texts with two.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::billing::{Billing, Capacity, Prices};
use super::budget::{Budget, BudgetOutcome};
use super::group::{Grouping, Total};
use super::report::{MonthTotal, UsageReport};
use crate::text::json_safe;

/// The use of Security Compute Units (SCU) by Security Copilot. Readers must ignore unknown keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "scoregate copilot usage")]
struct JsonUsage<'a> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    scoregate_usage: u32,
    /// The time zone of days, hours and months.
    time_zone: &'a str,
    /// The first and the last day that the data cover.
    coverage: Option<JsonCoverage>,
    /// The SCU of all uses.
    used: f64,
    /// The number of uses.
    uses: u64,
    /// The current calendar month.
    month: JsonMonth<'a>,
    /// The months of the data and the current one, in their order.
    months: Vec<JsonMonthTotal>,
    /// The totals by property.
    by: JsonGroups<'a>,
    /// What a reader must know about the figures, as sentences.
    notes: &'a [String],
    /// Everything that depends on the run.
    provenance: JsonProvenance<'a>,
}

/// The covered days.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Coverage")]
struct JsonCoverage {
    /// The first day.
    since: String,
    /// The last day.
    until: String,
}

/// The current month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Month")]
struct JsonMonth<'a> {
    /// The month: `2026-11`.
    month: String,
    /// The SCU used so far.
    used: f64,
    /// The forecast of the whole month.
    forecast: Option<JsonForecast>,
    /// The reason why there is no forecast.
    forecast_unknown: Option<&'a str>,
    /// The budget.
    budget: Option<JsonBudget<'a>>,
}

/// The forecast: the mean of the whole days of the same weekday in the last eight weeks, for each day that is not over.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Forecast")]
struct JsonForecast {
    /// The SCU of the whole month.
    total: f64,
    /// Two standard errors, in SCU.
    margin: f64,
    /// The number of days that the means are of.
    days: usize,
}

/// The budget of the month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Budget")]
struct JsonBudget<'a> {
    /// The SCU that the month may use.
    limit: f64,
    /// The result.
    outcome: JsonOutcome,
    /// The reason of an unknown result.
    reason: Option<&'a str>,
}

/// The result of the comparison with the budget.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "BudgetOutcome")]
enum JsonOutcome {
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
struct JsonMonthTotal {
    /// The month: `2026-11`.
    month: String,
    /// The SCU used.
    used: f64,
    /// Whether the data cover the month, up to the evaluation.
    covered: bool,
    /// The bill, where the capacity is stated.
    billing: Option<JsonBilling>,
}

/// The bill of a month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Billing")]
struct JsonBilling {
    /// The provisioned SCU so far, or the pool of the month.
    included: f64,
    /// The hours so far, of provisioned capacity.
    hours: Option<u64>,
    /// The use within the capacity or the pool.
    within: f64,
    /// The use above it that is billed; of provisioned capacity cut to one decimal in each hour.
    overage: f64,
    /// The use above all that is allowed.
    beyond: f64,
    /// The hours with a use above the provisioned capacity.
    hours_above: u64,
    /// The cost of the provisioned SCU, where the price is stated.
    cost_provisioned: Option<String>,
    /// The cost of the overage, where the price is stated.
    cost_overage: Option<String>,
}

/// The totals by property.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Groups")]
struct JsonGroups<'a> {
    /// By day.
    day: Vec<JsonTotal<'a>>,
    /// By user.
    user: Vec<JsonTotal<'a>>,
    /// By plugins; a use with several stands under all of them together.
    plugin: Vec<JsonTotal<'a>>,
    /// By category.
    category: Vec<JsonTotal<'a>>,
    /// By type.
    r#type: Vec<JsonTotal<'a>>,
    /// By Copilot experience.
    experience: Vec<JsonTotal<'a>>,
    /// By session.
    session: Vec<JsonTotal<'a>>,
}

/// One total.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Total")]
struct JsonTotal<'a> {
    /// The value of the property; empty where the data has none.
    key: &'a str,
    /// The SCU used.
    used: f64,
    /// The number of uses.
    uses: u64,
}

/// The run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Provenance")]
struct JsonProvenance<'a> {
    /// The version of scoregate.
    version: &'a str,
    /// The time of the evaluation.
    now: String,
    /// The sources.
    inputs: Vec<JsonSource<'a>>,
}

/// One source.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Input")]
struct JsonSource<'a> {
    /// The file or the workspace.
    name: &'a str,
    /// The SHA-256 of the file.
    sha256: Option<&'a str>,
    /// The number of uses in it.
    uses: usize,
}

/// The report as JSON, indented, with a line feed at the end.
pub(super) fn render(report: &UsageReport) -> Result<String, String> {
    let totals = |grouping: Grouping| report.totals(grouping).iter().map(total).collect();
    let month = |date: jiff::civil::Date| date.strftime("%Y-%m").to_string();
    let question = &report.question;
    let usage = JsonUsage {
        scoregate_usage: 1,
        time_zone: &question.zone_name,
        coverage: report
            .coverage
            .map(|covered| JsonCoverage { since: covered.since.to_string(), until: covered.until.to_string() }),
        used: report.used.as_number(),
        uses: report.uses,
        month: JsonMonth {
            month: month(report.today),
            used: report.used_in_month.as_number(),
            forecast: report.forecast.as_ref().ok().map(|forecast| JsonForecast {
                total: forecast.total.as_number(),
                margin: (forecast.margin * 10.0).round() / 10.0,
                days: forecast.days,
            }),
            forecast_unknown: report.forecast.as_ref().err().map(String::as_str),
            budget: report.budget.as_ref().map(budget),
        },
        months: report.months.iter().map(|total| month_total(total, &month(total.first), report)).collect(),
        by: JsonGroups {
            day: totals(Grouping::Day),
            user: totals(Grouping::User),
            plugin: totals(Grouping::Plugin),
            category: totals(Grouping::Category),
            r#type: totals(Grouping::Type),
            experience: totals(Grouping::Experience),
            session: totals(Grouping::Session),
        },
        notes: &report.notes,
        provenance: JsonProvenance {
            version: env!("CARGO_PKG_VERSION"),
            now: report.now.to_string(),
            inputs: report
                .sources
                .iter()
                .map(|source| JsonSource { name: &source.name, sha256: source.sha256.as_deref(), uses: source.uses })
                .collect(),
        },
    };
    let text = serde_json::to_string_pretty(&usage).map_err(|error| error.to_string())?;
    Ok(json_safe(&(text + "\n")))
}

/// The JSON Schema (draft 2020-12) of a report, indented, with a line feed at the end.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<JsonUsage<'_>>();
    format!("{:#}\n", schema.as_value())
}

fn total(Total { key, used, uses }: &Total) -> JsonTotal<'_> {
    JsonTotal { key, used: used.as_number(), uses: *uses }
}

fn budget(budget: &Budget) -> JsonBudget<'_> {
    let (outcome, reason) = match &budget.outcome {
        BudgetOutcome::Within => (JsonOutcome::Within, None),
        BudgetOutcome::UsedAbove => (JsonOutcome::UsedAbove, None),
        BudgetOutcome::ForecastAbove => (JsonOutcome::ForecastAbove, None),
        BudgetOutcome::Unknown(reason) => (JsonOutcome::Unknown, Some(reason.as_str())),
    };
    JsonBudget { limit: budget.limit.as_number(), outcome, reason }
}

fn month_total(total: &MonthTotal, month: &str, report: &UsageReport) -> JsonMonthTotal {
    let billing = |bill: &Billing| {
        let Prices { provisioned, overage } = report.question.prices;
        let is_hourly = matches!(report.question.capacity, Some(Capacity::Provisioned { .. }));
        JsonBilling {
            included: bill.included.as_number(),
            hours: bill.hours,
            within: bill.within.as_number(),
            overage: bill.overage.as_number(),
            beyond: bill.beyond.as_number(),
            hours_above: bill.hours_above,
            cost_provisioned: provisioned.filter(|_| is_hourly).map(|price| price.of(bill.included)),
            cost_overage: overage.map(|price| price.of(bill.overage)),
        }
    };
    JsonMonthTotal {
        month: month.to_owned(),
        used: total.used.as_number(),
        covered: total.is_covered,
        billing: total.billing.as_ref().map(billing),
    }
}
