//! The report as JSON, with a schema of its own (`schemas/usage.schema.json`). Every key is always present; an unknown value is
//! `null`. SCU are numbers with at most three decimals, costs are texts with two.

mod model;

use schemars::generate::SchemaSettings;

use super::billing::{Billing, Capacity};
use super::budget::{Budget, BudgetOutcome};
use super::coverage::{Coverage, Gap};
use super::group::{Grouping, Total};
use super::report::{MonthTotal, UsageReport};
use crate::text::json_safe;

use model::{
    JsonBilling, JsonBudget, JsonCoverage, JsonForecast, JsonGap, JsonGroups, JsonMonth, JsonMonthTotal, JsonOutcome,
    JsonProvenance, JsonSource, JsonTotal, JsonUsage,
};

/// The report as JSON, indented, with a line feed at the end.
pub(super) fn render(report: &UsageReport) -> Result<String, String> {
    let totals = |grouping: Grouping| report.totals(grouping).iter().map(total).collect();
    let month = |date: jiff::civil::Date| date.strftime("%Y-%m").to_string();
    let question = &report.question;
    let usage = JsonUsage {
        scoregate_usage: 1,
        time_zone: &question.zone_name,
        coverage: report.coverage.as_ref().map(coverage),
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
                .map(|source| JsonSource {
                    name: &source.name,
                    sha256: source.sha256.as_deref(),
                    uses: source.uses,
                    since: source.days.map(|(first, _)| first.to_string()),
                    until: source.days.map(|(_, last)| last.to_string()),
                    inferred_year: source.is_without_year,
                })
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

fn coverage(coverage: &Coverage) -> JsonCoverage {
    let gap = |gap: &Gap| JsonGap { since: gap.first.to_string(), until: gap.last.to_string() };
    JsonCoverage {
        since: coverage.since.to_string(),
        until: coverage.until.to_string(),
        gaps: coverage.unknown().iter().map(gap).collect(),
    }
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
    let billing = |(capacity, bill): (Capacity, &Billing)| {
        let costs = bill.costs(capacity, report.question.prices);
        JsonBilling {
            included: bill.included.as_number(),
            hours: bill.hours,
            within: bill.within.as_number(),
            overage: bill.overage.as_number(),
            beyond: bill.beyond.as_number(),
            hours_above: bill.hours_above,
            cost_provisioned: costs.provisioned.map(|cost| cost.to_string()),
            cost_overage: costs.overage.map(|cost| cost.to_string()),
            cost_total: costs.total(capacity).map(|cost| cost.to_string()),
        }
    };
    JsonMonthTotal {
        month: month.to_owned(),
        used: total.used.as_number(),
        covered: total.is_covered,
        billing: report.question.capacity.zip(total.billing.as_ref()).map(billing),
    }
}
