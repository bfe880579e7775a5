//! The use of Security Compute Units (SCU) by Microsoft Security Copilot: rows of an export or of a table become uses, and uses a
//! report with totals, billing, a forecast and the result against a budget.
//!
//! Every figure is exact decimal arithmetic in thousandths of an SCU; only the error of the forecast is a floating-point number.

mod billing;
mod budget;
mod columns;
mod coverage;
mod csv_quotes;
mod csv_table;
mod forecast;
mod format;
mod group;
mod header;
mod html;
mod human;
pub mod json;
mod ledger;
mod local_time;
mod log_analytics;
mod notes;
mod overlap;
mod phrases;
mod report;
mod row;
mod scu;
mod setting_names;
mod source;
mod table;
mod table_uses;
mod weekday;
mod xlsx_cells;
mod xlsx_limits;
mod xlsx_table;

pub use billing::{Billing, Capacity, Costs, Overage, Prices};
pub use budget::{Budget, BudgetOutcome};
pub use columns::{Column, Columns};
pub use coverage::{Coverage, Gap};
pub use forecast::Forecast;
pub use format::{UsageFormat, UsageOptions, render};
pub use group::Grouping;
pub use ledger::Ledger;
pub(crate) use log_analytics::{query, read_rows};
pub use report::{Question, UsageReport};
pub use scu::{Cost, Price, Scu};
pub use setting_names::SettingNames;
pub use source::{Reading, read_files};
