//! Remedies for missing data, as values without the names of flags: a caller supplies the words ([`Phrases`]).

use std::fmt;

use jiff::civil::Date;

use super::{DateKind, DayRole, HistoryShortage, Reason};
use crate::text::{count, list};

/// The remedy for missing or unusable data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// Supply snapshots of so many days.
    ReadDays(usize),
    /// The same, or choose a shorter window.
    ReadDaysOrShorten(usize),
    /// Supply the snapshots between two days, or choose another window.
    ReadBetween(Date, Date),
    /// Collect the snapshot of a day again, or compare with another day.
    CollectDayAgain(Date),
    /// Collect the latest snapshot again, or use the evidence of another day.
    CollectAgain,
    /// Collect the latest snapshot and the catalogue again, both on one day, or use the evidence of another day.
    CollectBothAgain,
    /// Make a baseline, or give one.
    GiveBaseline,
    /// Review what changed, and renew the baseline.
    RenewBaseline,
    /// Keep `azureTenantId` in the responses.
    KeepTenant,
    /// Require a tenant, and use evidence that states its tenant.
    PinTenant,
    /// Evaluate one tenant per run.
    OneTenant,
    /// Use the evidence of the required tenant, or require the other one.
    UsePinnedTenant,
    /// Require the tenant by its id, a GUID.
    PinById,
    /// Use incidents and evidence of one tenant.
    IncidentsOfTenant,
    /// Correct the clock or the time of evaluation; the data may have been edited.
    CorrectTime,
    /// Collect the data again, or evaluate it as of its own day.
    RefreshData,
    /// Collect the snapshot with every page of the catalogue.
    CollectCatalogue,
    /// Exclude the control from the rule.
    ExceptControl,
    /// Name this control instead.
    UseControl(String),
    /// Compare with another day.
    CompareOtherDay,
    /// Compare with one of these days.
    CompareWith(Vec<Date>),
    /// Compare two days of one tenant.
    CompareOneTenant,
    /// Keep `azureTenantId` in the responses, or give the two days as files of their own.
    KeepTenantOrSplit,
    /// Name the earlier day first.
    SwapDays,
    /// Name two different days, the earlier first.
    NameTwoDays,
}

/// The words for a remedy: a program with flags names them.
pub type Phrases = fn(&Advice) -> String;

impl fmt::Display for Advice {
    /// Writes the advice without the names of flags, as a sentence fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::ReadDays(days) => return write!(f, "supply the snapshots of {}", count(*days, "day")),
            Self::ReadDaysOrShorten(days) => {
                return write!(f, "supply the snapshots of {}, or choose a shorter window", count(*days, "day"));
            }
            Self::ReadBetween(from, to) => {
                return write!(f, "supply the snapshots between {from} and {to}, or choose another window");
            }
            Self::CollectDayAgain(date) => {
                return write!(f, "collect the snapshot of {date} again, or compare with another day");
            }
            Self::CollectAgain => "collect the snapshot again, or use the evidence of another day",
            Self::CollectBothAgain => {
                "collect the snapshot and the catalogue again, both on one day, or use the evidence of another day"
            }
            Self::GiveBaseline => "write a baseline, and give it",
            Self::RenewBaseline => "review what changed, then renew the baseline",
            Self::KeepTenant => "keep azureTenantId in the responses: a baseline belongs to one tenant",
            Self::PinTenant => "set `tenant:` in a policy, and use evidence that states its tenant",
            Self::OneTenant => "evaluate one tenant per run: use the policies of that tenant alone",
            Self::UsePinnedTenant => "use the evidence of the required tenant, or require the other tenant",
            Self::PinById => "set the tenant by its id, a GUID, which Entra shows as `Tenant ID`",
            Self::IncidentsOfTenant => "use the incidents of the tenant that is evaluated",
            Self::CorrectTime => "correct the clock or the time of evaluation, unless the data was edited",
            Self::RefreshData => "collect the data again, or evaluate an older recording as of its own day",
            Self::CollectCatalogue => {
                "record the snapshot with every page of the catalogue, up to the page without @odata.nextLink"
            }
            Self::ExceptControl => "to leave it out, add it to `except`",
            Self::UseControl(id) => return write!(f, "did you mean {id}?"),
            Self::CompareOtherDay => "compare with another day",
            Self::CompareWith(days) => {
                let days: Vec<String> = days.iter().map(Date::to_string).collect();
                let nearest = if days.len() == 1 { "the nearest day is" } else { "the nearest days are" };
                return write!(f, "{nearest} {}", list(&days, "and"));
            }
            Self::CompareOneTenant => "compare two days of one tenant",
            Self::KeepTenantOrSplit => {
                "keep azureTenantId in the responses, or give the two days as files of their own"
            }
            Self::SwapDays => "swap them: the earlier day comes first",
            Self::NameTwoDays => "name two days, the earlier one first",
        };
        f.write_str(text)
    }
}

impl Reason {
    /// The remedy of a single reason, where there is a typed one.
    pub(super) fn own_advice(&self) -> Option<Advice> {
        match self {
            Self::HistoryTooShort(HistoryShortage::Window { days, .. }) => Some(Advice::ReadDaysOrShorten(*days)),
            Self::HistoryTooShort(HistoryShortage::Reference { days, .. }) => Some(Advice::ReadDays(*days)),
            Self::HistoryGap { from, to, window: _ } => Some(Advice::ReadBetween(*from, *to)),
            Self::DayUnusable { date, cause: _, role: DayRole::Reference } => Some(Advice::CollectDayAgain(*date)),
            Self::NoBaseline => Some(Advice::GiveBaseline),
            Self::BaselineTooOld { .. } | Self::BaselineOutdated { .. } => Some(Advice::RenewBaseline),
            Self::DateInFuture { date: DateKind::Capture, .. } => Some(Advice::CorrectTime),
            Self::PropertyMissing(_) => Some(Advice::ExceptControl),
            Self::CatalogueIncomplete | Self::MaximumUnassigned { may_be_scored: true, .. } => {
                Some(Advice::CollectCatalogue)
            }
            Self::ControlMissing { in_catalogue: _, suggestion: Some(id) } => Some(Advice::UseControl(id.clone())),
            // The meaning of their code states where the missing data comes from.
            Self::SnapshotPartial
            | Self::NoCurrentScore
            | Self::NoMaxScore(_)
            | Self::NoControls
            | Self::NoControlScore { .. }
            | Self::FiguresInconsistent(_)
            | Self::TenantUnknown(_)
            | Self::ControlsMayBeMissing { .. }
            | Self::MaximumUnassigned { may_be_scored: false, .. }
            | Self::RoundedPercentage { .. }
            | Self::StateUnknown(_)
            | Self::SelectorUnmatched { .. }
            | Self::TooFewControls { .. }
            | Self::RequirementMissing
            | Self::NoMaximum
            | Self::ZeroMaximum
            | Self::ControlMissing { in_catalogue: _, suggestion: None }
            | Self::SyncDateMissing
            | Self::DateInFuture { date: DateKind::Snapshot | DateKind::Sync, .. }
            | Self::SnapshotTooOld { .. }
            | Self::FindingsUnknown { .. }
            | Self::NoPeerAverage { .. }
            | Self::NoLongerScored(_)
            | Self::NothingComparable(_)
            | Self::FiguresUncertain(_)
            | Self::PastMaximumUnknown { .. }
            | Self::NewControlUnweighted { .. }
            | Self::BaselineInFuture { .. }
            | Self::TooFewSnapshots { .. }
            | Self::DayUnusable { date: _, cause: _, role: DayRole::Best }
            | Self::HistoryTooShort(HistoryShortage::NewControl { .. } | HistoryShortage::NewControls { .. })
            | Self::Several(_) => None,
        }
    }
}
