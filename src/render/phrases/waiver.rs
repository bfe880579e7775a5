//! Phrases about waivers.

use crate::report::{WaiverInfo, WaiverStatus};

/// The status of a waiver, in words.
pub(in crate::render) const fn waiver_status(status: WaiverStatus) -> &'static str {
    match status {
        WaiverStatus::Active => "active",
        WaiverStatus::Unused => "unused",
        WaiverStatus::Expired => "expired",
        WaiverStatus::ConditionUnmet => "not active (while-at-least is not met)",
        WaiverStatus::TooLong => "not active (longer than longest-life)",
        WaiverStatus::NotYet => "not active yet (granted on a later day)",
    }
}

/// The expiry, grant and approver of a waiver:
/// `last valid day 2027-01-31, granted 2026-08-01, by ciso@contoso.example (SEC-1234)`.
pub(in crate::render) fn approval(waiver: &WaiverInfo) -> String {
    let ticket = waiver.ticket.as_ref().map(|ticket| format!(" ({ticket})")).unwrap_or_default();
    let granted = granted(waiver).map(|granted| format!(", {granted}")).unwrap_or_default();
    format!("last valid day {}{granted}, by {}{ticket}", waiver.expires, waiver.approved_by)
}

/// The day on which a waiver was granted: `granted 2026-08-01`.
pub(in crate::render) fn granted(waiver: &WaiverInfo) -> Option<String> {
    waiver.granted.map(|day| format!("granted {day}"))
}

/// The warning about a waiver, with the day on which it was granted; none where there is no warning.
pub(in crate::render) fn waiver_warning(waiver: &WaiverInfo) -> Option<String> {
    let granted = granted(waiver).map(|granted| format!("; {granted}")).unwrap_or_default();
    waiver.warning.as_ref().map(|warning| format!("{warning}{granted}"))
}
