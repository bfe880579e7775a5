//! Advice and remedies in the words of the command line: the flags and commands that follow them.

use crate::error::Reference;
use crate::report::Advice;
use crate::text::count;

/// The advice with the names of flags, as a sentence fragment.
pub(super) fn advise(advice: &Advice) -> String {
    let text = match advice {
        Advice::ReadDays(days) => return format!("read {} with --from", count(*days, "day")),
        Advice::ReadDaysOrShorten(days) => {
            return format!("read {} with --from, or choose a shorter window", count(*days, "day"));
        }
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
        Advice::PinTenant => {
            "pin the tenant with `tenant:` in a policy or with --tenant, and use evidence that states its tenant"
        }
        Advice::UsePinnedTenant => "name the evidence of the pinned tenant with --from, or pin the other tenant",
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
        Reference::SignInMethods => "`scoregate auth status --help`",
    }
}
