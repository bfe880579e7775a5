//! The notes on a fleet: what a reader of the totals might not expect.

use crate::render::phrases;
use crate::text::{count, sample};
use crate::tools::fleet::FleetSummary;

/// The most tenants and names that a note lists.
const MOST: usize = 3;

/// The notes, in their order.
#[must_use]
pub fn notes(summary: &FleetSummary) -> Vec<String> {
    let shared = summary.shared_tenants();
    let of_one = |shared: &crate::tools::fleet::SharedTenant| {
        format!("{} are of one tenant: {}", sample(&shared.inputs, MOST), shared.tenant)
    };
    let mut notes: Vec<String> = shared.iter().take(MOST).map(of_one).collect();
    let rest = shared.len().saturating_sub(MOST);
    if rest > 0 {
        notes.push(format!("{} with several inputs", count(rest, "more tenant")));
    }
    let unsealed = summary.tenants.iter().filter(|result| result.unsealed_recordings > 0);
    let unsealed: Vec<&str> = unsealed.map(|result| result.name.as_deref().unwrap_or_default()).collect();
    if !unsealed.is_empty() {
        notes.push(phrases::unsealed(&unsealed));
    }
    notes.extend(summary.other_reports.as_ref().filter(|other| !other.folders.is_empty()).map(|other| {
        let reports = format!("{} has reports of tenants that this run did not have: ", other.path);
        reports + &sample(&other.folders, MOST)
    }));
    notes
}
