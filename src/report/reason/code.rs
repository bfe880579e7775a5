//! The stable codes of reasons. A code never changes its meaning, and none is used again.

use super::{Reason, StateGap};

/// Declares the codes with their words and meanings.
macro_rules! codes {
    ($($variant:ident, $word:literal, $meaning:literal;)*) => {
        /// The code of a reason, for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ReasonCode {
            $(#[doc = $meaning] $variant,)*
        }

        impl ReasonCode {
            /// Every code, in alphabetical order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as reports write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The meaning of the code and the source of the missing data, as one or two sentences.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

codes! {
    BaselineInFuture, "baseline-in-future", "The baseline is of a later day than the snapshot. Use an earlier baseline.";
    BaselineOutdated, "baseline-outdated", "Too few of the baseline's points belong to controls that are still scored. Renew the baseline.";
    BaselineTooOld, "baseline-too-old", "The baseline is older than the rule permits. Renew the baseline, or raise `max-age`.";
    CatalogueIncomplete, "catalogue-incomplete", "A control has no profile, and pages of the catalogue are missing. Collect the whole catalogue.";
    ControlMissing, "control-missing", "The snapshot does not score a control that the rule names. Correct the id, or restore the licence or connector.";
    ControlsMayBeMissing, "controls-may-be-missing", "The snapshot may be missing controls. Collect the snapshot and the whole catalogue again.";
    DateInFuture, "date-in-future", "A date of the data lies after the time of evaluation. Correct the clock or that time.";
    DayUnusable, "day-unusable", "The snapshot of a day that the rule compares with is incomplete or inconsistent. Collect that day again.";
    FiguresInconsistent, "figures-inconsistent", "Figures contradict one another. Collect the snapshot and the catalogue again, both on one day.";
    FiguresUncertain, "figures-uncertain", "States or figures of controls are uncertain, so points may have been lost. Collect the whole catalogue.";
    FindingsUnknown, "findings-unknown", "Findings of the policies are unknown. Their own reasons state what is missing.";
    HistoryGap, "history-gap", "Days are missing within the window of the rule. Read those days, or choose another window.";
    HistoryTooShort, "history-too-short", "The history does not reach back far enough. Read more days.";
    MaximumUnassigned, "maximum-unassigned", "A part of maxScore belongs to no control of known maximum. Collect the whole catalogue, which has the maxima.";
    NewControl, "new-control", "The control is new, and the rule excludes new controls for a while (`grace`).";
    NewControlUnweighted, "new-control-unweighted", "A control that is or may be new cannot be excluded, since its points or maximum are unknown. Collect the whole catalogue.";
    NoBaseline, "no-baseline", "The rule compares with a baseline, and none is given. Give one.";
    NoControlScore, "no-control-score", "The snapshot has no score for some controls. Collect the snapshot again.";
    NoControls, "no-controls", "The snapshot lists no controls. Collect it with controlScores.";
    NoCurrentScore, "no-current-score", "The snapshot has no currentScore. Collect the snapshot again.";
    NoLongerScored, "no-longer-scored", "Controls are no longer scored, and it is unknown whether their points were lost. Look for an expired licence or a disconnected connector.";
    NoMaxScore, "no-max-score", "The snapshot has no maxScore, or one of 0. Collect the snapshot again.";
    NoMaximum, "no-maximum", "The maximum of a control is unknown. Collect the whole catalogue, which has the maxima.";
    NoPeerAverage, "no-peer-average", "The snapshot has no average of the group of peers. Compare with another group, or with a number.";
    NoTenantPinned, "no-tenant-pinned", "No tenant is required, so data of any tenant is accepted.";
    NothingComparable, "nothing-comparable", "No earlier data scores the controls of the rule. Collect more days, or choose other controls.";
    PastMaximumUnknown, "past-maximum-unknown", "The maximum that controls had on the earlier day is unknown. Collect more days with the catalogue.";
    PropertyMissing, "property-missing", "A property that the rule names is unknown, so the rule may or may not apply to a control. Collect the whole catalogue, or exclude the control with `except`.";
    RequirementMissing, "requirement-missing", "The rule states no requirement.";
    RoundedPercentage, "rounded-percentage", "A maximum is derived from a rounded percentage, and the limit lies within the rounding. Collect the catalogue, which has the maxima.";
    SelectorUnmatched, "selector-unmatched", "No scored control matches a part of the selector. Correct the selector.";
    SnapshotPartial, "snapshot-partial", "Graph marked its response as partial. Collect the snapshot again.";
    SnapshotTooOld, "snapshot-too-old", "The snapshot is too old for a verdict. Collect it again.";
    StateUnknown, "state-unknown", "The state of controls is unknown, so their points may be claimed. Collect the whole catalogue, which has the states.";
    SyncDateMissing, "sync-date-missing", "Graph does not state when the control was last synced.";
    TenantUnknown, "tenant-unknown", "The data does not state its tenant. Keep azureTenantId in the responses.";
    TooFewControls, "too-few-controls", "The selector matches fewer controls than the rule requires. Correct the selector.";
    TooFewSnapshots, "too-few-snapshots", "A drop is visible, and fewer snapshots exist than must confirm it. Wait for more, or read more days.";
    ZeroMaximum, "zero-maximum", "The maximum of the control is 0 points, so it has no percentage. Exclude the control from the rule.";
}

impl Reason {
    /// The stable code; of several reasons that of the first.
    #[must_use]
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::SnapshotPartial => ReasonCode::SnapshotPartial,
            Self::NoCurrentScore => ReasonCode::NoCurrentScore,
            Self::NoMaxScore(_) => ReasonCode::NoMaxScore,
            Self::NoControls => ReasonCode::NoControls,
            Self::NoControlScore { .. } => ReasonCode::NoControlScore,
            Self::FiguresInconsistent(_) | Self::StateUnknown(StateGap::ContradictoryProfiles) => {
                ReasonCode::FiguresInconsistent
            }
            Self::TenantUnknown(_) => ReasonCode::TenantUnknown,
            Self::ControlsMayBeMissing { .. } => ReasonCode::ControlsMayBeMissing,
            Self::MaximumUnassigned { .. } => ReasonCode::MaximumUnassigned,
            Self::RoundedPercentage { .. } => ReasonCode::RoundedPercentage,
            Self::StateUnknown(_) => ReasonCode::StateUnknown,
            Self::CatalogueIncomplete => ReasonCode::CatalogueIncomplete,
            Self::SelectorUnmatched { .. } => ReasonCode::SelectorUnmatched,
            Self::TooFewControls { .. } => ReasonCode::TooFewControls,
            Self::RequirementMissing => ReasonCode::RequirementMissing,
            Self::NoMaximum => ReasonCode::NoMaximum,
            Self::ZeroMaximum => ReasonCode::ZeroMaximum,
            Self::PropertyMissing(_) => ReasonCode::PropertyMissing,
            Self::ControlMissing { .. } => ReasonCode::ControlMissing,
            Self::SyncDateMissing => ReasonCode::SyncDateMissing,
            Self::DateInFuture { .. } => ReasonCode::DateInFuture,
            Self::SnapshotTooOld { .. } => ReasonCode::SnapshotTooOld,
            Self::FindingsUnknown { .. } => ReasonCode::FindingsUnknown,
            Self::NoPeerAverage { .. } => ReasonCode::NoPeerAverage,
            Self::NoLongerScored(_) => ReasonCode::NoLongerScored,
            Self::NothingComparable(_) => ReasonCode::NothingComparable,
            Self::FiguresUncertain(_) => ReasonCode::FiguresUncertain,
            Self::PastMaximumUnknown { .. } => ReasonCode::PastMaximumUnknown,
            Self::NewControlUnweighted { .. } => ReasonCode::NewControlUnweighted,
            Self::NoBaseline => ReasonCode::NoBaseline,
            Self::BaselineInFuture { .. } => ReasonCode::BaselineInFuture,
            Self::BaselineTooOld { .. } => ReasonCode::BaselineTooOld,
            Self::BaselineOutdated { .. } => ReasonCode::BaselineOutdated,
            Self::TooFewSnapshots { .. } => ReasonCode::TooFewSnapshots,
            Self::DayUnusable { .. } => ReasonCode::DayUnusable,
            Self::HistoryTooShort(_) => ReasonCode::HistoryTooShort,
            Self::HistoryGap { .. } => ReasonCode::HistoryGap,
            Self::Several(reasons) => reasons.first().map_or(ReasonCode::RequirementMissing, Self::code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_unique_and_in_kebab_case() {
        let codes: Vec<&str> = ReasonCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.is_sorted_by(|one, next| one < next), "{codes:?}");
        let is_kebab = |code: &&str| code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(codes.iter().all(is_kebab), "{codes:?}");
    }
}
