//! The built-in rule `tenant`: the evidence belongs to the required tenant.

use crate::evaluate::judgement::Judgement;
use crate::report::{Exclusion, Outcome, Reason, TenantUse};
use crate::tenant::TenantId;

/// Whether the evidence belongs to the required tenant. Evidence of another tenant ends the run earlier.
pub(in crate::evaluate) fn tenant(pins: &[&TenantId], tenant: Option<&TenantId>) -> Judgement {
    match (pins.first(), tenant) {
        (None, Some(tenant)) => {
            let message = format!("No tenant is required, so data of any tenant is accepted (this run: {tenant}).");
            Judgement::not_applicable(Exclusion::NoTenantPinned, message)
        }
        (None, None) => {
            let message =
                "No tenant is required, so data of any tenant is accepted, and this data does not state its tenant."
                    .to_owned();
            Judgement::not_applicable(Exclusion::NoTenantPinned, message)
        }
        (Some(pin), Some(_)) => Judgement::of_tenant(Outcome::Pass, format!("The evidence belongs to tenant {pin}.")),
        (Some(pin), None) => Judgement::unknown(Reason::TenantUnknown(TenantUse::Pin(pin.to_string()))),
    }
}
