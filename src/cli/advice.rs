//! Advice and remedies in the words of the command line: the flags and commands that follow them.

use crate::error::Reference;
use crate::report::Advice;

/// The advice with the names of flags, as a sentence fragment.
pub(super) fn advise(advice: &Advice) -> String {
    let text = match advice {
        Advice::ReadDays(days) => return read_days(*days),
        Advice::ReadDaysOrShorten(days) => return format!("{}, or choose a shorter window", read_days(*days)),
        Advice::ReadBetween(from, to) => {
            return format!("read the days between {from} and {to} with --from, or choose another window");
        }
        Advice::CollectAgain => "collect the snapshot again, or name the evidence of another day with --from",
        Advice::CollectBothAgain => {
            "collect the snapshot and the catalogue again, both on one day, or name the evidence of another day with --from"
        }
        Advice::GiveBaseline => {
            "name one with --baseline; `scoregate baseline write --from SOURCE --out baseline.yaml` writes it"
        }
        Advice::RenewBaseline => "review what changed, then renew it with `scoregate baseline write`",
        Advice::PinTenant => "set `tenant:` in a policy or use --tenant, with evidence that states its tenant",
        Advice::UsePinnedTenant => "name the evidence of the required tenant with --from, or require the other tenant",
        Advice::IncidentsOfTenant => "name the incidents of the tenant of --from with --incidents",
        Advice::CorrectTime => "correct the clock or --now, unless the data was edited",
        Advice::RefreshData => "collect the data again, or evaluate an older recording as of its own day with --now",
        Advice::NameTwoDays => "name two days: scoregate diff rec.json@2026-11-01 rec.json, the earlier one first",
        Advice::CollectDayAgain(_)
        | Advice::KeepTenant
        | Advice::OneTenant
        | Advice::PinById
        | Advice::CollectCatalogue
        | Advice::ExceptControl
        | Advice::UseControl(_)
        | Advice::CompareOtherDay
        | Advice::CompareWith(_)
        | Advice::CompareOneTenant
        | Advice::KeepTenantOrSplit
        | Advice::SwapDays => return advice.to_string(),
    };
    text.to_owned()
}

/// The number of days that Graph keeps.
const KEPT: usize = 90;

/// The remedy for a history that is too short.
fn read_days(days: usize) -> String {
    if days > KEPT {
        return format!("use recordings of {days} days with --from: Graph keeps {KEPT}");
    }
    format!("use --from graph, or a recording made with `scoregate record --days {days}`")
}

/// The flag or the command that a remedy refers to.
pub(super) const fn reference(reference: Reference) -> &'static str {
    match reference {
        Reference::Auth => "--auth",
        Reference::Cloud => "--cloud",
        Reference::GraphHost => "--graph-host",
        Reference::LoginHost => "--login-host",
        Reference::Timeout => "--timeout",
        Reference::Sources => "--from",
        Reference::Record => "`scoregate record --out tenant.json`",
        Reference::RecordIncidents => "`scoregate record --out tenant.json --incidents`",
        Reference::SignInMethods => "`scoregate auth status --help`",
        Reference::Listen => "--listen",
        Reference::AllowHost => "--allow-host",
        Reference::AllowOrigin => "--allow-origin",
        Reference::History => "--history",
        Reference::Incidents => "--incidents",
    }
}
