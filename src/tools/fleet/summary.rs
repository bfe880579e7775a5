//! The results of all tenants of a run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::result::{TenantResult, TenantStatus};
use crate::exit::Exit;

/// The results of a fleet.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetSummary {
    /// The results, in the order of the tenants.
    pub tenants: Vec<TenantResult>,
    /// The number of tenants by status.
    pub counts: StatusCounts,
    /// The time as of which the tenants were evaluated.
    pub now: Timestamp,
    /// Whether that time was given rather than taken from the clock.
    pub replayed: bool,
    /// The policy and waiver files: the path and the SHA-256 of each.
    pub policies: Vec<(String, String)>,
    /// The baselines: the path and the SHA-256 of each.
    pub baselines: Vec<(String, String)>,
    /// The reports of tenants that this run did not have; none where no reports are written.
    pub other_reports: Option<OtherReports>,
}

/// Reports of earlier runs, of tenants that this run did not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherReports {
    /// The path of the folder of all reports.
    pub path: String,
    /// The names of the folders in it, in order.
    pub folders: Vec<String>,
}

/// A tenant that several inputs are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SharedTenant {
    /// The id of the tenant.
    pub tenant: String,
    /// The names of the inputs, in their order.
    pub inputs: Vec<String>,
}

impl FleetSummary {
    /// The tenants that several inputs are of, by id.
    #[must_use]
    pub fn shared_tenants(&self) -> Vec<SharedTenant> {
        let mut inputs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for result in &self.tenants {
            if let (Some(tenant), Some(name)) = (&result.tenant, &result.name) {
                inputs.entry(tenant).or_default().push(name);
            }
        }
        let shared = inputs.into_iter().filter(|(_, names)| names.len() > 1);
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        shared.map(|(tenant, names)| SharedTenant { tenant: tenant.to_owned(), inputs: owned(names) }).collect()
    }

    /// The number of distinct tenants; an input whose tenant is not known counts as one.
    #[must_use]
    pub fn distinct_tenants(&self) -> usize {
        let repeated: usize = self.shared_tenants().iter().map(|shared| shared.inputs.len() - 1).sum();
        self.tenants.len() - repeated
    }
}

/// The number of tenants by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts {
    /// Tenants of which every blocking rule passed or is waived.
    pub passed: usize,
    /// Tenants of which a blocking rule failed.
    pub failed: usize,
    /// Tenants of which no blocking rule failed, but at least one is unknown, or none passed.
    pub inconclusive: usize,
    /// Tenants without a verdict.
    pub unreadable: usize,
}

impl StatusCounts {
    /// Counts one tenant.
    pub const fn add(&mut self, status: TenantStatus) {
        match status {
            TenantStatus::Passed => self.passed += 1,
            TenantStatus::Failed => self.failed += 1,
            TenantStatus::Inconclusive => self.inconclusive += 1,
            TenantStatus::Unreadable => self.unreadable += 1,
        }
    }

    /// The number of tenants of a status.
    #[must_use]
    pub const fn of(&self, status: TenantStatus) -> usize {
        match status {
            TenantStatus::Passed => self.passed,
            TenantStatus::Failed => self.failed,
            TenantStatus::Inconclusive => self.inconclusive,
            TenantStatus::Unreadable => self.unreadable,
        }
    }

    /// The number of all inputs.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.passed + self.failed + self.inconclusive + self.unreadable
    }

    /// The exit code of the run: of the tenants that were read the worst verdict, and never passed where one could not be read.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        if self.failed > 0 {
            Exit::Failed
        } else if self.unreadable > 0 && self.unreadable == self.all() {
            Exit::Evidence
        } else if self.inconclusive > 0 || self.unreadable > 0 {
            Exit::Inconclusive
        } else {
            Exit::Passed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tenant_that_could_not_be_read_leaves_a_passed_run() {
        let exit = |passed, failed, inconclusive, unreadable| {
            StatusCounts { passed, failed, inconclusive, unreadable }.exit().code()
        };
        assert_eq!([exit(2, 0, 0, 0), exit(1, 1, 1, 1), exit(1, 0, 1, 0), exit(1, 0, 0, 1)], [0, 1, 3, 3]);
        assert_eq!([exit(0, 0, 0, 2), exit(0, 1, 0, 2), exit(0, 0, 1, 2)], [5, 1, 3]);
    }
}
