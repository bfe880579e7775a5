//! The table of the waivers.

use super::cell;
use super::limited_page::LimitedPage;
use crate::render::phrases;
use crate::render::view::View;
use crate::report::WaiverInfo;

/// The waivers, those with a warning first.
pub(super) fn waivers(page: &mut LimitedPage, view: &View<'_>, limit: usize) {
    let head = "### Waivers\n\n| Rule | Controls | Status | Granted | Last valid day | Approved by | Reason |\n|---|---|---|---|---|---|---|\n";
    let mut waivers: Vec<&WaiverInfo> = view.report.waivers.iter().collect();
    waivers.sort_by_key(|waiver| waiver.warning.is_none());
    page.rows(head, waivers.into_iter().map(waiver), limit, "waivers");
}

fn waiver(waiver: &WaiverInfo) -> String {
    let status = phrases::waiver_status(waiver.status);
    let warning = waiver.warning.as_ref().map(|warning| format!("<br>⚠️ {}", cell(warning))).unwrap_or_default();
    let ticket = waiver.ticket.as_ref().map(|ticket| format!(" ({})", cell(ticket))).unwrap_or_default();
    format!(
        "| {} | {} | {status} | {} | {} | {}{ticket} | {}{warning} |\n",
        cell(&format!("{}/{}", waiver.policy, waiver.rule)),
        cell(&waiver.controls.join(", ")),
        waiver.granted.map_or_else(|| "—".to_owned(), |day| day.to_string()),
        waiver.expires,
        cell(&waiver.approved_by),
        cell(&waiver.reason)
    )
}
