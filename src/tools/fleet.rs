//! Many tenants in one run: policies are loaded once, tenants are evaluated in parallel, and each gives one [`TenantResult`].
//!
//! Nothing of a tenant is kept but its result, so that memory does not grow with the size of the data. A tenant that cannot be read is a
//! result too. Results come in the order of the tenants, whichever is ready first.

mod folder;
mod input;
mod judge;
mod lines;
mod order;
mod result;
mod run;
mod selection;
mod store;
mod summary;

pub use folder::tenants_of_folder;
pub use input::TenantInput;
pub use judge::{Judge, Judged};
pub use lines::{BlankLines, Lines};
pub use result::{OutcomeCounts, SnapshotFigures, TenantError, TenantResult, TenantStatus};
pub use run::{Fleet, WriteReports};
pub use selection::{Selection, TENANTS_SCHEMA};
pub use store::{ResultStore, StoreKey};
pub use summary::{FleetSummary, OtherReports, SharedTenant, StatusCounts};
