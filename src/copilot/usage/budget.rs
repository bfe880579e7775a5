//! A budget for the calendar month.

use super::forecast::Forecast;
use super::scu::Scu;
use crate::exit::Exit;

/// A budget and its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The SCU that the month may use.
    pub limit: Scu,
    /// The result.
    pub outcome: BudgetOutcome,
}

/// The result of a comparison with a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BudgetOutcome {
    /// Neither the use nor the forecast is above the budget.
    Within,
    /// More was used already.
    UsedAbove,
    /// The forecast is above the budget.
    ForecastAbove,
    /// The use is not above the budget, and whether it will be is unknown: the reason.
    Unknown(String),
}

impl Budget {
    /// Compares the use and the forecast with a budget. What was used is at least `used`, so that a budget can be exceeded for sure
    /// even where the forecast is unknown.
    pub(super) fn of(limit: Scu, used: Scu, forecast: &Result<Forecast, String>) -> Self {
        let outcome = match forecast {
            _ if used > limit => BudgetOutcome::UsedAbove,
            Ok(forecast) if forecast.is_above(limit) => BudgetOutcome::ForecastAbove,
            Ok(_) => BudgetOutcome::Within,
            Err(reason) => BudgetOutcome::Unknown(reason.clone()),
        };
        Self { limit, outcome }
    }

    /// The budget with an unknown result, unless it is exceeded already.
    pub(super) fn unknown(self, reason: String) -> Self {
        match self.outcome {
            BudgetOutcome::UsedAbove | BudgetOutcome::ForecastAbove => self,
            BudgetOutcome::Within | BudgetOutcome::Unknown(_) => {
                Self { outcome: BudgetOutcome::Unknown(reason), ..self }
            }
        }
    }

    /// The exit code.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self.outcome {
            BudgetOutcome::Within => Exit::Passed,
            BudgetOutcome::UsedAbove | BudgetOutcome::ForecastAbove => Exit::Failed,
            BudgetOutcome::Unknown(_) => Exit::Inconclusive,
        }
    }
}
