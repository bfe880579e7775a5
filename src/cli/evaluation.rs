//! The options of commands that evaluate policies: the baseline, the tenant and the time.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::advice::advise;
use super::environment;
use crate::baseline::{self, Baseline};
use crate::error::Error;
use crate::evaluate::Run;
use crate::tenant::TenantId;

/// The baseline, the tenant and the time of an evaluation.
#[derive(Debug, Clone, Args)]
pub(super) struct EvaluationArgs {
    /// The baseline that regression rules compare with, a file that `scoregate baseline write` wrote.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// The id of the tenant; data of another tenant is an error.
    #[arg(long, value_name = "ID", value_parser = parse_tenant)]
    tenant: Option<TenantId>,

    /// Evaluate as of this time instead of now: `2026-11-24T06:00:00Z`, or a day, which means its start in UTC.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<Timestamp>,
}

impl EvaluationArgs {
    /// The time of the evaluation.
    pub(super) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// Reads the baseline, where one is named; its path is shown relative to the checkout.
    pub(super) fn load_baseline(&self, root: Option<&Path>) -> Result<Option<Baseline>, Error> {
        self.baseline.as_ref().map(|path| baseline::load_from(path, root)).transpose()
    }

    /// The facts of an evaluation with a baseline.
    pub(super) fn run(&self, baseline: Option<Baseline>) -> Run {
        Run {
            now: self.now(),
            replayed: self.now.is_some(),
            tenant: self.tenant.clone(),
            repository: environment::repository(),
            baseline,
            advise,
        }
    }
}

pub(super) fn parse_tenant(text: &str) -> Result<TenantId, String> {
    text.to_owned().try_into()
}

pub(super) fn parse_time(text: &str) -> Result<Timestamp, String> {
    let day = || text.parse::<Date>().ok().and_then(|day| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok());
    let time = if text.contains(['T', 't', ' ']) { text.parse().ok() } else { day() };
    time.ok_or_else(|| "write a time such as 2026-11-24T06:00:00Z, or a day such as 2026-11-24".to_owned())
}
